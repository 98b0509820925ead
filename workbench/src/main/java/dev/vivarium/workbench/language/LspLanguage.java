package dev.vivarium.workbench.language;

import dev.vivarium.workbench.session.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.jspecify.annotations.Nullable;

/// A language served by a [LanguageServer]. The server is started by the first question; one thread
/// of this class tells it things, in order.
public final class LspLanguage implements LanguageService {
  private static final int MAX_OFFERED = 1_000;
  private static final int MAX_PLACES = 2_000;
  private static final long MAX_FILE_BYTES = 8L << 20;
  private static final int MAX_DEPTH = 6;
  private static final int MAX_SEEN = 2_000;
  private static final int MAX_NEIGHBOURS = 48;
  private static final long ANSWER_S = 30;
  private static final long CHECK_S = 8;
  private static final long SETTLE_MS = 1_500;

  private final LanguageServer spec;
  private final Path project;
  private final boolean installed;
  private final ExecutorService thread;

  // The thread's.
  private @Nullable LspConnection connection;
  private boolean broken;
  private final Map<String, Told> told = new HashMap<>();
  private List<CompletionItem> offered = List.of();

  // Guarded by this.
  private final Map<String, String> unsaved = new HashMap<>();
  private final Map<String, CompletableFuture<List<Diagnostic>>> checks = new HashMap<>();
  private final Map<String, Published> published = new HashMap<>();
  private final Map<String, CompletableFuture<Void>> read = new HashMap<>();
  private final Set<Path> outside = new HashSet<>();
  private Consumer<String> found = path -> {};

  /// Told at the start, or when the server ended; read by any thread.
  private volatile String trouble = "";

  private record Told(String text, int version) {}

  private record Published(@Nullable Integer version, List<Diagnostic> found) {
    boolean isOf(@Nullable Told told) {
      return version == null || told == null || version >= told.version();
    }
  }

  /// Starts nothing yet.
  ///
  /// @param project the folder of a trusted project
  public LspLanguage(LanguageServer spec, Path project) {
    this.spec = spec;
    this.project = project.toAbsolutePath().normalize();
    this.installed = spec.program().isPresent();
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(spec.name()).factory());
  }

  /// Whether a file is of this server's language, be the server there or not.
  boolean isFor(String path) {
    return spec.isFor(path);
  }

  @Override
  public boolean serves(String path) {
    return installed && trouble.isEmpty() && spec.isFor(path);
  }

  @Override
  public String status(String path) {
    if (!installed) {
      return spec.install();
    }
    return trouble.isEmpty() ? spec.name() : trouble;
  }

  @Override
  public synchronized void textChanged(String path, String text) {
    unsaved.put(path, text);
  }

  @Override
  public void textDropped(String path) {
    synchronized (this) {
      unsaved.remove(path);
    }
    later(() -> saved(path));
  }

  /// Servers look at what depends on a file, or run the compiler, only once it is saved.
  private void saved(String path) {
    var server = connection;
    if (server != null && server.isAlive() && told.containsKey(path)) {
      try {
        tell(path);
        server.text().didSave(new DidSaveTextDocumentParams(id(path)));
      } catch (LanguageException gone) {
        told.remove(path);
        server.text().didClose(new DidCloseTextDocumentParams(id(path)));
      }
    }
  }

  @Override
  public boolean checksAlone(String path) {
    return true;
  }

  @Override
  public synchronized void whenFound(Consumer<String> listener) {
    found = listener;
  }

  @Override
  public CompletableFuture<Completion> complete(String path, TextPosition at) {
    return items(path, at)
        .thenComposeAsync(
            all ->
                LspValues.areOnlyWords(all.items())
                    ? whenRead(List.of(path)).thenCompose(read -> items(path, at))
                    : CompletableFuture.completedFuture(all),
            thread)
        .thenApplyAsync(all -> completion(path, at, all), thread);
  }

  private CompletableFuture<Offered> items(String path, TextPosition at) {
    return ask(
            path, server -> server.text().completion(new CompletionParams(id(path), position(at))))
        .thenApply(answer ->
            answer == null
                ? new Offered(List.of(), true)
                : answer.isLeft()
                    ? new Offered(answer.getLeft(), true)
                    : new Offered(answer.getRight().getItems(), !answer.getRight().isIncomplete()));
  }

  /// What a server offers at a place.
  private record Offered(List<CompletionItem> items, boolean whole) {}

  private Completion completion(String path, TextPosition at, Offered answer) {
    var all = answer.items();
    offered = all.stream().sorted(LspValues.BY_SORT_TEXT).limit(MAX_OFFERED).toList();
    var items = new ArrayList<Completion.Item>();
    for (var i = 0; i < offered.size(); i++) {
      items.add(LspValues.item(offered.get(i), i));
    }
    return new Completion(LspValues.wordStart(textOf(path), at), answer.whole(), items);
  }

  @Override
  public CompletableFuture<Completion.Details> describe(
      String path, TextPosition at, Completion.Item item) {
    return ask(
            path,
            server -> {
              var index = Integer.parseInt(item.token());
              if (index >= offered.size()) {
                throw new LanguageException(item.name() + " is no longer offered.");
              }
              var known = offered.get(index);
              return server.resolvesItems()
                  ? server.text().resolveCompletionItem(known)
                  : CompletableFuture.completedFuture(known);
            })
        .thenApply(LspValues::details);
  }

  @Override
  public CompletableFuture<Optional<Hover>> hover(String path, TextPosition at) {
    return ask(path, server -> server.text().hover(new HoverParams(id(path), position(at))))
        .thenApply(hover -> Optional.ofNullable(hover).flatMap(h -> LspValues.hover(h, at)));
  }

  @Override
  public CompletableFuture<Optional<Signature>> signature(String path, TextPosition at) {
    return ask(
            path,
            server -> server.text().signatureHelp(new SignatureHelpParams(id(path), position(at))))
        .thenApply(help -> Optional.ofNullable(help).flatMap(LspValues::signature));
  }

  @Override
  public CompletableFuture<List<SourceLocation>> definition(String path, TextPosition at) {
    return ask(
            path, server -> server.text().definition(new DefinitionParams(id(path), position(at))))
        .thenApply(found -> found == null ? List.of() : locations(LspValues.locations(found)));
  }

  @Override
  public CompletableFuture<List<SourceLocation>> references(String path, TextPosition at) {
    var parameters = new ReferenceParams(id(path), position(at), new ReferenceContext(true));
    return neighboursRead(path)
        .thenCompose(read -> ask(path, server -> server.text().references(parameters)))
        .thenApply(found -> found == null ? List.of() : locations(found));
  }

  private List<SourceLocation> locations(List<? extends Location> found) {
    return found.stream().limit(MAX_PLACES).map(this::location).toList();
  }

  private SourceLocation location(Location found) {
    var file = LspValues.file(found.getUri());
    var range = LspValues.range(found.getRange());
    return new SourceLocation(named(file), range, LspValues.line(textOf(file), range.start()));
  }

  /// The project's name of a file; one outside can be read from then on.
  private synchronized String named(Path file) {
    if (file.startsWith(project)) {
      return project.relativize(file).toString().replace('\\', '/');
    }
    outside.add(file);
    return SourceLocation.LIBRARY + file.toString().replace('\\', '/').replaceFirst("^/", "");
  }

  @Override
  public CompletableFuture<Rename> rename(String path, TextPosition at, String name) {
    return neighboursRead(path).thenCompose(read -> askRename(path, at, name));
  }

  private CompletableFuture<Rename> askRename(String path, TextPosition at, String name) {
    return ask(
        path,
        server -> {
          var old = LspValues.word(textOf(path), at);
          if (old.isEmpty()) {
            throw new LanguageException("There is no name here that can be changed.");
          }
          var to = name.isEmpty() ? old + "_" : name;
          return server
              .text()
              .rename(new RenameParams(id(path), position(at), to))
              .thenApply(edit -> renamed(old, edit));
        });
  }

  private Rename renamed(String old, @Nullable WorkspaceEdit edit) {
    if (edit == null) {
      throw new LanguageException(old + " cannot be renamed.");
    }
    var files = new ArrayList<FileEdit>();
    LspValues.edits(edit).forEach((file, edits) -> files.add(fileEdit(file, edits)));
    return new Rename(old, "", files);
  }

  private FileEdit fileEdit(Path file, List<TextEdit> edits) {
    if (!file.startsWith(project)) {
      throw new LanguageException(file + " is not in the project and cannot be changed.");
    }
    return new FileEdit(named(file), edits);
  }

  @Override
  public CompletableFuture<List<OutlineSymbol>> outline(String path) {
    return ask(path, server -> server.text().documentSymbol(new DocumentSymbolParams(id(path))))
        .thenApply(found -> found == null ? List.of() : LspValues.outline(found));
  }

  @Override
  public CompletableFuture<List<TextEdit>> format(String path) {
    var parameters = new DocumentFormattingParams(id(path), new FormattingOptions(4, true));
    return ask(path, server -> server.text().formatting(parameters))
        .thenApply(
            edits -> edits == null ? List.of() : edits.stream().map(LspValues::edit).toList());
  }

  @Override
  public CompletableFuture<List<Diagnostic>> check(String path) {
    return onThread(
            () -> {
              connected();
              tell(path);
              return new Asked<>(awaited(path));
            })
        .thenCompose(Asked::answer)
        .completeOnTimeout(null, CHECK_S, TimeUnit.SECONDS)
        .thenApply(found -> found == null ? lastFound(path) : found);
  }

  /// Some servers say nothing again where the same is wrong as before.
  private synchronized List<Diagnostic> lastFound(String path) {
    var last = published.get(uri(path));
    return last == null ? List.of() : last.found();
  }

  private synchronized CompletableFuture<List<Diagnostic>> awaited(String path) {
    var uri = uri(path);
    var last = published.get(uri);
    var version = told.get(path) == null ? 0 : told.get(path).version();
    if (last != null && last.version() != null && last.version() == version) {
      return CompletableFuture.completedFuture(last.found());
    }
    var future = new CompletableFuture<List<Diagnostic>>();
    var older = checks.put(uri, future);
    if (older != null) {
      older.cancel(false);
    }
    return future;
  }

  /// The server says what is wrong; on a thread of the connection.
  void published(PublishDiagnosticsParams parameters) {
    var path = named(LspValues.file(parameters.getUri()));
    var found =
        parameters.getDiagnostics().stream()
            .limit(MAX_PLACES)
            .map(diagnostic -> LspValues.diagnostic(diagnostic, plugin(path), path))
            .toList();
    later(() -> take(parameters, path, found));
  }

  private synchronized void take(
      PublishDiagnosticsParams parameters, String path, List<Diagnostic> found) {
    var version = parameters.getVersion();
    published.put(uri(path), new Published(version, found));
    if (new Published(version, found).isOf(told.get(path))) {
      var reading = read.remove(uri(path));
      if (reading != null) {
        reading.complete(null);
      }
      var waiting = checks.remove(uri(path));
      if (waiting != null) {
        waiting.complete(found);
      } else {
        this.found.accept(path);
      }
    }
  }

  /// Ends when the server has said what is wrong with each file as it was last told: before, some
  /// know only its words. Ends also where it does not say so, as where the same is wrong as before.
  private synchronized CompletableFuture<Void> whenRead(List<String> paths) {
    return CompletableFuture.allOf(
        paths.stream().map(this::whenRead).toArray(CompletableFuture[]::new));
  }

  private synchronized CompletableFuture<Void> whenRead(String path) {
    var last = published.get(uri(path));
    if (last != null && last.isOf(told.get(path))) {
      return CompletableFuture.completedFuture(null);
    }
    return read.computeIfAbsent(uri(path), u -> new CompletableFuture<>())
        .copy()
        .completeOnTimeout(null, last == null ? CHECK_S * 1_000 : SETTLE_MS, TimeUnit.MILLISECONDS);
  }

  /// Has the server read the sources of the same plugin: of files that it was never told of, some
  /// servers know no use of a name.
  private CompletableFuture<Void> neighboursRead(String path) {
    return onThread(
            () -> {
              var server = connected();
              var neighbours = neighbours(path);
              neighbours.forEach(each -> tell(server, each));
              return neighbours;
            })
        .thenCompose(this::whenRead)
        .exceptionallyCompose(problem -> CompletableFuture.failedFuture(said(problem)));
  }

  private List<String> neighbours(String path) {
    var parts = path.split("/", -1);
    var folder = parts.length > 2 ? project.resolve(parts[0]).resolve(parts[1]) : project;
    try (var files = Files.walk(folder, MAX_DEPTH)) {
      return files
          .limit(MAX_SEEN)
          .filter(file -> spec.isFor(file.toString()) && isReadable(file))
          .limit(MAX_NEIGHBOURS)
          .map(this::named)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static boolean isReadable(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.isReadable(file)
          && Files.size(file) <= MAX_FILE_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private static String plugin(String path) {
    var parts = path.split("/", 3);
    return parts.length == 3 && parts[0].equals("plugins") ? parts[1] : "world";
  }

  @Override
  public CompletableFuture<String> read(String path) {
    return onThread(() -> {
      var file = Path.of("/" + path.substring(SourceLocation.LIBRARY.length()));
      synchronized (this) {
        if (!outside.contains(file)) {
          throw new LanguageException(path + " was named by no server.");
        }
      }
      return textOf(file);
    });
  }

  @Override
  public void close() {
    later(() -> {
      if (connection != null) {
        connection.close();
      }
    });
    thread.shutdown();
  }

  /// Work of the service's thread; fails once the service is closed, as a view does that still
  /// asks.
  private <T> CompletableFuture<T> onThread(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new LanguageException(spec.name() + " is closed."));
    }
  }

  /// The same where nobody waits for it.
  private void later(Runnable work) {
    var _ =
        onThread(() -> {
          work.run();
          return true;
        });
  }

  /// A question that the server has, and what will come of it.
  private record Asked<T>(CompletableFuture<T> answer) {}

  private <T> CompletableFuture<T> ask(
      String path, Function<LspConnection, CompletableFuture<T>> question) {
    return onThread(
            () -> {
              var server = connected();
              tell(path);
              return new Asked<>(server.untilItEnds(question.apply(server)));
            })
        .thenCompose(Asked::answer)
        .orTimeout(ANSWER_S, TimeUnit.SECONDS)
        .exceptionallyCompose(problem -> CompletableFuture.failedFuture(said(problem)));
  }

  private LanguageException said(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    if (cause instanceof LanguageException known) {
      return known;
    }
    var why = cause == null || cause.getMessage() == null ? problem : cause.getMessage();
    return new LanguageException(spec.name() + " gave no answer: " + why);
  }

  private LspConnection connected() {
    var current = connection;
    if (current != null && current.isAlive()) {
      return current;
    }
    if (current != null || broken) {
      broken = true;
      trouble =
          spec.name() + " ended" + (current == null ? "" : current.end()) + " and is left off.";
      throw new LanguageException(trouble);
    }
    try {
      connection = LspConnection.start(spec, project, this::published);
      return connection;
    } catch (IOException e) {
      broken = true;
      trouble = spec.name() + " does not start: " + e.getMessage() + ". " + spec.install();
      throw new LanguageException(trouble);
    }
  }

  /// Brings what the server knows of a file up to date.
  private void tell(String path) {
    var server = connected();
    tell(server, path);
    forgetMany(server, path);
  }

  private void tell(LspConnection server, String path) {
    var text = textOf(path);
    var before = told.get(path);
    if (before == null) {
      told.put(path, new Told(text, 1));
      spec.settingsFor(project, project.resolve(path)).ifPresent(server::configure);
      server
          .text()
          .didOpen(
              new DidOpenTextDocumentParams(
                  new TextDocumentItem(uri(path), spec.languageOf(path), 1, text)));
    } else if (!before.text().equals(text)) {
      var version = before.version() + 1;
      told.put(path, new Told(text, version));
      server
          .text()
          .didChange(
              new DidChangeTextDocumentParams(
                  new VersionedTextDocumentIdentifier(uri(path), version),
                  List.of(new TextDocumentContentChangeEvent(text))));
    }
  }

  /// Closes files when many are open.
  private void forgetMany(LspConnection server, String keep) {
    if (told.size() > 64) {
      for (var path : List.copyOf(told.keySet())) {
        if (!path.equals(keep)) {
          told.remove(path);
          server.text().didClose(new DidCloseTextDocumentParams(id(path)));
          synchronized (this) {
            published.remove(uri(path));
          }
        }
      }
    }
  }

  private String textOf(String path) {
    synchronized (this) {
      var typed = unsaved.get(path);
      if (typed != null) {
        return typed;
      }
    }
    return read(project.resolve(path));
  }

  private String textOf(Path file) {
    return file.startsWith(project)
        ? textOf(project.relativize(file).toString().replace('\\', '/'))
        : read(file);
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new LanguageException(file + " is larger than " + MAX_FILE_BYTES + " bytes.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new LanguageException(file + " cannot be read: " + e.getMessage());
    }
  }

  private String uri(String path) {
    return project.resolve(path).toUri().toString();
  }

  private TextDocumentIdentifier id(String path) {
    return new TextDocumentIdentifier(uri(path));
  }

  private static Position position(TextPosition at) {
    return new Position(at.line() - 1, at.column() - 1);
  }
}
