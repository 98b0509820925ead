package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.SourcePosition;
import dev.vivarium.engine.store.project.ProjectProblem;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.Diagnostic.Place;
import dev.vivarium.workbench.session.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is wrong now, by plugin and by what found it, so that what is mended goes and the rest
/// stays. May be called from any thread.
final class DiagnosticBoard {
  /// Who found it.
  enum Finder {
    PROJECT,
    BUILD,
    RELOAD,
    RUN,
    RIGHTS
  }

  /// Most entries that are told of; a broken file brings thousands.
  private static final int SHOWN_MAX = 1_000;

  private final Map<String, Map<Finder, List<Diagnostic>>> found = new TreeMap<>();

  /// Replaces what one finder has to say about a plugin, or about the `world`.
  ///
  /// @return whether that changed anything
  synchronized boolean put(String source, Finder finder, List<Diagnostic> now) {
    var bySource = found.computeIfAbsent(source, s -> new EnumMap<>(Finder.class));
    List<Diagnostic> before = now.isEmpty() ? bySource.remove(finder) : bySource.put(finder, now);
    return !now.equals(before == null ? List.of() : before);
  }

  boolean clear(String source, Finder finder) {
    return put(source, finder, List.of());
  }

  synchronized List<Diagnostic> list() {
    List<Diagnostic> all = new ArrayList<>();
    found.values().forEach(byFinder -> byFinder.values().forEach(all::addAll));
    return all.subList(0, Math.min(all.size(), SHOWN_MAX)).stream()
        .sorted(java.util.Comparator.comparing(Diagnostic::severity))
        .toList();
  }

  static List<Diagnostic> ofBuild(
      String plugin, List<dev.vivarium.workbench.toolchain.Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(d ->
            new Diagnostic(
                switch (d.severity()) {
                  case ERROR -> Severity.ERROR;
                  case WARNING -> Severity.WARNING;
                  case INFO -> Severity.INFO;
                },
                plugin,
                d.message(),
                place(d)))
        .toList();
  }

  private static Optional<Place> place(dev.vivarium.workbench.toolchain.Diagnostic d) {
    return d.file().isEmpty() || d.line() < 1
        ? Optional.empty()
        : Optional.of(
            new Place(
                "plugins/" + d.file(),
                d.line(),
                d.column(),
                Math.max(0, d.endColumn() - d.column())));
  }

  static Diagnostic ofProject(ProjectProblem problem) {
    String inside = problem.jsonPath().isEmpty() ? "" : problem.jsonPath() + ": ";
    return new Diagnostic(
        problem.severity() == ProjectProblem.Severity.ERROR ? Severity.ERROR : Severity.WARNING,
        "world",
        inside + problem.message() + ". " + problem.whatToDo(),
        Optional.of(new Place(problem.file(), Math.max(1, problem.line()), 1, 0)));
  }

  static Diagnostic error(String plugin, String text) {
    return new Diagnostic(Severity.ERROR, plugin, text, Optional.empty());
  }

  static Diagnostic warning(String plugin, String text) {
    return new Diagnostic(Severity.WARNING, plugin, text, Optional.empty());
  }

  /// @param consequence what happened because of it, such as `The plugin was stopped`
  static Diagnostic ofFailure(PluginFailure failure, String consequence) {
    return new Diagnostic(
        Severity.ERROR, failure.plugin(), words(failure) + consequence, place(failure));
  }

  /// Such as `trap in fish/swim at tick 18,204, at entity #214: integer divide by zero. `
  private static String words(PluginFailure failure) {
    String kind =
        switch (failure.kind()) {
          case TRAP -> "trap";
          case TIME -> "out of time";
          case OVER_BUDGET -> "over budget";
          case ABI -> "broken rule";
        };
    String at = failure.entity() == 0 ? "" : ", at entity #" + (failure.entity() & 0xffff_ffffL);
    return String.format(
        java.util.Locale.ROOT,
        "%s in %s at tick %,d%s: %s. ",
        kind,
        failure.system(),
        failure.tick(),
        at,
        failure.message());
  }

  private static Optional<Place> place(PluginFailure failure) {
    return failure
        .position()
        .map(p -> new Place(projectPath(failure.plugin(), p), p.line(), p.column(), 0));
  }

  /// Positions name files from the folder of all plugins, or from the plugin's own.
  private static String projectPath(String plugin, SourcePosition position) {
    String file = position.file();
    return file.startsWith("~") || file.startsWith(plugin + "/")
        ? "plugins/" + file
        : "plugins/" + (file.contains("/") ? "" : plugin + "/") + file;
  }
}
