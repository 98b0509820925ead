package dev.vivarium.workbench.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.toolchain.LanguageProcess;
import dev.vivarium.workbench.toolchain.LanguageProcess.Urgency;
import dev.vivarium.workbench.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// AssemblyScript: TypeScript's language service over the plugins of a project and the SDK, and the
/// AssemblyScript compiler for what is wrong.
public final class AssemblyScriptLanguage implements LanguageService {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLUGINS = "plugins/";
  private static final String NOT_HERE =
      "Only sources of plugins, plugins/NAME/*.ts, are known to the language service.";

  private final LanguageProcess process;
  private final String folder;

  // Guarded by this.
  private final Map<String, String> unsaved = new HashMap<>();
  private final Map<String, @Nullable String> untold = new HashMap<>();
  private int told;

  /// Starts nothing yet.
  ///
  /// @param project the project's folder
  /// @param before what its process does not start before the end of
  public AssemblyScriptLanguage(Toolchain toolchain, Path project, Future<?> before) {
    this.process = new LanguageProcess(toolchain, before);
    this.folder = project.toAbsolutePath().normalize().resolve("plugins").toString();
  }

  @Override
  public boolean serves(String path) {
    return path.endsWith(".ts") && (path.startsWith(PLUGINS) || isLibrary(path));
  }

  @Override
  public String status(String path) {
    return serves(path) ? "AssemblyScript" : NOT_HERE;
  }

  /// The id of the service's process, where one runs.
  public Optional<Long> pid() {
    return process.pid();
  }

  @Override
  public void textChanged(String path, String text) {
    tell(path, text);
  }

  @Override
  public void textDropped(String path) {
    tell(path, null);
  }

  private synchronized void tell(String path, @Nullable String text) {
    if (!serves(path) || isLibrary(path)) {
      return;
    }
    var name = inFolder(path);
    if (text == null) {
      unsaved.remove(name);
    } else {
      unsaved.put(name, text);
    }
    untold.put(name, text);
  }

  @Override
  public CompletableFuture<Completion> complete(String path, TextPosition at) {
    return ask("complete", request(path, at)).thenApply(AssemblyScriptLanguage::completion);
  }

  @Override
  public CompletableFuture<Completion.Details> describe(
      String path, TextPosition at, Completion.Item item) {
    var request = request(path, at);
    try {
      JsonNode token = JSON.readTree(item.token());
      request.put("name", item.name());
      request.set("from", token.path("from"));
      if (token.has("data")) {
        request.set("data", token.get("data"));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an item of this service: " + item, e);
    }
    return ask("describe", request)
        .thenApply(result ->
            new Completion.Details(
                text(result, "code"), text(result, "doc"), edits(result.path("edits"))));
  }

  @Override
  public CompletableFuture<Optional<Hover>> hover(String path, TextPosition at) {
    return ask("hover", request(path, at))
        .thenApply(result ->
            result.isObject()
                ? Optional.of(
                    new Hover(
                        text(result, "code"), text(result, "doc"), range(result.path("range"))))
                : Optional.empty());
  }

  @Override
  public CompletableFuture<Optional<Signature>> signature(String path, TextPosition at) {
    return ask("signature", request(path, at))
        .thenApply(result ->
            result.isObject()
                ? Optional.of(
                    new Signature(
                        text(result, "label"),
                        list(result.path("parameters"), AssemblyScriptLanguage::parameter),
                        result.path("active").asInt(),
                        text(result, "doc")))
                : Optional.empty());
  }

  @Override
  public CompletableFuture<List<SourceLocation>> definition(String path, TextPosition at) {
    return ask("define", request(path, at))
        .thenApply(result -> list(result, AssemblyScriptLanguage::location));
  }

  @Override
  public CompletableFuture<List<SourceLocation>> references(String path, TextPosition at) {
    return ask("references", request(path, at))
        .thenApply(result -> list(result, AssemblyScriptLanguage::location));
  }

  @Override
  public CompletableFuture<Rename> rename(String path, TextPosition at, String name) {
    return ask("rename", request(path, at).put("to", name))
        .thenApply(result -> {
          if (result.has("problem")) {
            throw new LanguageException(text(result, "problem"));
          }
          return new Rename(
              text(result, "name"),
              text(result, "note"),
              list(
                  result.path("files"),
                  file -> new FileEdit(path(file), edits(file.path("edits")))));
        });
  }

  @Override
  public CompletableFuture<List<OutlineSymbol>> outline(String path) {
    return ask("outline", request(path))
        .thenApply(result -> list(result, AssemblyScriptLanguage::symbol));
  }

  @Override
  public CompletableFuture<List<TextEdit>> format(String path) {
    return ask("format", request(path)).thenApply(AssemblyScriptLanguage::edits);
  }

  @Override
  public CompletableFuture<List<Diagnostic>> check(String path) {
    if (!path.startsWith(PLUGINS) || path.indexOf('/', PLUGINS.length()) < 0) {
      return CompletableFuture.completedFuture(List.of());
    }
    var plugin = path.substring(PLUGINS.length(), path.indexOf('/', PLUGINS.length()));
    return ask("check", JSON.createObjectNode().put("plugin", plugin))
        .thenApply(result -> list(result, node -> diagnostic(plugin, node)));
  }

  @Override
  public CompletableFuture<String> read(String path) {
    return ask("read", request(path)).thenApply(result -> text(result, "text"));
  }

  @Override
  public void close() {
    process.close();
  }

  private static boolean isLibrary(String path) {
    return path.startsWith(SourceLocation.LIBRARY);
  }

  private static String inFolder(String path) {
    return path.startsWith(PLUGINS) ? path.substring(PLUGINS.length()) : path;
  }

  private static ObjectNode request(String path) {
    return JSON.createObjectNode().put("file", inFolder(path));
  }

  private static ObjectNode request(String path, TextPosition at) {
    return request(path).put("line", at.line()).put("column", at.column());
  }

  private CompletableFuture<JsonNode> ask(String act, ObjectNode request) {
    request.put("act", act).put("folder", folder);
    var urgency = act.equals("check") || act.equals("outline") ? Urgency.LATER : Urgency.NOW;
    var key = act + (act.equals("check") ? request.path("plugin").asText() : "");
    return process
        .ask(urgency, key, start -> withChanges(request, start))
        .handle((text, problem) -> {
          if (text != null) {
            return result(text);
          }
          if (problem instanceof CancellationException cancelled) {
            throw cancelled;
          }
          throw new LanguageException(reason(problem));
        });
  }

  private static String reason(@Nullable Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    var message = cause == null ? null : cause.getMessage();
    return message == null ? "The language service gave no answer." : message;
  }

  /// Also tells what changed since the last question; all that is unsaved where a process is new.
  private synchronized String withChanges(ObjectNode request, int start) {
    if (start != told) {
      untold.clear();
      untold.putAll(unsaved);
      told = start;
    }
    var changes = request.putObject("changes");
    untold.forEach(changes::put);
    untold.clear();
    return request.toString();
  }

  private static JsonNode result(String text) {
    try {
      JsonNode answer = JSON.readTree(text);
      if (answer.has("problem")) {
        throw new LanguageException(answer.path("problem").asText());
      }
      return answer.path("result");
    } catch (JsonProcessingException e) {
      throw new LanguageException("The language service's answer cannot be read.");
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static <T> List<T> list(JsonNode nodes, Function<JsonNode, T> read) {
    return nodes.valueStream().map(read).toList();
  }

  private static TextPosition position(JsonNode node) {
    return new TextPosition(node.path("line").asInt(), node.path("column").asInt());
  }

  private static TextRange range(JsonNode node) {
    return new TextRange(position(node.path("start")), position(node.path("end")));
  }

  private static List<TextEdit> edits(JsonNode nodes) {
    return list(nodes, node -> new TextEdit(range(node.path("range")), text(node, "text")));
  }

  private static Signature.Parameter parameter(JsonNode node) {
    return new Signature.Parameter(
        node.path("start").asInt(), node.path("end").asInt(), text(node, "doc"));
  }

  private static String path(JsonNode node) {
    var file = text(node, "file");
    return isLibrary(file) ? file : PLUGINS + file;
  }

  private static SourceLocation location(JsonNode node) {
    return new SourceLocation(path(node), range(node.path("range")), text(node, "text"));
  }

  private static OutlineSymbol symbol(JsonNode node) {
    return new OutlineSymbol(
        text(node, "name"),
        kind(text(node, "kind")),
        range(node.path("range")),
        range(node.path("selection")),
        list(node.path("children"), AssemblyScriptLanguage::symbol));
  }

  private static Completion completion(JsonNode result) {
    return new Completion(
        position(result.path("start")),
        result.path("whole").asBoolean(),
        list(result.path("entries"), AssemblyScriptLanguage::item));
  }

  private static Completion.Item item(JsonNode node) {
    var token = JSON.createObjectNode();
    token.set("from", node.path("from"));
    if (node.has("data")) {
      token.set("data", node.get("data"));
    }
    var from = text(node, "from");
    return new Completion.Item(
        text(node, "name"),
        kind(text(node, "kind")),
        from.isEmpty() ? "" : "from " + from,
        text(node, "insert"),
        node.has("range") ? Optional.of(range(node.get("range"))) : Optional.empty(),
        token.toString());
  }

  private static SymbolKind kind(String kind) {
    return switch (kind) {
      case "class", "local class" -> SymbolKind.CLASS;
      case "interface" -> SymbolKind.INTERFACE;
      case "enum" -> SymbolKind.ENUM;
      case "enum member" -> SymbolKind.ENUM_MEMBER;
      case "function", "local function" -> SymbolKind.FUNCTION;
      case "method", "constructor" -> SymbolKind.METHOD;
      case "property", "getter", "setter", "accessor" -> SymbolKind.FIELD;
      case "var", "let", "local var", "parameter" -> SymbolKind.VARIABLE;
      case "const" -> SymbolKind.CONSTANT;
      case "type", "type parameter", "primitive type" -> SymbolKind.TYPE;
      case "module", "external module name" -> SymbolKind.MODULE;
      case "keyword" -> SymbolKind.KEYWORD;
      default -> SymbolKind.OTHER;
    };
  }

  private static Diagnostic diagnostic(String plugin, JsonNode node) {
    var severity =
        switch (text(node, "severity")) {
          case "error" -> Diagnostic.Severity.ERROR;
          case "warning" -> Diagnostic.Severity.WARNING;
          default -> Diagnostic.Severity.INFO;
        };
    int line = node.path("line").asInt();
    int column = node.path("column").asInt();
    var place =
        line < 1
            ? Optional.<Diagnostic.Place>empty()
            : Optional.of(
                new Diagnostic.Place(
                    path(node),
                    line,
                    column,
                    Math.max(0, node.path("endColumn").asInt() - column)));
    return new Diagnostic(severity, plugin, text(node, "message"), place);
  }
}
