package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.settings.Settings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.util.Subscription;

/// What a user may choose about the editor. Belongs to the window's thread.
public final class EditorSettings {
  private final BooleanProperty autosave = new SimpleBooleanProperty();
  private final BooleanProperty formatOnSave = new SimpleBooleanProperty();
  private final BooleanProperty wrap = new SimpleBooleanProperty();

  private Subscription remembered = Subscription.EMPTY;

  /// The user's choices as they are remembered with all others, until [#close()].
  public static EditorSettings of(Settings settings) {
    var own = new EditorSettings();
    own.remember(own.autosave, settings.autosave(), "typing");
    own.remember(
        own.formatOnSave,
        settings.toggle(
            "editor.formatOnSave",
            "Editor",
            "Format on save",
            "A save first brings the text into its language's shape.",
            false),
        "on");
    own.remember(
        own.wrap,
        settings.toggle(
            "editor.wrap", "Editor", "Wrap long lines", "Long lines are broken to fit.", false),
        "on");
    return own;
  }

  private void remember(BooleanProperty own, ObjectProperty<String> setting, String on) {
    var follows = setting.subscribe(value -> own.set(value.equals(on)));
    var leads =
        own.subscribe((was, is) -> {
          if (is) {
            setting.set(on);
          } else if (setting.get().equals(on)) {
            setting.set("off");
          }
        });
    remembered = Subscription.combine(remembered, follows, leads);
  }

  /// Lets go of what is remembered.
  public void close() {
    remembered.unsubscribe();
  }

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
