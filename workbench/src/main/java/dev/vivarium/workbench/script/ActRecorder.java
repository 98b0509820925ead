package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Writes what is done in a window down as the lines of a script: acts on the world as such, other
/// commands by their ids. A command that acts on the world is written as those acts. Any thread.
public final class ActRecorder {
  /// Most lines that are kept of one recording.
  public static final int MAX_LINES = 10_000;

  private static final Set<String> OWN =
      Set.of("script.record", "view.palette", "file.save", "file.saveAll");

  /// Commands whose work shows in what is saved, or nowhere.
  private static final List<String> OWN_PREFIXES = List.of("script.run.", "edit.");

  private final List<String> lines = new ArrayList<>();
  private final Map<EntityHandle, String> spawned = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Map<Long, List<Integer>> editLines = new HashMap<>();
  private final Map<Integer, String> takenBack = new HashMap<>();
  private boolean recording;
  private int commandLine = -1;
  private int actsInCommand;

  public synchronized boolean isRecording() {
    return recording;
  }

  public synchronized void start() {
    lines.clear();
    spawned.clear();
    used.clear();
    editLines.clear();
    takenBack.clear();
    recording = true;
  }

  /// Ends the recording.
  ///
  /// @return the script
  public synchronized String stop() {
    recording = false;
    return lines.stream()
        .filter(line -> !line.isEmpty())
        .map(this::withoutUnusedName)
        .collect(
            Collectors.joining(
                "\n", "// Recorded in the workbench. Run it there again, or change it.\n", "\n"));
  }

  private String withoutUnusedName(String line) {
    int equals = line.indexOf(" = world.spawn(");
    return line.startsWith("var ") && equals > 0 && !used.contains(line.substring(4, equals))
        ? line.substring(equals + 3)
        : line;
  }

  private int add(String line) {
    if (recording && lines.size() < MAX_LINES) {
      lines.add(line);
      return lines.size() - 1;
    }
    return -1;
  }

  /// A command of the window begins.
  public synchronized void commandBegan(String id) {
    actsInCommand = 0;
    commandLine =
        OWN.contains(id) || OWN_PREFIXES.stream().anyMatch(id::startsWith)
            ? -1
            : add("workbench.run(%s);".formatted(quoted(id)));
  }

  /// It is over; what it did to the world stands in its place.
  public synchronized void commandEnded(boolean done) {
    if (commandLine >= 0 && commandLine < lines.size() && (!done || actsInCommand > 0)) {
      lines.set(commandLine, "");
    }
    commandLine = -1;
  }

  /// A file that was typed into was saved.
  public synchronized void saved(String file, String before, String after) {
    var act = TypedText.act(file, before, after);
    if (!act.isEmpty()) {
      add(act);
    }
  }

  public synchronized void opened(String file) {
    add("workbench.open(%s);".formatted(quoted(file)));
  }

  public synchronized void selected(Collection<EntityHandle> entities) {
    add(
        "workbench.select(%s);"
            .formatted(entities.stream().map(this::entity).collect(Collectors.joining(", "))));
  }

  /// The same session, whose acts are written down.
  public WorldSession watching(WorldSession session) {
    return (WorldSession)
        Proxy.newProxyInstance(
            WorldSession.class.getClassLoader(),
            new Class<?>[] {WorldSession.class},
            (self, method, arguments) -> {
              int line =
                  arguments != null
                          && arguments.length == 1
                          && arguments[0] instanceof WorldCommand act
                      ? acted(act)
                      : -1;
              try {
                var answer = method.invoke(session, arguments);
                if (line >= 0 && answer instanceof CompletableFuture<?> future) {
                  var _ = future.thenAccept(result -> answered(line, arguments[0], result));
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized int acted(WorldCommand act) {
    actsInCommand++;
    return add(line(act));
  }

  private synchronized void answered(int line, Object act, Object result) {
    if (line < lines.size() && result instanceof CommandResult.Refused) {
      lines.set(line, "");
    } else if (line < lines.size() && result instanceof CommandResult.Done done) {
      var changed =
          act instanceof WorldCommand.Revert revert ? reverted(line, revert.edit()) : List.of(line);
      done.edit()
          .ifPresent(edit ->
              editLines.computeIfAbsent(edit.id(), id -> new ArrayList<>()).addAll(changed));
      if (!(act instanceof WorldCommand.Revert)) {
        done.spawned().ifPresent(handle -> named(line, handle));
      }
    }
  }

  /// What was taken back is left out of the script, and put in again where that is taken back.
  ///
  /// @return the lines that taking this back would concern
  private List<Integer> reverted(int line, long edit) {
    var targets = editLines.remove(edit);
    if (targets == null) {
      lines.set(line, "// What was done before the recording was taken back here.");
      return List.of(line);
    }
    lines.set(line, "");
    return targets.stream().map(target -> toggled(target, line)).toList();
  }

  /// What was spawned has a name that further lines may use: there the script despawns it.
  private int toggled(int target, int line) {
    var before = takenBack.remove(target);
    var text = lines.get(target);
    if (before != null) {
      lines.set(target, before);
    } else if (text.startsWith("var ")) {
      var name = text.substring(4, text.indexOf(' ', 4));
      used.add(name);
      lines.set(line, name + ".despawn();");
      return line;
    } else {
      takenBack.put(target, text);
      lines.set(target, "");
    }
    return target;
  }

  private void named(int line, EntityHandle handle) {
    var name = "entity" + (spawned.size() + 1);
    spawned.put(handle, name);
    lines.set(line, "var " + name + " = " + lines.get(line));
  }

  private String entity(EntityHandle handle) {
    var name = spawned.get(handle);
    if (name != null) {
      used.add(name);
    }
    return name == null ? "world.entity(%d)".formatted(handle.index()) : name;
  }

  private String line(WorldCommand act) {
    return switch (act) {
      case WorldCommand.Pause pause -> "world.pause();";
      case WorldCommand.Resume resume -> "world.resume();";
      case WorldCommand.Step step -> "world.step(%d);".formatted(step.ticks());
      case WorldCommand.SetSpeed set when Double.isInfinite(set.speed()) ->
          "world.speed(Double.POSITIVE_INFINITY);";
      case WorldCommand.SetSpeed set -> "world.speed(%s);".formatted(set.speed());
      case WorldCommand.SetField set ->
          "%s.set(%s, %s);"
              .formatted(
                  entity(set.entity()),
                  quoted(set.component() + "." + set.field()),
                  value(set.json()));
      case WorldCommand.AddComponent add ->
          "%s.add(%s);".formatted(entity(add.entity()), quoted(add.component()));
      case WorldCommand.RemoveComponent remove ->
          "%s.remove(%s);".formatted(entity(remove.entity()), quoted(remove.component()));
      case WorldCommand.Spawn spawn ->
          "world.spawn(%s);"
              .formatted(
                  java.util.stream.Stream.concat(
                          java.util.stream.Stream.of(spawn.name()), spawn.components().stream())
                      .map(ActRecorder::quoted)
                      .collect(Collectors.joining(", ")));
      case WorldCommand.Despawn despawn -> "%s.despawn();".formatted(entity(despawn.entity()));
      case WorldCommand.ResetWorld reset -> "world.reset();";
      case WorldCommand.RebuildPlugin rebuild ->
          "project.reload(%s);".formatted(quoted(rebuild.plugin()));
      case WorldCommand.SetRate set -> submit("SetRate(%s)".formatted(set.rateHz()));
      case WorldCommand.StopPlugin stop ->
          submit("StopPlugin(%s)".formatted(quoted(stop.plugin())));
      case WorldCommand.StartPlugin start ->
          submit("StartPlugin(%s)".formatted(quoted(start.plugin())));
      case WorldCommand.RestoreVersion restore ->
          submit(
              "RestoreVersion(%s, %s)"
                  .formatted(quoted(restore.plugin()), quoted(restore.version())));
      case WorldCommand.MoveTo move ->
          submit(
              "MoveTo(new EntityHandle(%dL), %s, %s, %s)"
                  .formatted(move.entity().bits(), move.x(), move.y(), move.z()));
      case WorldCommand.SetComponent set ->
          submit(
              "SetComponent(new EntityHandle(%dL), %s, %s)"
                  .formatted(set.entity().bits(), quoted(set.component()), quoted(set.json())));
      case WorldCommand.Reparent reparent ->
          submit(
              "Reparent(new EntityHandle(%dL), %s)"
                  .formatted(
                      reparent.entity().bits(),
                      reparent
                          .parent()
                          .map(parent ->
                              "Optional.of(new EntityHandle(%dL))".formatted(parent.bits()))
                          .orElse("Optional.empty()")));
      case WorldCommand.Paste paste -> submit("Paste(%s)".formatted(quoted(paste.text())));
      case WorldCommand.Duplicate twin ->
          submit("Duplicate(new EntityHandle(%dL))".formatted(twin.entity().bits()));
      case WorldCommand.Keep keep ->
          submit(
              "Keep(new EntityHandle(%dL), %s, %s)"
                  .formatted(keep.entity().bits(), quoted(keep.scene()), quoted(keep.id())));
      case WorldCommand.Edit edit ->
          edit.edits().stream().map(this::line).collect(Collectors.joining("\n"));
      case WorldCommand.Revert revert -> submit("Revert(%dL)".formatted(revert.edit()));
      case WorldCommand.SendMessage send ->
          submit("SendMessage(%s, %s)".formatted(quoted(send.channel()), quoted(send.json())));
      case WorldCommand.Decide decide ->
          submit("Decide(%dL, Decision.Choice.%s)".formatted(decide.decision(), decide.choice()));
    };
  }

  private static String submit(String command) {
    return "world.submit(new WorldCommand." + command + ");";
  }

  /// A value as a script writes it.
  private static String value(String json) {
    var node = Values.parse(json);
    if (node.isArray() && !node.isEmpty() && node.get(0).isNumber()) {
      var numbers = json.substring(1, json.length() - 1);
      return "Vec.of(" + numbers.replace(",", ", ").replace(",  ", ", ") + ")";
    }
    return node.isTextual() ? quoted(node.asText()) : json;
  }

  private static String quoted(String text) {
    return Values.write(text);
  }
}
