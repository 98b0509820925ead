package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// One open file. Belongs to the window's thread.
public final class DocumentViewModel {
  /// How the text in the editor and the file on disk stand to each other.
  public enum DiskState {
    SAME,
    CHANGED_OUTSIDE,
    DELETED_OUTSIDE
  }

  private final String path;
  private final boolean readOnly;
  private final BooleanProperty dirty = new SimpleBooleanProperty();
  private final ObjectProperty<DiskState> disk = new SimpleObjectProperty<>(DiskState.SAME);
  private final ObjectProperty<List<Diagnostic>> diagnostics =
      new SimpleObjectProperty<>(List.of());
  private final ObjectProperty<@Nullable Caret> target = new SimpleObjectProperty<>();
  private List<Diagnostic> built = List.of();
  private @Nullable List<Diagnostic> typed;
  private String savedText;
  private String diskText;
  private @Nullable TextBuffer buffer;

  /// A place in the text; line and column count from 1.
  public record Caret(int line, int column) {}

  DocumentViewModel(String path, String text) {
    this(path, text, false);
  }

  DocumentViewModel(String path, String text, boolean readOnly) {
    this.path = path;
    this.readOnly = readOnly;
    this.savedText = text;
    this.diskText = text;
  }

  public String path() {
    return path;
  }

  /// Whether it is a source to be read only, such as one of the SDK.
  public boolean readOnly() {
    return readOnly;
  }

  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The text as last read or saved.
  public String savedText() {
    return savedText;
  }

  public BooleanProperty dirtyProperty() {
    return dirty;
  }

  public ObjectProperty<DiskState> diskProperty() {
    return disk;
  }

  public ObjectProperty<List<Diagnostic>> diagnosticsProperty() {
    return diagnostics;
  }

  /// What the last build and run found wrong.
  void built(List<Diagnostic> found) {
    built = found;
    if (typed != null && !dirty.get()) {
      typed = null;
    }
    diagnostics.set(typed == null ? built : typed);
  }

  /// What is wrong with the text as it is typed. Stands in for what the last build found until the
  /// next one, so that a save makes nothing flicker.
  public void typed(List<Diagnostic> found) {
    typed = dirty.get() ? found : null;
    diagnostics.set(typed == null ? built : typed);
  }

  /// Where the caret should go next; the editor takes it and sets it back to null.
  public ObjectProperty<@Nullable Caret> targetProperty() {
    return target;
  }

  /// Connects what holds the text while it is edited.
  public void attach(TextBuffer textBuffer) {
    buffer = textBuffer;
  }

  /// The text as the user sees it.
  public String text() {
    return buffer == null ? savedText : buffer.text();
  }

  void saved(String text) {
    savedText = text;
    diskText = text;
    disk.set(DiskState.SAME);
    if (buffer != null && buffer.text().equals(text)) {
      buffer.markSaved();
    }
  }

  /// The file now holds `text`. Without unsaved work the editor follows; else the user is asked.
  void foundOnDisk(String text) {
    if (text.equals(diskText)) {
      return;
    }
    diskText = text;
    if (text.equals(text())) {
      saved(text);
    } else if (dirty.get()) {
      disk.set(DiskState.CHANGED_OUTSIDE);
    } else {
      takeDisk();
    }
  }

  void goneFromDisk() {
    disk.set(DiskState.DELETED_OUTSIDE);
  }

  /// Drops what was typed for what lies on disk; undo brings it back.
  public void takeDisk() {
    if (buffer != null) {
      buffer.replace(diskText);
    }
    saved(diskText);
  }

  /// Keeps what was typed; the next save writes over the file.
  public void keepMine() {
    disk.set(DiskState.SAME);
  }
}
