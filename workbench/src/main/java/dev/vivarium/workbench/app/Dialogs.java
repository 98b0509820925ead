package dev.vivarium.workbench.app;

import java.util.List;

/// Questions that stop the user, asked only where something would be lost.
interface Dialogs {
  /// What to do with unsaved work.
  enum Unsaved {
    SAVE,
    DISCARD,
    CANCEL
  }

  Unsaved askUnsaved(List<String> names);

  /// Whether to load the scenes anew and lose what was born at run time.
  boolean askReset();
}
