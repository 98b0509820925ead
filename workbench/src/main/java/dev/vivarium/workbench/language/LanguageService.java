package dev.vivarium.workbench.language;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Answers questions about the sources of one project, as they are typed. Any thread may ask; no
/// method waits. Futures end on a thread of the service: with an answer about the text as last
/// told, with a [LanguageException] that says why there is none, or cancelled where a newer
/// question of the kind took its place. Paths are relative to the project, with forward slashes.
public interface LanguageService extends AutoCloseable {

  /// Whether there is a service for a file's language, here and now.
  boolean serves(String path);

  /// How a file's language is served, or what to install or do so that it is.
  String status(String path);

  /// The text of a file as it is typed, not necessarily as it lies on disk.
  void textChanged(String path, String text);

  /// A file is as it lies on disk again.
  void textDropped(String path);

  CompletableFuture<Completion> complete(String path, TextPosition at);

  /// More about an item that was offered at a place.
  CompletableFuture<Completion.Details> describe(
      String path, TextPosition at, Completion.Item item);

  CompletableFuture<Optional<Hover>> hover(String path, TextPosition at);

  CompletableFuture<Optional<Signature>> signature(String path, TextPosition at);

  CompletableFuture<List<SourceLocation>> definition(String path, TextPosition at);

  CompletableFuture<List<SourceLocation>> references(String path, TextPosition at);

  /// What renaming the name at a place would change. Fails where it cannot be renamed, and says
  /// why.
  CompletableFuture<Rename> rename(String path, TextPosition at, String name);

  CompletableFuture<List<OutlineSymbol>> outline(String path);

  /// The edits that bring a file's text into its language's shape.
  CompletableFuture<List<TextEdit>> format(String path);

  /// What is wrong in a file and in those that are compiled with it.
  CompletableFuture<List<Diagnostic>> check(String path);

  /// Whether only this service says what is wrong with a file, as no build reads it.
  default boolean checksAlone(String path) {
    return false;
  }

  /// Has a listener told the path of each file about which more is known than at its last check, as
  /// where a file that it uses was saved. It is called on a thread of the service.
  default void whenFound(Consumer<String> listener) {}

  /// The text of a source of a library, such as `~lib/vivarium/runtime.ts`.
  CompletableFuture<String> read(String path);

  @Override
  void close();
}
