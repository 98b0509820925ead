package dev.vivarium.workbench.app;

import dev.vivarium.workbench.start.Projects;

/// Asks whether a project from elsewhere may run, before anything of it does.
@FunctionalInterface
interface TrustQuestion {
  enum Answer {
    TRUST,
    READ_ONLY,
    CANCEL
  }

  Answer ask(Projects.Preview project);
}
