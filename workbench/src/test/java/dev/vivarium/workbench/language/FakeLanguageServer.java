package dev.vivarium.workbench.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/// A small server of a language in which every word is a name, its first use its declaration, and
/// `bad` an error. `dies` as argument makes it end at once, `hover-dies` at the first hover;
/// `sparing` makes it say only once of a file what is wrong, `finds-when-saved` find more once it
/// is saved.
final class FakeLanguageServer implements LanguageServer, TextDocumentService, WorkspaceService {
  private final String mode;
  private final Map<String, String> texts = new HashMap<>();
  private @Nullable LanguageClient client;

  private FakeLanguageServer(String mode) {
    this.mode = mode;
  }

  public static void main(String[] args) {
    if (args[0].equals("dies")) {
      System.exit(3);
    }
    var server = new FakeLanguageServer(args[0]);
    var launcher = LSPLauncher.createServerLauncher(server, System.in, System.out);
    server.client = launcher.getRemoteProxy();
    var _ = launcher.startListening();
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    var can = new ServerCapabilities();
    can.setTextDocumentSync(TextDocumentSyncKind.Full);
    can.setCompletionProvider(new CompletionOptions(true, List.of(".")));
    return CompletableFuture.completedFuture(new InitializeResult(can));
  }

  @Override
  public CompletableFuture<Object> shutdown() {
    return CompletableFuture.completedFuture("");
  }

  @Override
  public void exit() {
    System.exit(0);
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return this;
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return this;
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    var document = params.getTextDocument();
    take(document.getUri(), document.getText(), document.getVersion());
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    var document = params.getTextDocument();
    take(document.getUri(), params.getContentChanges().getFirst().getText(), document.getVersion());
  }

  private void take(String uri, String text, int version) {
    if (texts.put(uri, text) != null && mode.equals("sparing")) {
      return;
    }
    var found = new ArrayList<Diagnostic>();
    for (var range : uses(text, "bad")) {
      found.add(new Diagnostic(range, "bad is bad", DiagnosticSeverity.Error, "fake"));
    }
    Objects.requireNonNull(client)
        .publishDiagnostics(new PublishDiagnosticsParams(uri, found, version));
  }

  private static List<Range> uses(String text, String word) {
    var found = new ArrayList<Range>();
    var lines = text.split("\n", -1);
    for (var line = 0; line < lines.length; line++) {
      for (var at = lines[line].indexOf(word);
          at >= 0;
          at = lines[line].indexOf(word, at + word.length())) {
        found.add(new Range(new Position(line, at), new Position(line, at + word.length())));
      }
    }
    return found;
  }

  private String text(String uri) {
    return Objects.requireNonNull(texts.get(uri));
  }

  private String word(String uri, Position at) {
    return LspValues.word(text(uri), LspValues.position(at));
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    var names = new CompletionItem("names");
    names.setSortText("b");
    var first = new CompletionItem("first");
    first.setSortText("a");
    return CompletableFuture.completedFuture(Either.forLeft(List.of(names, first)));
  }

  @Override
  public CompletableFuture<CompletionItem> resolveCompletionItem(CompletionItem item) {
    item.setDetail("name " + item.getLabel());
    item.setDocumentation("What it is for.");
    return CompletableFuture.completedFuture(item);
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    if (mode.equals("hover-dies")) {
      System.exit(4);
    }
    var word = word(params.getTextDocument().getUri(), params.getPosition());
    return CompletableFuture.completedFuture(
        new Hover(new MarkupContent("markdown", "```fake\nname " + word + "\n```\n---\nA name.")));
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    var uri = params.getTextDocument().getUri();
    var first = uses(text(uri), word(uri, params.getPosition())).getFirst();
    return CompletableFuture.completedFuture(Either.forLeft(List.of(new Location(uri, first))));
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    var uri = params.getTextDocument().getUri();
    var edits =
        uses(text(uri), word(uri, params.getPosition())).stream()
            .map(range -> new TextEdit(range, params.getNewName()))
            .toList();
    return CompletableFuture.completedFuture(new WorkspaceEdit(Map.of(uri, edits)));
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    texts.remove(params.getTextDocument().getUri());
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    if (mode.equals("finds-when-saved")) {
      var uri = params.getTextDocument().getUri();
      var range = new Range(new Position(0, 0), new Position(0, 1));
      var found = new Diagnostic(range, "found when saved", DiagnosticSeverity.Error, "fake");
      Objects.requireNonNull(client)
          .publishDiagnostics(new PublishDiagnosticsParams(uri, List.of(found), 1));
    }
  }

  @Override
  public void didChangeConfiguration(DidChangeConfigurationParams params) {}

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {}
}
