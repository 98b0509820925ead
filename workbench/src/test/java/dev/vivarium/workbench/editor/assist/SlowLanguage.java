package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.Completion;
import dev.vivarium.workbench.language.Hover;
import dev.vivarium.workbench.language.LanguageException;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.OutlineSymbol;
import dev.vivarium.workbench.language.Rename;
import dev.vivarium.workbench.language.Signature;
import dev.vivarium.workbench.language.SourceLocation;
import dev.vivarium.workbench.language.SymbolKind;
import dev.vivarium.workbench.language.TextEdit;
import dev.vivarium.workbench.language.TextPosition;
import dev.vivarium.workbench.language.TextRange;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// A service that answers after a delay of virtual time, or refuses. `bad` in the text is an error.
final class SlowLanguage implements LanguageService {
  private final VirtualClock clock;
  private final long delayMs;
  final List<String> asked = new ArrayList<>();
  String refusal = "";
  String text = "";

  /// How many of the next questions are dropped for newer ones.
  int drops;

  boolean checksAlone;

  SlowLanguage(VirtualClock clock, long delayMs) {
    this.clock = clock;
    this.delayMs = delayMs;
  }

  private <T> CompletableFuture<T> later(String question, Supplier<T> answer) {
    asked.add(question);
    var future = new CompletableFuture<T>();
    var value = answer.get();
    clock.after(
        delayMs,
        () -> {
          if (drops > 0) {
            drops--;
            future.cancel(false);
          } else if (refusal.isEmpty()) {
            future.complete(value);
          } else {
            future.completeExceptionally(new LanguageException(refusal));
          }
        });
    return future;
  }

  @Override
  public boolean serves(String path) {
    return path.endsWith(".ts");
  }

  @Override
  public boolean checksAlone(String path) {
    return checksAlone;
  }

  @Override
  public String status(String path) {
    return "No service for " + path;
  }

  @Override
  public void textChanged(String path, String changed) {
    text = changed;
  }

  @Override
  public void textDropped(String path) {}

  static Completion.Item item(String name, String detail) {
    return new Completion.Item(name, SymbolKind.FIELD, detail, name, Optional.empty(), "{}");
  }

  @Override
  public CompletableFuture<Completion> complete(String path, TextPosition at) {
    var line = text.substring(0, at.offsetIn(text));
    var start = line.length();
    while (start > 0 && Character.isJavaIdentifierPart(line.charAt(start - 1))) {
      start--;
    }
    var from = new TextPosition(at.line(), at.column() - (line.length() - start));
    return later(
        "complete",
        () ->
            new Completion(
                from,
                true,
                List.of(
                    item("transform", ""),
                    item("velocity", ""),
                    item("fish", ""),
                    item("despawn", "from vivarium"))));
  }

  @Override
  public CompletableFuture<Completion.Details> describe(
      String path, TextPosition at, Completion.Item item) {
    var top = new TextPosition(1, 1);
    return later(
        "describe " + item.name(),
        () ->
            new Completion.Details(
                item.name(),
                "doc",
                item.detail().isEmpty()
                    ? List.of()
                    : List.of(new TextEdit(new TextRange(top, top), "import;\n"))));
  }

  @Override
  public CompletableFuture<Optional<Hover>> hover(String path, TextPosition at) {
    return later(
        "hover", () -> Optional.of(new Hover("f32", "at " + at.column(), new TextRange(at, at))));
  }

  @Override
  public CompletableFuture<Optional<Signature>> signature(String path, TextPosition at) {
    return later(
        "signature",
        () ->
            text.contains(")")
                ? Optional.empty()
                : Optional.of(new Signature("f()", List.of(), 0, "")));
  }

  @Override
  public CompletableFuture<List<SourceLocation>> definition(String path, TextPosition at) {
    return later("definition", List::of);
  }

  @Override
  public CompletableFuture<List<SourceLocation>> references(String path, TextPosition at) {
    return later(
        "references",
        () -> List.of(new SourceLocation(path, new TextRange(at, at), "line " + at.line())));
  }

  @Override
  public CompletableFuture<Rename> rename(String path, TextPosition at, String name) {
    return later("rename " + name, () -> new Rename("old", "", List.of()));
  }

  @Override
  public CompletableFuture<List<OutlineSymbol>> outline(String path) {
    var all = new TextRange(new TextPosition(1, 1), new TextPosition(9, 1));
    var inner = new TextRange(new TextPosition(2, 1), new TextPosition(3, 1));
    var field = new OutlineSymbol("hunger", SymbolKind.FIELD, inner, inner, List.of());
    return later(
        "outline",
        () -> List.of(new OutlineSymbol("Fish", SymbolKind.CLASS, all, all, List.of(field))));
  }

  @Override
  public CompletableFuture<List<TextEdit>> format(String path) {
    return later("format", List::of);
  }

  @Override
  public CompletableFuture<List<Diagnostic>> check(String path) {
    var at = text.indexOf("bad");
    return later(
        "check",
        () ->
            at < 0
                ? List.of()
                : List.of(
                    new Diagnostic(
                        Diagnostic.Severity.ERROR,
                        "fish",
                        "bad",
                        Optional.of(new Diagnostic.Place(path, 1, at + 1, 3)))));
  }

  @Override
  public CompletableFuture<String> read(String path) {
    return later("read", () -> "");
  }

  @Override
  public void close() {}
}
