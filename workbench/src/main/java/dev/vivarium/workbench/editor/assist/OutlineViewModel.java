package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.OutlineSymbol;
import dev.vivarium.workbench.language.TextPosition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The declarations of the active document. Belongs to the window's thread.
public final class OutlineViewModel {
  private static final long PAUSE_MS = 400;

  private final LanguageService service;
  private final Later later;
  private final Answers<List<OutlineSymbol>> answers;
  private final ReadOnlyObjectWrapper<List<OutlineSymbol>> symbols =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Optional<OutlineSymbol>> current =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final StringProperty filter = new SimpleStringProperty("");
  private List<OutlineSymbol> all = List.of();
  private String path = "";
  private TextPosition caret = new TextPosition(1, 1);
  private Runnable cancel = () -> {};

  public OutlineViewModel(LanguageService service, Executor window, Later later) {
    this.service = service;
    this.later = later;
    answers = new Answers<>(window, this::arrived, this::refused);
    filter.subscribe((was, is) -> narrow());
  }

  /// Those that the filter lets through, with what they stand in.
  public ReadOnlyObjectProperty<List<OutlineSymbol>> symbolsProperty() {
    return symbols.getReadOnlyProperty();
  }

  /// The innermost one around the caret.
  public ReadOnlyObjectProperty<Optional<OutlineSymbol>> currentProperty() {
    return current.getReadOnlyProperty();
  }

  /// What to say in place of symbols.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  public StringProperty filterProperty() {
    return filter;
  }

  /// The file whose declarations are shown; empty for none.
  public String path() {
    return path;
  }

  /// Another document is active; an empty path for none.
  public void show(String shown) {
    path = shown;
    all = List.of();
    narrow();
    cancel.run();
    if (path.isEmpty()) {
      refused("Open a source file: its classes, queries and systems would be listed here.");
    } else if (service.serves(path)) {
      notice.set("");
      answers.await(service.outline(path));
    } else {
      refused(service.status(path));
    }
  }

  /// The text of a document changed, and the service was told.
  public void changed(String changed) {
    if (changed.equals(path) && service.serves(path)) {
      cancel.run();
      cancel = later.after(PAUSE_MS, () -> answers.await(service.outline(path)));
    }
  }

  /// The caret of the active document stands here.
  public void moved(TextPosition at) {
    caret = at;
    current.set(innermost(symbols.get()));
  }

  private void arrived(List<OutlineSymbol> found) {
    all = found;
    notice.set(found.isEmpty() ? "Nothing is declared in this file." : "");
    narrow();
  }

  private void refused(String why) {
    answers.drop();
    all = List.of();
    notice.set(why);
    narrow();
  }

  private void narrow() {
    symbols.set(narrowed(all, filter.get().strip().toLowerCase(Locale.ROOT)));
    current.set(innermost(symbols.get()));
  }

  private static List<OutlineSymbol> narrowed(List<OutlineSymbol> symbols, String letters) {
    if (letters.isEmpty()) {
      return symbols;
    }
    return symbols.stream()
        .map(s ->
            s.name().toLowerCase(Locale.ROOT).contains(letters)
                ? s
                : new OutlineSymbol(
                    s.name(), s.kind(), s.range(), s.selection(), narrowed(s.children(), letters)))
        .filter(s -> s.name().toLowerCase(Locale.ROOT).contains(letters) || !s.children().isEmpty())
        .toList();
  }

  private Optional<OutlineSymbol> innermost(List<OutlineSymbol> symbols) {
    for (var symbol : symbols) {
      var range = symbol.range();
      if (range.start().compareTo(caret) <= 0 && caret.compareTo(range.end()) <= 0) {
        return innermost(symbol.children()).or(() -> Optional.of(symbol));
      }
    }
    return Optional.empty();
  }
}
