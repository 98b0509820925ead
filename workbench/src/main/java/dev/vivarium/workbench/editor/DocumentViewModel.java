package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.part.LineSign;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
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
  private final BooleanProperty dirty = new SimpleBooleanProperty();
  private final ObjectProperty<DiskState> disk = new SimpleObjectProperty<>(DiskState.SAME);
  private final ObjectProperty<List<Diagnostic>> diagnostics =
      new SimpleObjectProperty<>(List.of());
  private final ObjectProperty<List<LineSign>> signs = new SimpleObjectProperty<>(List.of());
  private final ObjectProperty<@Nullable Caret> target = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper readOnly = new ReadOnlyStringWrapper("");
  private final ObjectProperty<List<LineChange>> changes = new SimpleObjectProperty<>(List.of());
  private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
  private List<Diagnostic> built = List.of();
  private List<Diagnostic> checked = List.of();
  private @Nullable List<Diagnostic> typed;
  private boolean saving;
  private String savedText;
  private String diskText;
  private @Nullable TextBuffer buffer;

  /// A place in the text; line and column count from 1.
  public record Caret(int line, int column) {}

  DocumentViewModel(String path, String text) {
    this.path = path;
    this.savedText = text;
    this.diskText = text;
    dirty.subscribe((was, is) -> dirtyChanged(is));
  }

  /// Undone to what was saved, the text has the faults that the last build found, and no others.
  private void dirtyChanged(boolean is) {
    if (!is && !saving && typed != null) {
      typed = null;
      show();
    }
  }

  private void show() {
    diagnostics.set(typed != null ? typed : checked.isEmpty() ? built : checked);
  }

  public String path() {
    return path;
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
    show();
  }

  /// What is wrong with the text as it is typed. Stands in for what the last build found until the
  /// next one, so that a save makes nothing flicker.
  public void typed(List<Diagnostic> found) {
    typed = dirty.get() ? found : null;
    show();
  }

  /// What a language server finds wrong with the text, typed or saved, where no build reads it.
  public void checked(List<Diagnostic> found) {
    checked = found;
    show();
  }

  /// Signs before lines, such as how a test went.
  public ObjectProperty<List<LineSign>> signsProperty() {
    return signs;
  }

  /// Where the caret should go next; the editor takes it and sets it back to null.
  public ObjectProperty<@Nullable Caret> targetProperty() {
    return target;
  }

  /// Why the text cannot be changed; empty where it can.
  public ReadOnlyStringProperty readOnlyProperty() {
    return readOnly.getReadOnlyProperty();
  }

  public boolean isReadOnly() {
    return !readOnly.get().isEmpty();
  }

  void setReadOnly(String reason) {
    readOnly.set(reason);
  }

  /// Lines that differ from what was last committed, in order; empty where nothing is known of it.
  public ObjectProperty<List<LineChange>> changesProperty() {
    return changes;
  }

  /// Grows with every change of the text.
  public long revision() {
    return revision.get();
  }

  public ReadOnlyLongProperty revisionProperty() {
    return revision.getReadOnlyProperty();
  }

  /// The text was changed.
  public void edited() {
    revision.set(revision.get() + 1);
  }

  /// Makes all edits as one step that undo takes back.
  public void apply(List<TextEdit> edits) {
    if (buffer != null && !isReadOnly()) {
      buffer.apply(edits);
    }
  }

  /// Replaces the text as one step that undo takes back.
  public void replace(String text) {
    if (buffer != null && !isReadOnly()) {
      buffer.replace(text);
    }
  }

  /// Puts the lines back as they were committed.
  public void revert(LineChange change) {
    var text = text();
    var start = offsetOfLine(text, change.line());
    var end = offsetOfLine(text, change.line() + change.count());
    if (changes.get().contains(change)) {
      apply(List.of(new TextEdit(start, end, change.before())));
    }
  }

  private static int offsetOfLine(String text, int line) {
    var at = 0;
    for (var i = 0; i < line; i++) {
      var end = text.indexOf('\n', at);
      if (end < 0) {
        return text.length();
      }
      at = end + 1;
    }
    return at;
  }

  /// What the file holds now, as last looked at.
  public String diskText() {
    return diskText;
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
      saving = true;
      buffer.markSaved();
      saving = false;
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
