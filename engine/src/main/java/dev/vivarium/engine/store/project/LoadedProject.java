package dev.vivarium.engine.store.project;

import java.util.List;

/// What could be read of a project, and everything that was wrong with it.
public record LoadedProject(Project project, List<ProjectProblem> problems) {
  public LoadedProject {
    problems = List.copyOf(problems);
  }

  public boolean hasErrors() {
    return problems.stream()
        .anyMatch(problem -> problem.severity() == ProjectProblem.Severity.ERROR);
  }
}
