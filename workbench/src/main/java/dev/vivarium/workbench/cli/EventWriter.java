package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.plugin.MigrationPreview;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.toolchain.Diagnostic;
import dev.vivarium.workbench.toolchain.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Writes what happens as JSON Lines, each line whole and at once. May be called from any thread.
final class EventWriter implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final boolean closes;

  /// @param closes whether closing this closes the writer too
  EventWriter(PrintWriter out, boolean closes) {
    this.out = out;
    this.closes = closes;
  }

  /// A writer to where the events were asked for; without that, to nowhere.
  static EventWriter to(Optional<EventTarget> target, Terminal terminal) throws IOException {
    return switch (target.orElse(null)) {
      case null -> new EventWriter(new PrintWriter(Writer.nullWriter()), false);
      case EventTarget.StandardOutput out -> new EventWriter(terminal.out(), false);
      case EventTarget.ToFile(Path file) ->
          new EventWriter(
              new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8)), true);
    };
  }

  /// Writes the line or lines of an event; some events have none.
  synchronized void write(LiveEvent event) {
    for (ObjectNode line : lines(event)) {
      out.println(line);
    }
    out.flush();
  }

  /// As [#write(LiveEvent)], each line with the world that it happened in.
  synchronized void write(String world, LiveEvent event) {
    for (ObjectNode line : lines(event)) {
      out.println(line.put("world", world));
    }
    out.flush();
  }

  private static List<ObjectNode> lines(LiveEvent event) {
    return switch (event) {
      case LiveEvent.BuildFailed e -> buildFailed(e.plugin(), e.diagnostics());
      case LiveEvent.Reloaded e -> List.of(reloaded(e.report()));
      case LiveEvent.ReloadRefused e -> refused(e.outcome());
      case LiveEvent.StartRefused e ->
          List.of(line("start-refused").put("plugin", e.plugin()).put("message", e.reason()));
      case LiveEvent.OfPlugin e -> ofPlugin(e.event());
      case LiveEvent.Saved e ->
          List.of(line("saved").put("tick", e.tick()).put("bytes", e.bytes()).put("ms", e.ms()));
      case LiveEvent.SaveFailed e ->
          List.of(line("save-failed").put("tick", e.tick()).put("message", e.reason()));
      case LiveEvent.MessagesDropped e -> List.of(dropped(e));
      case LiveEvent.PluginFileRead e ->
          e.problems().stream()
              .map(problem -> line("project-trouble").put("message", problem.toString()))
              .toList();
      case LiveEvent.ProjectTrouble e ->
          List.of(line("project-trouble").put("message", e.message()));
      case LiveEvent.BuildStarted e -> List.of();
      case LiveEvent.Built e -> List.of();
      case LiveEvent.Logged e -> List.of();
    };
  }

  private static ObjectNode line(String event) {
    return JSON.createObjectNode().put("event", event);
  }

  private static List<ObjectNode> buildFailed(String plugin, List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .map(diagnostic ->
            line("build-failed")
                .put("plugin", plugin)
                .put("file", "plugins/" + diagnostic.file())
                .put("line", diagnostic.line())
                .put("column", diagnostic.column())
                .put("message", diagnostic.message()))
        .toList();
  }

  private static ObjectNode reloaded(ReloadReport report) {
    return line("reloaded")
        .put("plugin", report.plugin())
        .put("tick", report.tick())
        .put("version", report.version())
        .put("gear", report.gear().name().toLowerCase(java.util.Locale.ROOT))
        .put("compileMs", rounded(report.compileMs()))
        .put("loadMs", rounded(report.loadMs()))
        .put("shadowMs", rounded(report.shadowMs()))
        .put("swapMs", rounded(report.swapMs()))
        .put("totalMs", rounded(report.totalMs()))
        .put("entitiesKept", report.entitiesKept())
        .put("migration", report.migration());
  }

  private static double rounded(double ms) {
    return Math.round(ms * 100) / 100.0;
  }

  private static List<ObjectNode> refused(ReloadOutcome outcome) {
    return switch (outcome) {
      case ReloadOutcome.Reloaded reloaded -> List.of();
      case ReloadOutcome.Refused refused ->
          List.of(
              line("reload-refused")
                  .put("plugin", refused.plugin())
                  .put("message", refused.reason()));
      case ReloadOutcome.FailedInShadow failed ->
          List.of(failure("reload-refused", failed.failure()));
      case ReloadOutcome.DecisionNeeded needed -> List.of(decision(needed));
    };
  }

  private static ObjectNode decision(ReloadOutcome.DecisionNeeded needed) {
    ObjectNode line = line("decision-needed").put("plugin", needed.request().source().name());
    for (MigrationPreview.Change change : needed.changes()) {
      line.withArray("components")
          .addObject()
          .put("component", change.name().toString())
          .put("change", change.migration().describe());
    }
    return line.put("default", "keep the old version");
  }

  private static List<ObjectNode> ofPlugin(PluginEvent event) {
    return switch (event) {
      case PluginEvent.Started started ->
          List.of(of("started", started).put("version", started.version()));
      case PluginEvent.Waiting waiting ->
          List.of(of("waiting", waiting).put("missing", waiting.missing()));
      case PluginEvent.Failed failed -> List.of(failure(name(failed.failure()), failed.failure()));
      case PluginEvent.Stopped stopped -> List.of(of("stopped", stopped));
      case PluginEvent.RolledBack back ->
          List.of(
              of("rolled-back", back)
                  .put("toVersion", back.toVersion())
                  .put("because", back.because().describe()));
      case PluginEvent.WriteRefused refused ->
          List.of(
              of("write-refused", refused)
                  .put("system", refused.system())
                  .put("rows", refused.rows()));
    };
  }

  private static ObjectNode of(String name, PluginEvent event) {
    return line(name).put("plugin", event.plugin()).put("tick", event.tick());
  }

  private static String name(PluginFailure failure) {
    return switch (failure.kind()) {
      case TRAP, ABI -> "trapped";
      case TIME, OVER_BUDGET -> "over-budget";
    };
  }

  private static ObjectNode failure(String event, PluginFailure failure) {
    ObjectNode line =
        line(event)
            .put("plugin", failure.plugin())
            .put("system", failure.system())
            .put("tick", failure.tick())
            .put("message", failure.message());
    failure
        .position()
        .ifPresent(p -> line.put("file", p.file()).put("line", p.line()).put("column", p.column()));
    if (failure.entity() != 0) {
      line.put("entity", Long.toUnsignedString(failure.entity())).put("row", failure.row());
    }
    return line;
  }

  private static ObjectNode dropped(LiveEvent.MessagesDropped event) {
    ObjectNode line = line("messages-dropped").put("tick", event.tick());
    event.messages().forEach(line.putArray("messages")::add);
    return line;
  }

  /// Says that the run is over.
  synchronized void ended(long tick) {
    out.println(line("ended").put("tick", tick));
    out.flush();
  }

  @Override
  public void close() {
    if (closes) {
      out.close();
    }
  }
}
