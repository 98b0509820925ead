package dev.vivarium.workbench.cli;

import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.toolchain.Diagnostic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What happens, in lines for a person at a terminal, with picocli's markup for colours.
final class EventText {
  private EventText() {}

  static Optional<String> of(LiveEvent event) {
    return switch (event) {
      case LiveEvent.BuildStarted e -> Optional.empty();
      case LiveEvent.Built e -> warnings(e.warnings());
      case LiveEvent.BuildFailed e -> Optional.of(diagnostics("red", e.diagnostics()));
      case LiveEvent.Reloaded e -> Optional.of(reloaded(e.report()));
      case LiveEvent.ReloadRefused e -> refused(e.outcome());
      case LiveEvent.StartRefused e ->
          Optional.of(coloured("red", e.plugin() + " cannot start: " + e.reason()));
      case LiveEvent.OfPlugin e -> ofPlugin(e.event());
      case LiveEvent.Logged e -> logged(e.line());
      case LiveEvent.Saved e -> Optional.empty();
      case LiveEvent.SaveFailed e ->
          Optional.of(coloured("red", "the world is not saved: " + e.reason()));
      case LiveEvent.MessagesDropped e ->
          Optional.of(coloured("yellow", String.join("\n", e.messages())));
      case LiveEvent.PluginFileRead e -> fileProblems(e);
      case LiveEvent.ProjectTrouble e -> Optional.of(coloured("red", e.message()));
    };
  }

  private static Optional<String> fileProblems(LiveEvent.PluginFileRead event) {
    return event.problems().isEmpty()
        ? Optional.empty()
        : Optional.of(
            event.problems().stream()
                .map(problem -> coloured("red", problem.toString()))
                .collect(Collectors.joining("\n")));
  }

  private static Optional<String> warnings(List<Diagnostic> warnings) {
    return warnings.isEmpty() ? Optional.empty() : Optional.of(diagnostics("yellow", warnings));
  }

  private static String diagnostics(String colour, List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(d -> coloured(colour, "plugins/" + d))
        .collect(Collectors.joining("\n"));
  }

  /// The text is not markup: its own `@|` would be read as one.
  private static String coloured(String colour, String text) {
    return "@|%s %s|@".formatted(colour, plain(text));
  }

  private static String plain(String text) {
    return text.replace("@|", "@ |").replace("|@", "| @");
  }

  private static String reloaded(ReloadReport report) {
    String migration =
        report.migration().isEmpty() ? "" : "\n  " + report.migration().replace("\n", "\n  ");
    return coloured(
        "green",
        "%s reloaded in %.0f ms (%s: compile %.0f, load %.0f, shadow %.0f, swap %.1f); %d entities kept%s"
            .formatted(
                report.plugin(),
                report.totalMs(),
                report.gear().name().toLowerCase(Locale.ROOT),
                report.compileMs(),
                report.loadMs(),
                report.shadowMs(),
                report.swapMs(),
                report.entitiesKept(),
                migration));
  }

  private static Optional<String> refused(ReloadOutcome outcome) {
    return switch (outcome) {
      case ReloadOutcome.Reloaded reloaded -> Optional.empty();
      case ReloadOutcome.Refused refused ->
          Optional.of(coloured("red", "kept the old version: " + refused.reason()));
      case ReloadOutcome.FailedInShadow failed ->
          Optional.of(
              coloured(
                  "red",
                  "kept the old version, the new one failed on a copy of the world: "
                      + failed.failure().describe()));
      case ReloadOutcome.DecisionNeeded needed ->
          Optional.of(
              coloured(
                  "yellow",
                  "kept the old version of %s: %s. Give the component a version and a @migrate hook, or reset it in the workbench"
                      .formatted(
                          needed.request().source().name(),
                          needed.changes().stream()
                              .map(c -> c.name() + " " + c.migration().describe())
                              .collect(Collectors.joining("; ")))));
    };
  }

  private static Optional<String> ofPlugin(PluginEvent event) {
    return switch (event) {
      case PluginEvent.Started started -> Optional.empty();
      case PluginEvent.Waiting waiting ->
          Optional.of(coloured("yellow", waiting.plugin() + " waits for " + waiting.missing()));
      case PluginEvent.Failed failed ->
          Optional.of(
              coloured("red", failed.plugin() + " stopped: " + failed.failure().describe()));
      case PluginEvent.Stopped stopped -> Optional.of(stopped.plugin() + " stopped");
      case PluginEvent.RolledBack back ->
          Optional.of(
              coloured("yellow", back.plugin() + " rolled back to version " + back.toVersion()));
      case PluginEvent.WriteRefused refused ->
          Optional.of(
              coloured(
                  "yellow",
                  "%s may not write %d of its rows; grant it the capability in plugin.json"
                      .formatted(refused.system(), refused.rows())));
    };
  }

  private static Optional<String> logged(LogLine line) {
    String text = "[" + line.plugin() + "] " + line.text();
    return switch (line.level()) {
      case TRACE, DEBUG -> Optional.empty();
      case INFO -> Optional.of(plain(text));
      case WARN -> Optional.of(coloured("yellow", text));
      case ERROR -> Optional.of(coloured("red", text));
    };
  }
}
