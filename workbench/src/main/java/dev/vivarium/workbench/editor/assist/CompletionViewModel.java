package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.Completion;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.TextEdit;
import dev.vivarium.workbench.language.TextPosition;
import dev.vivarium.workbench.language.TextRange;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// The names offered at the caret of one editor. Asks when a word or a member is begun, narrows
/// while it is typed, and drops answers to an older text. Belongs to the window's thread.
public final class CompletionViewModel {
  private static final long DETAILS_AFTER_MS = 80;
  private static final int MAX_IMPORT_TRIES = 3;

  private final LanguageService service;
  private final String path;
  private final EditedText editor;
  private final Later later;
  private final Answers<Completion> offers;
  private final Answers<Completion.Details> details;
  private final Answers<Completion.Details> imports;

  private final ReadOnlyObjectWrapper<List<Completion.Item>> items =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper();
  private final ReadOnlyObjectWrapper<Completion.Details> shown =
      new ReadOnlyObjectWrapper<>(Completion.Details.NONE);
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");

  private Completion offered = Completion.NONE;
  private TextPosition askedAt = new TextPosition(1, 1);
  private boolean askedByUser;
  private boolean waiting;
  private Runnable cancelDetails = () -> {};
  private boolean applying;
  private int importTries;
  private Completion.@Nullable Item importing;
  private String importedFor = "";

  /// @param path the file that `editor` holds
  public CompletionViewModel(
      LanguageService service, String path, EditedText editor, Executor window, Later later) {
    this.service = service;
    this.path = path;
    this.editor = editor;
    this.later = later;
    offers = new Answers<>(window, this::arrived, this::refused);
    details = new Answers<>(window, shown::set, problem -> {});
    imports = new Answers<>(window, this::imported, problem -> {});
  }

  /// What is offered now, best first; empty where nothing is.
  public ReadOnlyObjectProperty<List<Completion.Item>> itemsProperty() {
    return items.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty selectedProperty() {
    return selected.getReadOnlyProperty();
  }

  /// Declaration and documentation of the selected item, as soon as they are known.
  public ReadOnlyObjectProperty<Completion.Details> detailsProperty() {
    return shown.getReadOnlyProperty();
  }

  /// Why nothing is offered, where the user asked; empty else.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  public boolean isOpen() {
    return !items.get().isEmpty();
  }

  /// Where the word begins that the offered names complete.
  public TextPosition start() {
    return offered.start();
  }

  /// Asks for what fits at the caret.
  public void ask() {
    askedByUser = true;
    request();
  }

  private void request() {
    askedAt = editor.caret();
    waiting = true;
    notice.set("");
    offers.await(service.complete(path, askedAt));
  }

  /// The text changed, and the service was told.
  ///
  /// @param typed the characters that were typed at the caret, one as a rule; empty for any other
  ///   change
  public void changed(String typed) {
    if (applying) {
      return;
    }
    var begun = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf('@'));
    if (typed.isEmpty() || !isNameCharacter(typed.substring(begun + 1))) {
      close();
    } else if (begun >= 0) {
      close();
      request();
    } else {
      grow(typed.length());
    }
  }

  private void grow(int by) {
    if (isOpen() && offered.whole()) {
      narrow();
    } else if (isOpen() || waiting || beginsWord(by)) {
      request();
    }
  }

  private boolean beginsWord(int typed) {
    var word = word(wordStart());
    return !word.isEmpty() && !Character.isDigit(word.charAt(0)) && word.length() <= typed + 1;
  }

  /// A character was deleted before the caret.
  public void erased() {
    if (isOpen()) {
      if (editor.caret().compareTo(offered.start()) < 0 || !sameLine(offered.start())) {
        close();
      } else {
        narrow();
      }
    }
  }

  /// The caret stands elsewhere, without a change of the text.
  public void moved() {
    if ((isOpen() || waiting) && !editor.caret().equals(askedAt) && !insideWord()) {
      close();
    }
  }

  private boolean insideWord() {
    return isOpen()
        && sameLine(offered.start())
        && editor.caret().compareTo(offered.start()) >= 0
        && word(offered.start()).chars().allMatch(Character::isJavaIdentifierPart);
  }

  private boolean sameLine(TextPosition place) {
    return editor.caret().line() == place.line();
  }

  private void arrived(Completion completion) {
    waiting = false;
    if (!editor.caret().equals(askedAt)) {
      close();
      return;
    }
    offered = completion;
    narrow();
    if (askedByUser && !isOpen()) {
      notice.set("Nothing fits here.");
    }
  }

  private void refused(String why) {
    var tell = askedByUser;
    close();
    notice.set(tell ? why : "");
  }

  private void narrow() {
    var typed = word(offered.start());
    record Scored(Completion.Item item, int score) {}
    var fitting =
        offered.items().stream()
            .map(
                item -> new Scored(item, typed.isEmpty() ? 0 : NameMatch.score(typed, item.name())))
            .filter(scored -> scored.score() != NameMatch.NONE)
            .sorted(Comparator.comparingInt(Scored::score))
            .map(Scored::item)
            .toList();
    var only = fitting.size() == 1 && fitting.getFirst().name().equals(typed) && !askedByUser;
    show(only ? List.of() : fitting);
  }

  private void show(List<Completion.Item> fitting) {
    selected.set(0);
    items.set(fitting);
    if (fitting.isEmpty()) {
      cancelDetails.run();
    } else {
      describeSoon();
    }
  }

  private void describeSoon() {
    shown.set(Completion.Details.NONE);
    details.drop();
    cancelDetails.run();
    cancelDetails = later.after(DETAILS_AFTER_MS, this::describe);
  }

  private void describe() {
    if (isOpen()) {
      details.await(service.describe(path, editor.caret(), current()));
    }
  }

  private Completion.Item current() {
    return items.get().get(selected.get());
  }

  /// Selects another item, `by` further on, stopping at the ends.
  public void select(int by) {
    if (isOpen()) {
      selectAt(Math.clamp(selected.get() + (long) by, 0, items.get().size() - 1));
    }
  }

  public void selectAt(int index) {
    if (isOpen() && index >= 0 && index < items.get().size() && index != selected.get()) {
      selected.set(index);
      describeSoon();
    }
  }

  /// Writes the selected name, and imports it where it must be.
  public void accept() {
    if (!isOpen()) {
      return;
    }
    var item = current();
    var range = item.range().orElseGet(() -> new TextRange(offered.start(), editor.caret()));
    close();
    write(List.of(new TextEdit(new TextRange(range.start(), editor.caret()), item.insert())));
    if (!item.detail().isEmpty()) {
      importing = item;
      importTries = 0;
      askImport();
    }
  }

  private void askImport() {
    if (importing != null) {
      importTries++;
      importedFor = editor.text();
      imports.await(service.describe(path, editor.caret(), importing));
    }
  }

  private void imported(Completion.Details found) {
    if (editor.text().equals(importedFor)) {
      if (!found.edits().isEmpty()) {
        write(found.edits());
      }
    } else if (importTries < MAX_IMPORT_TRIES) {
      askImport();
    }
  }

  private void write(List<TextEdit> edits) {
    applying = true;
    try {
      editor.apply(edits);
    } finally {
      applying = false;
    }
  }

  /// Offers nothing any more, and drops answers that are on their way.
  public void close() {
    offers.drop();
    details.drop();
    waiting = false;
    askedByUser = false;
    notice.set("");
    show(List.of());
  }

  private static boolean isNameCharacter(String typed) {
    return typed.chars().allMatch(Character::isJavaIdentifierPart);
  }

  private TextPosition wordStart() {
    var caret = editor.caret();
    var line = editor.line(caret.line());
    var at = Math.min(caret.column() - 1, line.length());
    while (at > 0 && Character.isJavaIdentifierPart(line.charAt(at - 1))) {
      at--;
    }
    return new TextPosition(caret.line(), at + 1);
  }

  /// What stands between `start` and the caret, in one line.
  private String word(TextPosition start) {
    var caret = editor.caret();
    var line = editor.line(caret.line());
    var to = Math.min(caret.column() - 1, line.length());
    return caret.line() != start.line() || start.column() - 1 > to
        ? ""
        : line.substring(start.column() - 1, to);
  }
}
