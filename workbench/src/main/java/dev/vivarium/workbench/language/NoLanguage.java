package dev.vivarium.workbench.language;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// No language is served; every answer says why.
///
/// @param why what to install or do, for people
public record NoLanguage(String why) implements LanguageService {
  /// Of a window that was given no service.
  public static final NoLanguage NONE = new NoLanguage("This window has no language service.");

  private <T> CompletableFuture<T> refused() {
    return CompletableFuture.failedFuture(new LanguageException(why));
  }

  @Override
  public boolean serves(String path) {
    return false;
  }

  @Override
  public String status(String path) {
    return why;
  }

  @Override
  public void textChanged(String path, String text) {}

  @Override
  public void textDropped(String path) {}

  @Override
  public CompletableFuture<Completion> complete(String path, TextPosition at) {
    return refused();
  }

  @Override
  public CompletableFuture<Completion.Details> describe(
      String path, TextPosition at, Completion.Item item) {
    return refused();
  }

  @Override
  public CompletableFuture<Optional<Hover>> hover(String path, TextPosition at) {
    return refused();
  }

  @Override
  public CompletableFuture<Optional<Signature>> signature(String path, TextPosition at) {
    return refused();
  }

  @Override
  public CompletableFuture<List<SourceLocation>> definition(String path, TextPosition at) {
    return refused();
  }

  @Override
  public CompletableFuture<List<SourceLocation>> references(String path, TextPosition at) {
    return refused();
  }

  @Override
  public CompletableFuture<Rename> rename(String path, TextPosition at, String name) {
    return refused();
  }

  @Override
  public CompletableFuture<List<OutlineSymbol>> outline(String path) {
    return refused();
  }

  @Override
  public CompletableFuture<List<TextEdit>> format(String path) {
    return refused();
  }

  @Override
  public CompletableFuture<List<Diagnostic>> check(String path) {
    return refused();
  }

  @Override
  public CompletableFuture<String> read(String path) {
    return refused();
  }

  @Override
  public void close() {}
}
