package dev.vivarium.workbench.language;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DocumentSymbolCapabilities;
import org.eclipse.lsp4j.HoverCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.PublishDiagnosticsCapabilities;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.SignatureHelpCapabilities;
import org.eclipse.lsp4j.SignatureInformationCapabilities;
import org.eclipse.lsp4j.SynchronizationCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running process of one language server. Used by one thread.
final class LspConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LspConnection.class);
  private static final long START_S = 30;
  private static final long END_S = 2;
  private static final int MAX_LOGGED_LINE = 500;
  private static final int MAX_CRATES = 64;

  private final Process process;
  private final org.eclipse.lsp4j.services.LanguageServer server;
  private final ServerCapabilities capabilities;

  private LspConnection(
      Process process,
      org.eclipse.lsp4j.services.LanguageServer server,
      ServerCapabilities capabilities) {
    this.process = process;
    this.server = server;
    this.capabilities = capabilities;
  }

  /// Starts a server and agrees with it on what both can do.
  ///
  /// @throws IOException if it does not start, ends, or does not answer
  static LspConnection start(
      LanguageServer spec, Path project, Consumer<PublishDiagnosticsParams> published)
      throws IOException {
    var command = new ArrayList<>(spec.command());
    command.set(0, spec.program().orElseThrow(() -> new IOException("not found")).toString());
    var process = new ProcessBuilder(command).directory(project.toFile()).start();
    // No virtual threads: one that waits for a pipe keeps its carrier.
    Thread.ofPlatform().daemon().name(spec.name() + "-log").start(() -> log(spec.name(), process));
    var threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name(spec.name()).factory());
    var launcher =
        LSPLauncher.createClientLauncher(
            new Client(spec.name(), published),
            new Ending(process.getInputStream(), process),
            process.getOutputStream(),
            threads,
            consumer -> consumer);
    var _ = launcher.startListening();
    var server = launcher.getRemoteProxy();
    try {
      var answer = server.initialize(parameters(project));
      endWith(process, answer);
      var capabilities = answer.get(START_S, TimeUnit.SECONDS).getCapabilities();
      server.initialized(new InitializedParams());
      return new LspConnection(process, server, capabilities);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException | java.util.concurrent.CancellationException e) {
      var why = why(process);
      process.destroyForcibly();
      throw new IOException(why, e);
    }
  }

  /// One that ends closes its pipes a moment before it is gone.
  private static String why(Process process) {
    try {
      return process.waitFor(END_S, TimeUnit.SECONDS)
          ? "exit code " + process.exitValue()
          : "no answer";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "no answer";
    }
  }

  private static InitializeParams parameters(Path project) {
    var text = new TextDocumentClientCapabilities();
    var item = new CompletionItemCapabilities(false);
    item.setDocumentationFormat(List.of("plaintext"));
    text.setSynchronization(new SynchronizationCapabilities(false, false, true));
    text.setCompletion(new CompletionCapabilities(item));
    text.setHover(new HoverCapabilities(List.of("markdown", "plaintext"), false));
    text.setSignatureHelp(
        new SignatureHelpCapabilities(
            new SignatureInformationCapabilities(List.of("plaintext")), false));
    var symbols = new DocumentSymbolCapabilities();
    symbols.setHierarchicalDocumentSymbolSupport(true);
    text.setDocumentSymbol(symbols);
    var diagnostics = new PublishDiagnosticsCapabilities();
    diagnostics.setVersionSupport(true);
    text.setPublishDiagnostics(diagnostics);
    var workspace = new WorkspaceClientCapabilities();
    var edits = new WorkspaceEditCapabilities();
    edits.setDocumentChanges(true);
    workspace.setWorkspaceEdit(edits);
    var parameters = new InitializeParams();
    parameters.setCapabilities(new ClientCapabilities(workspace, text, null));
    parameters.setProcessId((int) ProcessHandle.current().pid());
    parameters.setWorkspaceFolders(
        Stream.concat(Stream.of(project), crates(project).stream())
            .map(LspConnection::workspaceFolder)
            .toList());
    return parameters;
  }

  private static WorkspaceFolder workspaceFolder(Path folder) {
    var name = folder.getFileName() == null ? "project" : folder.getFileName().toString();
    return new WorkspaceFolder(folder.toUri().toString(), name);
  }

  /// Plugins in Rust: rust-analyzer looks for crates only in a workspace's folder and one below.
  private static List<Path> crates(Path project) {
    try (var plugins = Files.list(project.resolve("plugins"))) {
      return plugins
          .filter(plugin -> Files.isRegularFile(plugin.resolve("Cargo.toml")))
          .sorted()
          .limit(MAX_CRATES)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /// Fails a question that is open when the process ends.
  private static void endWith(Process process, CompletableFuture<?> answer) {
    var _ =
        process
            .onExit()
            .thenRun(() -> answer.completeExceptionally(new LanguageException("it ended")));
  }

  <T> CompletableFuture<T> untilItEnds(CompletableFuture<T> answer) {
    endWith(process, answer);
    return answer;
  }

  TextDocumentService text() {
    return server.getTextDocumentService();
  }

  void configure(Object settings) {
    server.getWorkspaceService().didChangeConfiguration(new DidChangeConfigurationParams(settings));
  }

  boolean resolvesItems() {
    var completion = capabilities.getCompletionProvider();
    return completion != null && Boolean.TRUE.equals(completion.getResolveProvider());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// How the process ended, for people.
  String end() {
    return process.isAlive() ? "" : " (exit code " + process.exitValue() + ")";
  }

  @Override
  public void close() {
    try {
      server.shutdown().get(END_S, TimeUnit.SECONDS);
      server.exit();
      if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      process.destroyForcibly();
    }
  }

  private static void log(String name, Process process) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        LOG.info("{}: {}", name, line.substring(0, Math.min(line.length(), MAX_LOGGED_LINE)));
      }
    } catch (IOException e) {
      LOG.debug("The log of {} ended", name, e);
    }
  }

  /// A server's output whose end ends the process too, so that no question waits for one gone mute.
  private static final class Ending extends FilterInputStream {
    private final Process process;

    Ending(java.io.InputStream in, Process process) {
      super(in);
      this.process = process;
    }

    @Override
    public int read() throws IOException {
      return ended(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return ended(super.read(bytes, offset, length));
    }

    private int ended(int read) {
      if (read < 0) {
        process.destroy();
      }
      return read;
    }
  }

  private record Client(String name, Consumer<PublishDiagnosticsParams> published)
      implements LanguageClient {
    @Override
    public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
      published.accept(diagnostics);
    }

    @Override
    public void telemetryEvent(Object object) {}

    @Override
    public void showMessage(MessageParams message) {
      logMessage(message);
    }

    // The protocol's answer where nothing was chosen is null, which the library's types do not say.
    @Override
    @SuppressWarnings("NullAway")
    public CompletableFuture<MessageActionItem> showMessageRequest(
        ShowMessageRequestParams request) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void logMessage(MessageParams message) {
      LOG.debug("{}: {}", name, message.getMessage());
    }
  }
}
