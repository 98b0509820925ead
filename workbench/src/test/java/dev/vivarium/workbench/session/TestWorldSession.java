package dev.vivarium.workbench.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A small world in memory that does the same thing every time: fish on circles, a tide that rises
/// and falls, and food. Thread-safe by one lock; answers through the executor it is given.
public final class TestWorldSession implements WorldSession {
  private static final List<String> FISH =
      List.of("Transform", "Velocity", "Fish", "Hunger", "Render");
  private static final double TICK_S = 1.0 / 60;
  private static final int KEPT_LOGS = 10_000;
  private static final long NOON_MS = 1_795_262_400_000L;

  private final Executor thread;
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<Long, EntityRow> entities = new java.util.TreeMap<>();
  private final Map<String, String> overrides = new HashMap<>();
  private final Map<String, Long> writtenAt = new HashMap<>();
  private final List<MessageRecord> messages = new ArrayList<>();
  private final List<LogLine> logs = new ArrayList<>();
  private final List<WorldCommand> commands = new ArrayList<>();
  private final Map<String, PluginState> pluginStates = new HashMap<>();
  private List<Diagnostic> diagnostics = List.of();
  private List<Decision> decisions = List.of();
  private List<ReloadReport> reloads = List.of();
  private String refusal = "";
  private final TestTrace trace = new TestTrace(this::answer, messages);
  private final TestWatches watches;
  private final TestPlugins plugins;
  private RunState state = RunState.RUNNING;
  private double speed = 1;
  private long tick;
  private long nextIndex = 1;
  private WorldSession client =
      new ForwardingSession() {
        @Override
        protected WorldSession target() {
          return TestWorldSession.this;
        }

        @Override
        public CompletableFuture<WorldStatus> status() {
          return CompletableFuture.failedFuture(new SessionException(NO_CLIENT));
        }
      };

  private final int fishAtStart;
  private final TestHistory history =
      new TestHistory(() -> tick, this::then, this::runOn, this::answerOf);

  private final TestProfile profile = new TestProfile(() -> tick, this::answerOf);

  public TestWorldSession(int fish, Executor thread) {
    this.thread = thread;
    this.fishAtStart = fish;
    this.watches = new TestWatches(this::answer, this::hit);
    this.plugins = new TestPlugins(this::answer, pluginStates);
    for (var i = 0; i < fish; i++) {
      add(i % 50 == 0 ? "Fish" : "", FISH, "fish", Origin.RUN_TIME);
    }
    if (fish > 0) {
      for (var i = 0; i < 40; i++) {
        add("Rock", List.of("Transform", "Render", "Name"), "", Origin.SCENE);
      }
      for (var i = 0; i < 120; i++) {
        add("", List.of("Transform", "Pellet", "Render"), "feeding", Origin.RUN_TIME);
      }
      log(
          LogLine.Level.INFO,
          "world",
          "tidepool loaded: 3 plugins, " + entities.size() + " entities");
      log(LogLine.Level.INFO, "tide", "the tide turns at 0.0 m");
      log(LogLine.Level.WARN, "feeding", "pellet #2101 sank before it was eaten");
    }
  }

  private EntityHandle add(String name, List<String> components, String owner, Origin origin) {
    var handle = new EntityHandle(1L << 32 | nextIndex++);
    entities.put(handle.bits(), new EntityRow(handle, name, components, owner, origin));
    return handle;
  }

  private void log(LogLine.Level level, String source, String text) {
    log(level, LogLine.Side.SERVER, source, text);
  }

  /// Writes a line; ticks take a sixtieth of a second, from noon of a day in 2026.
  public synchronized void log(LogLine.Level level, LogLine.Side side, String source, String text) {
    logs.add(
        new LogLine(logs.size() + 1, tick, NOON_MS + tick * 1_000 / 60, level, side, source, text));
  }

  /// The log begins anew, as it does with another world.
  public synchronized void forgetLogs() {
    logs.clear();
  }

  /// Runs `count` ticks if the world is not paused.
  public synchronized void advance(int count) {
    for (var i = 0; i < count && state == RunState.RUNNING; i++) {
      tickOnce();
    }
  }

  private void tickOnce() {
    tick++;
    if (tick % 7 == 0 && !entities.isEmpty()) {
      var fish = 1 + tick * 31 % Math.max(1, entities.size());
      message(
          "feeding/Eaten",
          "feeding/eat",
          "fish/sate",
          "{\"fish\":\"%d\",\"pellet\":\"%d\",\"energy\":%.2f}"
              .formatted(fish, fish + 3, 1.5 + tick % 5 * 0.25),
          fish);
    }
    if (tick % 20 == 0 && !entities.isEmpty()) {
      message(
          "tide/Turned",
          "tide/flow",
          "fish/swim",
          "{\"height\":%.3f,\"rising\":%b}".formatted(Math.sin(tick * 0.01), tick % 40 == 0),
          0);
    }
    if (tick % 300 == 0) {
      log(LogLine.Level.INFO, "tide", "high water at tick " + tick);
    }
  }

  private void message(String channel, String from, String to, String json, long fish) {
    var cause =
        fish == 0
            ? Optional.<MessageRecord.Cause>empty()
            : Optional.of(
                new MessageRecord.Cause(
                    Optional.of(new EntityHandle(1L << 32 | fish)),
                    Optional.empty(),
                    "Fish #" + fish));
    messages.add(
        new MessageRecord(
            messages.size() + 1,
            tick,
            "Update",
            channel,
            from,
            List.of(to),
            true,
            json.length() / 2,
            cause,
            json.formatted()));
  }

  /// Puts a recording beside the others that cannot be opened.
  public void addBrokenRecording(String name) {
    history.addBroken(name);
  }

  @Override
  public HistorySource history() {
    return history;
  }

  @Override
  public ProfileSource profile() {
    return profile;
  }

  private java.util.concurrent.CompletableFuture<?> answerOf(Supplier<?> question) {
    return answer(question);
  }

  private WorldSession then(long wanted) {
    var past = new TestWorldSession(fishAtStart, thread);
    while (past.tick < wanted) {
      past.tickOnce();
    }
    past.state = RunState.PAUSED;
    return past;
  }

  private CommandResult runOn(long wanted) {
    tick = wanted;
    return new CommandResult.Done(wanted, Optional.empty());
  }

  /// From now on there is a client's world beside this one.
  public synchronized void setClient(WorldSession now) {
    client = now;
    tell(new SessionEvent.StatusChanged(statusNow()));
  }

  @Override
  public synchronized WorldSession client() {
    return client;
  }

  /// Every command that was asked for, in order.
  public synchronized List<WorldCommand> commands() {
    return List.copyOf(commands);
  }

  /// The same with each edit for itself where several were one step.
  public List<WorldCommand> acts() {
    return commands().stream()
        .<WorldCommand>flatMap(command ->
            command instanceof WorldCommand.Edit step
                ? step.edits().stream()
                : java.util.stream.Stream.of(command))
        .toList();
  }

  /// From now on every command is refused with this reason; empty to do them again.
  public synchronized void refuse(String reason) {
    refusal = reason;
  }

  /// Tells every subscriber that this is what is wrong now.
  public synchronized void report(List<Diagnostic> now) {
    diagnostics = now;
    tell(new SessionEvent.DiagnosticsChanged(now));
  }

  /// Tells every subscriber of the answer to a save.
  public synchronized void report(ReloadReport report) {
    reloads = List.of(report);
    history.mark(HistoryStatus.Kind.RELOAD, report.plugin() + " reloaded");
    tell(new SessionEvent.Reloaded(report));
  }

  public synchronized void report(Decision decision) {
    decisions = List.of(decision);
    tell(new SessionEvent.DecisionsChanged(decisions));
  }

  public synchronized void setPlugin(String name, PluginState now) {
    pluginStates.put(name, now);
    tell(new SessionEvent.StatusChanged(statusNow()));
  }

  private void hit(Watches.Hit hit) {
    state = RunState.PAUSED;
    tell(new SessionEvent.WatchHit(hit));
    tell(new SessionEvent.StatusChanged(statusNow()));
  }

  private void tell(SessionEvent event) {
    thread.execute(() -> listeners.forEach(l -> l.accept(event)));
  }

  private <T> CompletableFuture<T> answer(Supplier<T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          synchronized (this) {
            return question.get();
          }
        },
        thread);
  }

  @Override
  public CompletableFuture<WorldStatus> status() {
    return answer(this::statusNow);
  }

  private WorldStatus statusNow() {
    var plugins =
        entities.isEmpty()
            ? List.<PluginStatus>of()
            : List.of(
                plugin("feeding", 96, 120, 310),
                plugin("fish", 22, 2000, 1240),
                plugin("tide", 205, 1, 40));
    return new WorldStatus(
        "tidepool", state, "", tick, 60, speed, 2100, 4300, entities.size(), plugins);
  }

  private PluginStatus plugin(String name, double hue, int owned, long micros) {
    var now = pluginStates.getOrDefault(name, PluginState.RUNNING);
    var note =
        now == PluginState.STOPPED || now == PluginState.FAILED
            ? "trap in swim at tick " + tick + ": integer divide by zero"
            : now == PluginState.WAITING ? "waits for component coral/Coral" : "";
    return new PluginStatus(
        name,
        "0.1.0+4",
        "AssemblyScript",
        Gear.OPTIMISED,
        now,
        hue,
        note,
        owned,
        3L << 20,
        micros,
        micros * 2,
        List.of("0.1.0+3", "0.1.0+2"));
  }

  @Override
  public CompletableFuture<EntityPage> entities(EntityQuery query) {
    return answer(() -> {
      var matching = entities.values().stream().filter(r -> matches(r, query.filter())).toList();
      var rows = matching.stream().skip(query.offset()).limit(query.limit()).toList();
      return new EntityPage(tick, matching.size(), query.offset(), rows);
    });
  }

  @Override
  public CompletableFuture<OptionalInt> placeOf(EntityHandle handle, String filter) {
    return answer(() -> {
      var handles =
          entities.values().stream()
              .filter(r -> matches(r, filter))
              .map(EntityRow::handle)
              .toList();
      var place = handles.indexOf(handle);
      return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
    });
  }

  private static boolean matches(EntityRow row, String filter) {
    for (var word : List.of(filter.toLowerCase(Locale.ROOT).trim().split("\\s+", -1))) {
      var text = (row.name() + " " + row.components() + " " + row.owner()).toLowerCase(Locale.ROOT);
      var id = word.startsWith("#") ? word : "#" + word;
      if (!word.isEmpty() && !text.contains(word) && !row.handle().label().equals(id)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public CompletableFuture<Optional<EntityDetails>> entity(EntityHandle handle) {
    return answer(() -> Optional.ofNullable(entities.get(handle.bits())).map(this::details));
  }

  private EntityDetails details(EntityRow row) {
    return new EntityDetails(
        row, tick, row.components().stream().map(c -> component(row, c)).toList());
  }

  private ComponentValue component(EntityRow row, String name) {
    var i = row.handle().index();
    var full =
        switch (name) {
          case "Fish", "Hunger" -> "fish/" + name;
          case "Pellet" -> "feeding/" + name;
          default -> "vivarium/" + name;
        };
    return switch (name) {
      case "Transform" ->
          value(
              row,
              full,
              "Where it is",
              "swim",
              field("position", new FieldType.Vector(3), "m", vector(x(i), y(i), z(i))),
              field("rotation", new FieldType.Quaternion(), "", "[0,0.38,0,0.92]"),
              field("scale", new FieldType.Vector(3), "", "[1,1,1]"));
      case "Velocity" ->
          value(
              row,
              full,
              "How fast it moves",
              "swim",
              field(
                  "linear",
                  new FieldType.Vector(3),
                  "m/s",
                  vector(Math.sin(tick * 0.02 + i), 0, Math.cos(tick * 0.02 + i))));
      case "Fish" ->
          value(
              row,
              full,
              "A fish of the pool",
              "",
              field(
                  "mood",
                  new FieldType.Choice(List.of("Calm", "Hungry", "Fleeing")),
                  "",
                  "\"Calm\""),
              field("school", new FieldType.Whole(16, false), "", "3"),
              field("leader", new FieldType.Entity(), "", "\"" + (1L << 32 | 17) + "\""),
              field("shy", new FieldType.Bool(), "", "true"),
              field("nickname", new FieldType.Text(24), "", "\"Pip\""));
      case "Hunger" ->
          value(
              row,
              full,
              "Seconds since the last meal",
              "feed",
              new FieldValue(
                  new FieldSchema(
                      "since",
                      new FieldType.Real(32),
                      "s",
                      Optional.of(new FieldSchema.Range(0, 120)),
                      "Grows by one a second"),
                  number((tick + i * 13) % 7200 * TICK_S)));
      case "Render" ->
          value(
              row,
              full,
              "How it looks",
              "",
              field("mesh", new FieldType.Handle("asset"), "", "\"7\""),
              field("tint", new FieldType.Color(), "", "[1,0.33,0.08,1]"));
      case "Name" ->
          value(
              row,
              full,
              "What people call it",
              "",
              field("value", new FieldType.Text(32), "", "\"Rock\""));
      default -> value(row, full, "", "", field("energy", new FieldType.Real(32), "", "1.5"));
    };
  }

  private FieldValue field(String name, FieldType type, String unit, String json) {
    return new FieldValue(new FieldSchema(name, type, unit, Optional.empty(), ""), json);
  }

  private ComponentValue value(
      EntityRow row, String name, String doc, String system, FieldValue... fields) {
    var values = new ArrayList<FieldValue>();
    for (var f : fields) {
      var key = row.handle().bits() + name + "." + f.schema().name();
      values.add(new FieldValue(f.schema(), overrides.getOrDefault(key, f.json())));
    }
    var edited = writtenAt.get(row.handle().bits() + name);
    var writer =
        edited != null
            ? Optional.of(new LastWriter("workbench", "", edited))
            : system.isEmpty() || row.owner().isEmpty()
                ? Optional.<LastWriter>empty()
                : Optional.of(new LastWriter(row.owner(), system, tick));
    return new ComponentValue(name, doc, writer, values);
  }

  private double x(long i) {
    return Math.cos(angle(i)) * radius(i) + Math.sin(i * 12.9898) * 0.9;
  }

  private double y(long i) {
    return -1 - i % 5 * 0.2;
  }

  private double z(long i) {
    return Math.sin(angle(i)) * radius(i) * 0.62 + Math.cos(i * 78.233) * 0.9;
  }

  private double angle(long i) {
    return i % 9 * 0.7
        + Math.sin(i * 3.7) * 0.5
        + (i > 2000 ? i * 1.7 : tick * 0.004 * (1 + i % 9 * 0.1));
  }

  private static double radius(long i) {
    return 3 + i % 9 * 1.3 + Math.sin(i * 9.1) * 1.2;
  }

  private static String number(double v) {
    return String.format(Locale.ROOT, "%.4f", v);
  }

  private static String vector(double x, double y, double z) {
    return "[" + number(x) + "," + number(y) + "," + number(z) + "]";
  }

  @Override
  public CompletableFuture<MapFrame> positions() {
    return answer(this::frame);
  }

  private MapFrame frame() {
    var owners = List.of("fish", "feeding", "");
    var positions = new float[entities.size() * 3];
    var handles = new long[entities.size()];
    var of = new short[entities.size()];
    var n = 0;
    for (var row : entities.values()) {
      var i = row.handle().index();
      positions[n * 3] = (float) x(i);
      positions[n * 3 + 1] = (float) y(i);
      positions[n * 3 + 2] = (float) z(i);
      handles[n] = row.handle().bits();
      of[n++] = (short) owners.indexOf(row.owner());
    }
    return new MapFrame(tick, n, positions, handles, of, n == 0 ? List.of() : owners);
  }

  @Override
  public CompletableFuture<LogPage> logs(long since, int limit) {
    return answer(() -> {
      var from = (int) Math.min(Math.max(since, logs.size() - KEPT_LOGS), logs.size());
      var to = Math.min(from + limit, logs.size());
      return new LogPage(to, Math.max(0, from - since), List.copyOf(logs.subList(from, to)));
    });
  }

  @Override
  public CompletableFuture<List<Diagnostic>> diagnostics() {
    return answer(() -> diagnostics);
  }

  @Override
  public CompletableFuture<List<ReloadReport>> reloads(int limit) {
    return answer(() -> reloads);
  }

  @Override
  public CompletableFuture<List<Decision>> decisions() {
    return answer(() -> decisions);
  }

  @Override
  public TraceSource trace() {
    return trace;
  }

  @Override
  public TestWatches watches() {
    return watches;
  }

  @Override
  public PluginReadings plugins() {
    return plugins;
  }

  @Override
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    return answer(() -> perform(command));
  }

  private CommandResult perform(WorldCommand command) {
    commands.add(command);
    if (!refusal.isEmpty()) {
      return new CommandResult.Refused(refusal);
    }
    history.mark(HistoryStatus.Kind.EDIT, command.getClass().getSimpleName());
    switch (command) {
      case WorldCommand.Pause pause -> state = RunState.PAUSED;
      case WorldCommand.Resume resume -> state = RunState.RUNNING;
      case WorldCommand.Step step -> {
        state = RunState.PAUSED;
        for (var i = 0; i < step.ticks(); i++) {
          tickOnce();
        }
      }
      case WorldCommand.SetSpeed set -> speed = set.speed();
      case WorldCommand.EntityEdit edit -> {
        return edited(new WorldCommand.Edit("", List.of(edit), 0));
      }
      case WorldCommand.Edit edit -> {
        return edited(edit);
      }
      case WorldCommand.Revert revert -> {
        return reverted(revert.edit());
      }
      case WorldCommand.Decide decide -> {
        decisions = List.of();
        tell(new SessionEvent.DecisionsChanged(decisions));
      }
      case WorldCommand.StopPlugin stop -> pluginStates.put(stop.plugin(), PluginState.STOPPED);
      case WorldCommand.StartPlugin start -> pluginStates.put(start.plugin(), PluginState.RUNNING);
      case WorldCommand.SetRate rate -> {}
      case WorldCommand.RebuildPlugin rebuild ->
          reloads.stream().findFirst().ifPresent(r -> tell(new SessionEvent.Reloaded(r)));
      case WorldCommand.ResetWorld reset -> tick = 0;
      case WorldCommand.RestoreVersion restore -> {}
      case WorldCommand.SendMessage send ->
          message(send.channel(), "workbench", "fish/sate", send.json().replace("%", ""), 0);
    }
    tell(new SessionEvent.StatusChanged(statusNow()));
    return new CommandResult.Done(tick, Optional.empty());
  }

  /// All that edits can change, as it was before one of them.
  private record Before(
      String title,
      long gesture,
      Map<Long, EntityRow> entities,
      Map<String, String> overrides,
      Map<Long, Long> parents) {
    Before called(String now) {
      return new Before(now, gesture, entities, overrides, parents);
    }
  }

  private final Map<Long, Before> steps = new HashMap<>();
  private final Map<Long, Long> parents = new java.util.TreeMap<>();
  private long lastStep;

  private Before now(String title, long gesture) {
    return new Before(
        title, gesture, Map.copyOf(entities), Map.copyOf(overrides), Map.copyOf(parents));
  }

  private static String title(WorldCommand.EntityEdit edit) {
    return edit instanceof WorldCommand.SetField set
        ? "Set %s.%s of %s to %s"
            .formatted(
                set.component().substring(set.component().indexOf('/') + 1),
                set.field(),
                set.entity().label(),
                set.json())
        : edit.getClass().getSimpleName();
  }

  private CommandResult edited(WorldCommand.Edit step) {
    var title = step.title().isEmpty() ? title(step.edits().getFirst()) : step.title();
    var before = now(title, step.gesture());
    var spawned = Optional.<EntityHandle>empty();
    for (var edit : step.edits()) {
      var made = one(edit);
      spawned = spawned.isPresent() ? spawned : made;
    }
    var last = steps.get(lastStep);
    if (step.gesture() == 0 || last == null || last.gesture() != step.gesture()) {
      steps.put(++lastStep, before);
    } else {
      steps.put(lastStep, last.called(title));
    }
    tell(new SessionEvent.StatusChanged(statusNow()));
    return new CommandResult.Done(
        tick,
        spawned,
        Optional.of(new WorldEdit(lastStep, Objects.requireNonNull(steps.get(lastStep)).title())));
  }

  private CommandResult reverted(long id) {
    var step = steps.remove(id);
    if (step == null) {
      return new CommandResult.Refused("This step cannot be taken back any more.");
    }
    steps.put(++lastStep, now(step.title(), 0));
    entities.clear();
    entities.putAll(step.entities());
    overrides.clear();
    overrides.putAll(step.overrides());
    parents.clear();
    parents.putAll(step.parents());
    tell(new SessionEvent.StatusChanged(statusNow()));
    return new CommandResult.Done(
        tick, Optional.empty(), Optional.of(new WorldEdit(lastStep, step.title())));
  }

  private Optional<EntityHandle> one(WorldCommand.EntityEdit edit) {
    switch (edit) {
      case WorldCommand.SetField set -> {
        overrides.put(set.entity().bits() + set.component() + "." + set.field(), set.json());
        writtenAt.put(set.entity().bits() + set.component(), tick);
      }
      case WorldCommand.MoveTo move ->
          overrides.put(
              move.entity().bits() + "vivarium/Transform.position",
              "[%s,%s,%s]".formatted(move.x(), move.y(), move.z()));
      case WorldCommand.SetComponent set -> with(set.entity(), set.component(), true);
      case WorldCommand.AddComponent add -> with(add.entity(), add.component(), true);
      case WorldCommand.RemoveComponent remove -> with(remove.entity(), remove.component(), false);
      case WorldCommand.Despawn despawn -> entities.remove(despawn.entity().bits());
      case WorldCommand.Reparent hang -> {
        parents.remove(hang.entity().bits());
        hang.parent().ifPresent(p -> parents.put(hang.entity().bits(), p.bits()));
      }
      case WorldCommand.Keep keep -> {
        var row = Objects.requireNonNull(entities.get(keep.entity().bits()));
        entities.put(
            keep.entity().bits(),
            new EntityRow(row.handle(), row.name(), row.components(), row.owner(), Origin.SCENE));
      }
      case WorldCommand.Spawn spawn -> {
        return Optional.of(add(spawn.name(), List.of("Transform"), "", Origin.RUN_TIME));
      }
      case WorldCommand.Paste paste -> {
        return Optional.of(add("Pasted", List.of("Transform"), "", Origin.RUN_TIME));
      }
      case WorldCommand.Duplicate duplicate -> {
        var row = Objects.requireNonNull(entities.get(duplicate.entity().bits()));
        return Optional.of(add(row.name(), row.components(), "", Origin.RUN_TIME));
      }
    }
    return Optional.empty();
  }

  private void with(EntityHandle handle, String component, boolean there) {
    var row = Objects.requireNonNull(entities.get(handle.bits()));
    var components = new ArrayList<>(row.components());
    var shortName = component.substring(component.indexOf('/') + 1);
    components.remove(shortName);
    if (there) {
      components.add(shortName);
    }
    entities.put(
        handle.bits(), new EntityRow(handle, row.name(), components, row.owner(), row.origin()));
  }

  @Override
  public People people() {
    return People.NOBODY;
  }

  @Override
  public EntitySource inspection() {
    return new TestInspection(this);
  }

  synchronized List<EntityRow> matching(String filter) {
    return entities.values().stream().filter(r -> matches(r, filter)).toList();
  }

  synchronized Map<Long, Long> parents() {
    return Map.copyOf(parents);
  }

  synchronized List<EntityRow> rows() {
    return List.copyOf(entities.values());
  }

  synchronized Optional<EntityDetails> detailsNow(EntityHandle handle) {
    return Optional.ofNullable(entities.get(handle.bits())).map(this::details);
  }

  <T> CompletableFuture<T> later(Supplier<T> question) {
    return answer(question);
  }

  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
