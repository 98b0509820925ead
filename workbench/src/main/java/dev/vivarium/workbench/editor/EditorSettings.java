package dev.vivarium.workbench.editor;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/// What a user may choose about the editor. Belongs to the window's thread.
public final class EditorSettings {
  private final BooleanProperty autosave = new SimpleBooleanProperty();
  private final BooleanProperty formatOnSave = new SimpleBooleanProperty();
  private final BooleanProperty wrap = new SimpleBooleanProperty();

  /// Whether a document is saved a moment after the last key.
  public BooleanProperty autosaveProperty() {
    return autosave;
  }

  /// Whether a save formats first.
  public BooleanProperty formatOnSaveProperty() {
    return formatOnSave;
  }

  /// Whether long lines are broken to fit.
  public BooleanProperty wrapProperty() {
    return wrap;
  }
}
