package dev.vivarium.workbench.script;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.jspecify.annotations.Nullable;

/// A JShell in this process whose scripts see the live objects of a [ScriptScope]. What runs in it
/// may do whatever the program may: only scripts of trusted projects belong here.
///
/// [#run], [#complete] and [#documentation] take turns on threads of the caller's, never the
/// window's; [#stop] may come from any other.
public final class ScriptShell implements AutoCloseable {
  private static final List<String> FIRST_LINES =
      List.of(
          "import module java.base;",
          "import dev.vivarium.workbench.script.*;",
          "import dev.vivarium.workbench.session.*;",
          "import static dev.vivarium.workbench.script.ScriptFunctions.*;");
  private static final int MAX_SOURCE = 1 << 20;

  private final ScriptScope scope;
  private final ScriptOutput.Sink sink;
  private final JShell shell;
  private final SourceCodeAnalysis analysis;
  private final long number;
  private final Map<String, Place> places = new HashMap<>();

  /// Set by the thread that stops, read by the one that runs.
  private volatile boolean stopped;

  /// Where a snippet came from.
  ///
  /// @param start of the snippet in `text`
  private record Place(String file, String text, int start) {
    int line(int lineInSnippet) {
      return lineAt(start) + lineInSnippet - 1;
    }

    int lineAt(int offset) {
      return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    int columnAt(int offset) {
      return offset - text.lastIndexOf('\n', offset - 1);
    }
  }

  /// Takes about a quarter of a second.
  ///
  /// @param out takes what the script prints, on the thread that prints it
  public ScriptShell(ScriptScope scope, Consumer<String> out) {
    this.scope = scope;
    this.sink = new ScriptOutput.Sink(out, scope.progress());
    this.shell = create();
    this.analysis = shell.sourceCodeAnalysis();
    this.number = scope.open();
    FIRST_LINES.forEach(this::prepare);
    for (String name : List.of("world", "project", "workbench")) {
      prepare("var %s = ScriptScope.of(%dL).%s();".formatted(name, number, name));
    }
    prepare("var args = ScriptScope.of(%dL).args();".formatted(number));
  }

  private static JShell create() {
    try {
      var made =
          JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build();
      made.addToClasspath(ownClasses());
      return made;
    } catch (IllegalStateException e) {
      throw new ScriptFailure(
          "Scripts need a JDK with its compiler (jdk.jshell, jdk.compiler): " + e.getMessage());
    }
  }

  private static String ownClasses() {
    try {
      var source = ScriptShell.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new ScriptFailure("The program's own classes are not found: " + e.getMessage());
    }
  }

  private void prepare(String line) {
    for (SnippetEvent event : shell.eval(line)) {
      if (event.status() == Snippet.Status.REJECTED || event.exception() != null) {
        throw new IllegalStateException(
            line
                + ": "
                + shell.diagnostics(event.snippet()).map(d -> d.getMessage(Locale.ROOT)).toList());
      }
    }
  }

  // Running.

  /// Runs a text to its end or to its first error, on the calling thread.
  ///
  /// @param file what to call it in errors; empty for lines that were typed
  public ScriptOutcome run(String text, String file) {
    if (text.length() > MAX_SOURCE) {
      return failed(
          ScriptError.without("A script has at most %,d characters.".formatted(MAX_SOURCE)));
    }
    stopped = false;
    ScriptOutput.to(sink);
    try {
      return snippets(text, file);
    } finally {
      ScriptOutput.to(null);
    }
  }

  private ScriptOutcome snippets(String text, String file) {
    scope.world().edits().beginRun();
    var value = "";
    List<DeclarationSnippet> declared = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      var next = analysis.analyzeCompletion(text.substring(from));
      if (next.completeness() == Completeness.EMPTY) {
        break;
      }
      int to = text.length() - next.remaining().length();
      boolean whole = next.completeness().isComplete();
      int start = startOf(text, from);
      if (start >= text.length()) {
        break;
      }
      // The lines of a snippet are counted wrongly where blank ones or comments stand before it.
      var source = whole ? next.source().substring(start - from) : text.substring(start);
      var place = new Place(file, text, start);
      scope.world().edits().beginLine();
      for (SnippetEvent event : shell.eval(source)) {
        places.putIfAbsent(event.snippet().id(), place);
        var error = errorOf(event);
        if (stopped) {
          return failed(ScriptError.without("Stopped."));
        }
        if (error.isPresent()) {
          return failed(error.get());
        }
        value = valueOf(event, value);
        if (event.snippet() instanceof DeclarationSnippet declaration) {
          declared.add(declaration);
        }
      }
      from = whole ? to : text.length();
    }
    var error = unresolved(declared);
    return error.isPresent()
        ? failed(error.get())
        : new ScriptOutcome(value, scope.world().edits().told(), Optional.empty());
  }

  private ScriptOutcome failed(ScriptError error) {
    return new ScriptOutcome("", scope.world().edits().told(), Optional.of(error));
  }

  /// The first character that is neither blank nor in a comment.
  private static int startOf(String text, int from) {
    int at = from;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ';') {
        at++;
      } else if (text.startsWith("//", at)) {
        at = behind(text, "\n", at);
      } else if (text.startsWith("/*", at)) {
        at = behind(text, "*/", at + 2);
      } else {
        break;
      }
    }
    return at;
  }

  private static int behind(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  private String valueOf(SnippetEvent event, String before) {
    if (event.causeSnippet() != null) {
      return before;
    }
    return switch (event.snippet()) {
      case VarSnippet result when isResult(result) && isSaidAlready(result.typeName()) -> "";
      case ExpressionSnippet expression -> shown(expression.name(), event.value());
      case VarSnippet variable -> shown(variable.name(), event.value());
      default -> "";
    };
  }

  /// Whether a variable was made for the value of an expression.
  private static boolean isResult(VarSnippet variable) {
    return variable.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  /// What an act returns so that more can be done to it is no answer: what was done is said.
  private boolean isSaidAlready(String type) {
    var line = scope.world().edits().line();
    var simple = type.substring(type.lastIndexOf('.') + 1);
    return !line.isEmpty()
        && (simple.equals(ScriptEntities.class.getSimpleName())
            || (simple.equals(ScriptEntity.class.getSimpleName()) && !line.spawned()));
  }

  /// A value as text, of a long one the beginning and how much more there is.
  private String shown(String variable, @Nullable String value) {
    var text = String.valueOf(value);
    if (text.length() <= ValueText.CHARS_MAX) {
      return text;
    }
    scope.values().forget();
    shell.eval("ScriptScope.of(%dL).values().take(%s);".formatted(number, variable));
    return scope.values().taken().orElseGet(() -> ValueText.cut(text));
  }

  private Optional<ScriptError> errorOf(SnippetEvent event) {
    if (event.causeSnippet() != null) {
      return Optional.empty();
    }
    JShellException exception = event.exception();
    if (exception != null) {
      return Optional.of(thrown(exception));
    }
    if (event.status() != Snippet.Status.REJECTED) {
      return Optional.empty();
    }
    return shell
        .diagnostics(event.snippet())
        .filter(Diag::isError)
        .findFirst()
        .map(diagnostic -> refused(event.snippet(), diagnostic));
  }

  private ScriptError refused(Snippet snippet, Diag diagnostic) {
    var place = places.get(snippet.id());
    var text = CompilerText.readable(diagnostic.getMessage(Locale.ROOT));
    if (place == null) {
      return ScriptError.without(text);
    }
    int start =
        Math.min(
            place.text().length(),
            place.start() + (int) Math.max(0, diagnostic.getStartPosition()));
    int length = (int) Math.max(1, diagnostic.getEndPosition() - diagnostic.getStartPosition());
    return new ScriptError(
        text, place.file(), place.lineAt(start), place.columnAt(start), length, false, List.of());
  }

  private ScriptError thrown(JShellException exception) {
    List<String> trace = new ArrayList<>();
    var place = "";
    int line = 0;
    for (StackTraceElement element : exception.getStackTrace()) {
      var at = placeOf(element);
      if (at.isPresent()) {
        int lineThere = at.get().line(element.getLineNumber());
        trace.add(at.get().file() + ":" + lineThere);
        if (line == 0) {
          place = at.get().file();
          line = lineThere;
        }
      }
    }
    boolean assertion =
        exception instanceof EvalException eval
            && eval.getExceptionClassName().equals(AssertionError.class.getName());
    return new ScriptError(text(exception), place, line, 1, 0, assertion, trace);
  }

  private Optional<Place> placeOf(StackTraceElement element) {
    var name = element.getFileName();
    return name == null || !name.startsWith("#")
        ? Optional.empty()
        : Optional.ofNullable(places.get(name.substring(1)));
  }

  private String text(JShellException exception) {
    return switch (exception) {
      case EvalException eval -> {
        var message = eval.getMessage();
        var type = eval.getExceptionClassName();
        boolean told =
            type.equals(ScriptFailure.class.getName())
                || type.equals(AssertionError.class.getName());
        var simple = type.substring(type.lastIndexOf('.') + 1);
        yield message == null ? simple : told ? message : simple + ": " + message;
      }
      case UnresolvedReferenceException missing ->
          "nothing is called "
              + String.join(", ", shell.unresolvedDependencies(missing.getSnippet()).toList());
      default -> String.valueOf(exception.getMessage());
    };
  }

  /// A method may name what is declared further down; what is not there at the end is an error.
  private Optional<ScriptError> unresolved(List<DeclarationSnippet> declared) {
    for (DeclarationSnippet snippet : declared) {
      var status = shell.status(snippet);
      if (status == Snippet.Status.RECOVERABLE_DEFINED
          || status == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
        var place = places.get(snippet.id());
        var diagnostic = shell.diagnostics(snippet).filter(Diag::isError).findFirst();
        if (diagnostic.isPresent()) {
          return Optional.of(refused(snippet, diagnostic.get()));
        }
        var missing = String.join(", ", shell.unresolvedDependencies(snippet).toList());
        return Optional.of(
            place == null
                ? ScriptError.without("nothing is called " + missing)
                : new ScriptError(
                    "nothing is called " + missing,
                    place.file(),
                    place.line(1),
                    1,
                    0,
                    false,
                    List.of()));
      }
    }
    return Optional.empty();
  }

  /// Asks what runs to end: loops of the script end at their next turn, what waits is interrupted.
  /// What does neither, such as an endless loop inside a library, runs on.
  public void stop() {
    stopped = true;
    shell.stop();
  }

  // While typing.

  /// A way to go on.
  ///
  /// @param anchor where in the text it begins
  public record Suggestion(String text, int anchor, boolean fits) {}

  /// How the text before the caret may go on, what fits the expected type first.
  public List<Suggestion> complete(String text, int caret) {
    var anchor = new int[1];
    var all = analysis.completionSuggestions(text, caret, anchor);
    return Stream.concat(
            all.stream().filter(SourceCodeAnalysis.Suggestion::matchesType),
            all.stream().filter(s -> !s.matchesType()))
        .map(s -> new Suggestion(s.continuation(), anchor[0], s.matchesType()))
        .distinct()
        .limit(200)
        .toList();
  }

  /// Signatures, with what is known of them, of what stands at the caret.
  public List<String> documentation(String text, int caret) {
    return analysis.documentation(text, caret, true).stream()
        .map(d -> d.javadoc() == null ? d.signature() : d.signature() + "\n" + d.javadoc())
        .limit(20)
        .toList();
  }

  /// Whether a text is whole, or waits for further lines.
  public boolean isWhole(String text) {
    return switch (analysis.analyzeCompletion(text).completeness()) {
      case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> false;
      default -> true;
    };
  }

  /// A method that takes nothing and gives nothing, as tests are written.
  record Method(String name, int line) {}

  /// Such methods of a text, in their order, without running anything.
  static List<Method> methods(String text) {
    List<Method> methods = new ArrayList<>();
    try (var reader = create()) {
      var analysis = reader.sourceCodeAnalysis();
      for (int from = 0; from < text.length(); ) {
        var next = analysis.analyzeCompletion(text.substring(from));
        if (!next.completeness().isComplete()) {
          break;
        }
        int line = new Place("", text, startOf(text, from)).line(1);
        for (Snippet snippet : analysis.sourceToSnippets(next.source())) {
          if (snippet instanceof MethodSnippet method && method.signature().equals("()void")) {
            methods.add(new Method(method.name(), line));
          }
        }
        from = text.length() - next.remaining().length();
      }
    }
    return methods;
  }

  @Override
  public void close() {
    ScriptScope.close(number);
    scope.world().close();
    shell.close();
  }
}
