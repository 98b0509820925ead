package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.FileEdit;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.Rename;
import dev.vivarium.workbench.language.TextPosition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A rename being prepared: the new name, and what it would change. Belongs to the window's thread.
public final class RenameViewModel {
  private final LanguageService service;
  private final Consumer<List<FileEdit>> apply;
  private final Answers<Rename> found;
  private final Answers<Rename> confirmed;
  private final BooleanProperty open = new SimpleBooleanProperty();
  private final StringProperty name = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<Rename>> preview =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String path = "";
  private TextPosition at = new TextPosition(1, 1);

  /// `apply` makes the edits.
  public RenameViewModel(LanguageService service, Executor window, Consumer<List<FileEdit>> apply) {
    this.service = service;
    this.apply = apply;
    found = new Answers<>(window, this::begin, problem::set);
    confirmed = new Answers<>(window, this::finish, problem::set);
  }

  public BooleanProperty openProperty() {
    return open;
  }

  /// The new name.
  public StringProperty nameProperty() {
    return name;
  }

  /// The places that would change; empty until they are known.
  public ReadOnlyObjectProperty<Optional<Rename>> previewProperty() {
    return preview.getReadOnlyProperty();
  }

  /// Why it cannot be renamed, or not so; empty else.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Begins to rename what is at a place.
  public void start(String file, TextPosition place) {
    path = file;
    at = place;
    problem.set("");
    preview.set(Optional.empty());
    name.set("");
    open.set(true);
    found.await(service.rename(path, at, ""));
  }

  private void begin(Rename rename) {
    preview.set(Optional.of(rename));
    name.set(rename.name());
  }

  /// Whether there is a name to be given.
  public boolean isReady() {
    return preview
        .get()
        .filter(rename -> !name.get().isBlank() && !name.get().equals(rename.name()))
        .isPresent();
  }

  /// Renames. The places are asked for anew, since the text may have changed.
  public void confirm() {
    if (isReady()) {
      problem.set("");
      confirmed.await(service.rename(path, at, name.get().strip()));
    }
  }

  private void finish(Rename rename) {
    if (open.get()) {
      cancel();
      apply.accept(rename.files());
    }
  }

  public void cancel() {
    found.drop();
    confirmed.drop();
    open.set(false);
  }
}
