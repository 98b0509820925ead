package dev.vivarium.engine.store.project;

import dev.vivarium.engine.store.project.ProjectProblem.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gathers problems while a project is read, and which files must therefore not be written.
final class Problems {
  private final int maximum;
  private final List<ProjectProblem> list = new ArrayList<>();
  private final Set<String> damagedFiles = new HashSet<>();

  Problems(int maximum) {
    this.maximum = maximum;
  }

  void error(String file, String jsonPath, int line, String message, String whatToDo) {
    damagedFiles.add(file);
    add(new ProjectProblem(Severity.ERROR, file, jsonPath, line, message, whatToDo));
  }

  void error(String file, String jsonPath, String message, String whatToDo) {
    error(file, jsonPath, 0, message, whatToDo);
  }

  void warning(String file, String jsonPath, String message, String whatToDo) {
    add(new ProjectProblem(Severity.WARNING, file, jsonPath, 0, message, whatToDo));
  }

  private void add(ProjectProblem problem) {
    if (list.size() < maximum) {
      list.add(problem);
    } else if (list.size() == maximum) {
      list.add(
          new ProjectProblem(
              Severity.ERROR,
              problem.file(),
              "",
              0,
              "more than " + maximum + " problems; the others are not listed",
              "Mend these and load again"));
    }
  }

  List<ProjectProblem> list() {
    return List.copyOf(list);
  }

  Set<String> damagedFiles() {
    return Set.copyOf(damagedFiles);
  }
}
