package dev.vivarium.engine.world;

import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.StopOrder;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.RecordReader;
import dev.vivarium.engine.tick.StartReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The newest ticks of a world in memory, as images and what came from outside between them, so
/// that any of them can be made again. It changes nothing in the world: taking an image is all it
/// costs a tick, and only some ticks.
///
/// Made, stopped and fed on the thread that ticks the world; everything else may be called from any
/// thread. As in a [Recorder], no image is taken while a version is on probation.
public final class History implements WorldTap, AutoCloseable {
  private final WorldOptions options;
  private final @Nullable World world;
  private final Consumer<WorldEvent> listener = this::onEvent;
  private final ExecutorService compactor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("history").factory());

  // Guarded by this.
  private final Deque<Stretch> stretches = new ArrayDeque<>();
  private final Map<Integer, PluginModule> modules = new HashMap<>();
  private final Map<PluginSource, Integer> places = new HashMap<>();
  private int nextPlace;
  private volatile HistoryLimits limits;
  private long lastTick;
  private boolean closed;

  private HistoryCut.@Nullable End end;

  // Confined to the tick thread.
  private @Nullable StoreImage previous;
  private long lastSequence;

  /// Written by the tick thread, or whoever closes.
  private volatile boolean recording;

  /// Tells how far a visit has come.
  @FunctionalInterface
  public interface Progress {
    /// @return false to give up
    boolean reached(long tick);
  }

  /// What is kept.
  ///
  /// @param firstTick the earliest that can be visited
  /// @param lastTick the latest
  public record Span(long firstTick, long lastTick, int keyframes, long bytes) {}

  private History(WorldOptions options, @Nullable World world, HistoryLimits limits) {
    this.options = options;
    this.world = world;
    this.limits = limits;
  }

  /// Begins to keep what happens to a world. Tick thread.
  public static History of(World world, HistoryLimits limits) {
    History history = new History(world.options(), world, limits);
    history.recording = true;
    history.lastTick = world.tick();
    world.attach(history);
    world.listen(history.listener);
    history.keyframe(world);
    return history;
  }

  /// Reads a recording, this class's own or a [Recorder]'s; of one that is too large, the end.
  ///
  /// @param options mode, assets and clock of the worlds to be made
  public static History read(Path file, WorldOptions options, HistoryLimits limits)
      throws IOException, PluginLoadException {
    return HistoryFile.read(file, options, limits);
  }

  /// Reads only how the file begins.
  ///
  /// @throws DamagedDataException if it is no recording that [#read] could read
  public static void checkBeginning(Path file) throws IOException {
    RecordReader.open(file, RecordingCodec.MAGIC).close();
  }

  static History empty(WorldOptions options, HistoryLimits limits) {
    return new History(options, null, limits);
  }

  /// What is kept until now, to be written. On the tick thread while the world is recorded, which
  /// takes an image of it; on any once that was stopped.
  public synchronized HistoryCut cut() {
    return new HistoryCut(
        options,
        stretches.stream().map(HistoryFile.Part::of).toList(),
        modules,
        world != null,
        recording && world != null ? HistoryCut.End.of(world) : end,
        lastTick);
  }

  // On the tick thread.

  private void keyframe(World of) {
    if (of.isOnProbation()) {
      return;
    }
    WorldImage image = of.image(previous);
    previous = image.store();
    lastSequence = image.nextSequence();
    synchronized (this) {
      if (closed) {
        return;
      }
      Stretch stretch = new Stretch(image.tick(), running(of), image);
      stretches.addLast(stretch);
      dropOld();
      compactor.execute(() -> compact(stretch, image));
    }
  }

  private Map<String, Integer> running(World of) {
    Map<String, Integer> running = new LinkedHashMap<>();
    of.plugins().modules().forEach((name, module) -> running.put(name, place(module)));
    return running;
  }

  private void compact(Stretch stretch, WorldImage image) {
    PieceBlocks cut = PieceBlocks.of(WorldImageCodec.write(image), blocksBefore(stretch));
    synchronized (this) {
      stretch.compacted(cut);
      dropOld();
    }
  }

  /// Waits until every image taken so far has its final size.
  void awaitCompacted() throws InterruptedException, ExecutionException {
    compactor.submit(() -> {}).get();
  }

  private synchronized @Nullable PieceBlocks blocksBefore(Stretch stretch) {
    Stretch before = null;
    for (Stretch s : stretches) {
      if (s == stretch) {
        return before == null ? null : before.blocks();
      }
      before = s;
    }
    return null;
  }

  synchronized int place(PluginModule module) {
    return places.computeIfAbsent(
        module.source(),
        s -> {
          modules.put(nextPlace, module);
          return nextPlace++;
        });
  }

  @Override
  public void tickEnded(World ticked) {
    long sequence = ticked.bus().nextSequence();
    int sent = (int) Math.min(Integer.MAX_VALUE, sequence - lastSequence);
    lastSequence = sequence;
    Stretch newest;
    synchronized (this) {
      lastTick = ticked.tick();
      newest = stretches.peekLast();
      if (newest != null) {
        newest.ticked(sent);
      }
    }
    if (newest == null || ticked.tick() - newest.startTick() >= limits.keyframeEveryTicks()) {
      keyframe(ticked);
    }
  }

  @Override
  public void executed(long tick, WorldCommand command, CommandResult result) {
    put(new RecordedEntry.Command(tick, command));
    if (result instanceof CommandResult.Done) {
      mark(new HistoryMark(tick, HistoryMark.Kind.EDIT, HistoryFile.describe(command)));
    }
  }

  @Override
  public void swapping(long tick, List<PluginSwap.Replacement> replacements) {
    // In one piece: a module that no entry names is dropped.
    synchronized (this) {
      List<RecordedEntry.Replaced> versions = new ArrayList<>();
      for (PluginSwap.Replacement r : replacements) {
        versions.add(new RecordedEntry.Replaced(place(r.module()), r.reset()));
      }
      put(new RecordedEntry.Swap(tick, versions));
    }
    String names =
        replacements.stream().map(r -> r.module().name()).collect(Collectors.joining(", "));
    mark(new HistoryMark(tick, HistoryMark.Kind.RELOAD, names + " reloaded"));
  }

  @Override
  public void adding(long tick, List<PluginModule> added, StartReason reason) {
    synchronized (this) {
      put(new RecordedEntry.Added(tick, added.stream().map(this::place).toList(), reason));
    }
    String names = added.stream().map(PluginModule::name).collect(Collectors.joining(", "));
    mark(new HistoryMark(tick, HistoryMark.Kind.RELOAD, names + " started"));
  }

  @Override
  public void rateChanged(long tick, int rateHz) {
    put(new RecordedEntry.Rate(tick, rateHz));
    mark(new HistoryMark(tick, HistoryMark.Kind.EDIT, "rate set to " + rateHz + " Hz"));
  }

  @Override
  public void arrived(long tick, SchemaName channel, long client, byte[] payload) {
    put(new RecordedEntry.Arrived(tick, channel, client, payload));
  }

  @Override
  public void clientFailed(long tick, PluginFailure failure) {
    put(new RecordedEntry.ClientFailed(tick, failure.plugin(), failure.message()));
  }

  private void onEvent(WorldEvent event) {
    if (event instanceof WorldEvent.OfPlugin(PluginEvent.Failed(PluginFailure failure))) {
      Recorder.stopOrder(failure).ifPresent(order -> put(new RecordedEntry.Stop(order)));
      mark(
          new HistoryMark(
              failure.tick(), HistoryMark.Kind.FAILURE, failure.plugin() + " was stopped"));
    } else if (event instanceof WorldEvent.OfPlugin(PluginEvent.RolledBack back)) {
      mark(
          new HistoryMark(
              back.tick(),
              HistoryMark.Kind.FAILURE,
              back.plugin() + " went back to " + back.toVersion()));
    }
  }

  private synchronized void put(RecordedEntry entry) {
    Stretch newest = stretches.peekLast();
    if (newest != null) {
      newest.add(entry);
    }
  }

  private synchronized void mark(HistoryMark mark) {
    Stretch newest = stretches.peekLast();
    if (newest != null) {
      newest.mark(mark);
    }
  }

  /// Whether it keeps what happens to this very world.
  @SuppressWarnings("ReferenceEquality")
  public boolean isOf(World other) {
    return recording && world == other;
  }

  /// Keeps nothing more; what is there can be visited still. Tick thread.
  public void stop() {
    if (recording && world != null) {
      synchronized (this) {
        end = HistoryCut.End.of(world);
      }
      leave();
    }
  }

  private void leave() {
    if (recording && world != null) {
      recording = false;
      world.detach(this);
      world.unlisten(listener);
    }
  }

  // For a file's reader.

  synchronized void append(Stretch stretch) {
    stretches.addLast(stretch);
    lastTick = Math.max(lastTick, stretch.startTick());
    dropOld();
  }

  synchronized void append(RecordedEntry entry, @Nullable HistoryMark mark) {
    put(entry);
    if (mark != null) {
      mark(mark);
    }
  }

  synchronized void endsAt(long tick) {
    lastTick = Math.max(lastTick, tick);
  }

  synchronized void put(int place, PluginModule module) {
    modules.put(place, module);
    places.put(module.source(), place);
    nextPlace = Math.max(nextPlace, place + 1);
  }

  private void dropOld() {
    boolean dropped = false;
    while (stretches.size() > 1 && (bytes() > limits.bytesMax() || isTooLong())) {
      stretches.removeFirst();
      stretches.getFirst().becameFirst();
      dropped = true;
    }
    // A file names its modules before what uses them.
    if (dropped && world != null) {
      dropModules();
    }
  }

  private boolean isTooLong() {
    Stretch second = stretches.stream().skip(1).findFirst().orElseThrow();
    return lastTick - second.startTick() >= limits.ticksMax();
  }

  private void dropModules() {
    Set<Integer> used = new HashSet<>();
    for (Stretch stretch : stretches) {
      used.addAll(stretch.running().values());
      for (RecordedEntry entry : stretch.entries()) {
        HistoryFile.addPlaces(entry, used);
      }
    }
    modules.keySet().retainAll(used);
    places.values().retainAll(used);
  }

  private long bytes() {
    long bytes = 0;
    for (Stretch stretch : stretches) {
      bytes += stretch.bytes();
    }
    for (PluginModule module : modules.values()) {
      bytes += module.source().wasm().length;
    }
    return bytes;
  }

  // For any thread.

  /// How the worlds are set up that it makes.
  public WorldOptions options() {
    return options;
  }

  public HistoryLimits limits() {
    return limits;
  }

  /// Keeps more or less from now on; what is too much goes at once.
  public synchronized void limit(HistoryLimits next) {
    limits = next;
    dropOld();
  }

  /// What can be visited; nothing yet where a version is on probation since it began.
  public synchronized Span span() {
    long first = stretches.isEmpty() ? lastTick : stretches.getFirst().startTick();
    return new Span(first, lastTick, stretches.size(), bytes());
  }

  /// What happened from this tick on, oldest first, at most so many of the newest.
  public synchronized List<HistoryMark> marks(long fromTick, int most) {
    List<HistoryMark> marks = new ArrayList<>();
    for (Stretch stretch : stretches) {
      stretch.marks().stream().filter(m -> m.tick() >= fromTick).forEach(marks::add);
    }
    return List.copyOf(marks.subList(Math.max(0, marks.size() - most), marks.size()));
  }

  /// Messages sent in each of `count` equal parts of the span. Of a recording that was read from a
  /// file this is not known before it is run, and 0.
  public synchronized int[] messageCounts(int count) {
    int[] counts = new int[count];
    Span span = span();
    double perPart = Math.max(1, span.lastTick() - span.firstTick()) / (double) count;
    for (Stretch stretch : stretches) {
      for (int i = 0; i < stretch.ticks(); i++) {
        long tick = stretch.startTick() + i - span.firstTick();
        counts[(int) Math.min(count - 1, tick / perPart)] += stretch.messages(i);
      }
    }
    return counts;
  }

  /// Makes the world again as it was when this tick was about to run, before what came to it then.
  /// The result belongs to the caller, who closes it; ticking it says nothing of what would have
  /// happened.
  ///
  /// @param leadTicks it is run for at least so many ticks before, as far as they are kept, so that
  ///   its tracer holds their messages
  /// @throws IllegalArgumentException if the tick is not kept
  /// @throws CancellationException if `progress` gave up
  public World visit(long tick, int leadTicks, Progress progress)
      throws IOException, PluginLoadException {
    List<Stretch> way;
    Stretch.Frame frame;
    List<RecordedEntry> entries = new ArrayList<>();
    Set<StopOrder> stops = new HashSet<>();
    synchronized (this) {
      way = way(tick, leadTicks);
      frame = way.getFirst().frame();
      way.forEach(stretch -> entries.addAll(stretch.entries()));
      // A visit compares nothing.
      entries.removeIf(entry -> entry instanceof RecordedEntry.Hash);
    }
    for (RecordedEntry entry : entries) {
      if (entry instanceof RecordedEntry.Stop(StopOrder order)) {
        stops.add(order);
      }
    }
    World made = new World(options);
    try {
      Rerun rerun =
          new Rerun(
              made,
              stops,
              this::module,
              tick,
              w -> {
                if (!progress.reached(w.tick())) {
                  throw new CancellationException("given up at tick " + w.tick());
                }
                split(w);
              });
      rerun.start(frame.read(), way.getFirst().running());
      for (int i = 0; i < entries.size() && HistoryFile.tickOf(entries.get(i)) < tick; i++) {
        rerun.take(entries.get(i));
      }
      rerun.reached(tick);
      return made;
    } catch (IOException | PluginLoadException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /// From the stretch to begin with to the newest.
  private List<Stretch> way(long tick, int leadTicks) {
    Span span = span();
    if (stretches.isEmpty() || tick < span.firstTick() || tick > span.lastTick()) {
      throw new IllegalArgumentException(
          "tick %d is not kept; ticks %d to %d are"
              .formatted(tick, span.firstTick(), span.lastTick()));
    }
    List<Stretch> way = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (stretch.startTick() <= Math.max(span.firstTick(), tick - leadTicks)) {
        way.clear();
      }
      way.add(stretch);
    }
    return way;
  }

  private synchronized PluginModule module(int place) throws IOException {
    PluginModule module = modules.get(place);
    if (module == null) {
      throw new IOException("the recording names module " + place + ", which it has not");
    }
    return module;
  }

  /// A recording that was read from a file has few images; one is added where a visit comes by, so
  /// that the next is faster.
  private void split(World passing) {
    if (world != null || passing.isOnProbation()) {
      return;
    }
    synchronized (this) {
      if (isFarFromImages(passing.tick())) {
        insert(passing);
      }
    }
  }

  private boolean isFarFromImages(long tick) {
    return stretches.stream()
        .noneMatch(s -> Math.abs(s.startTick() - tick) < limits.keyframeEveryTicks());
  }

  private void insert(World passing) {
    PieceBlocks cut = PieceBlocks.of(WorldImageCodec.write(passing.image(null)), null);
    if (bytes() + cut.totalBytes() > limits.bytesMax()) {
      return;
    }
    List<Stretch> all = new ArrayList<>(stretches);
    stretches.clear();
    for (Stretch stretch : all) {
      stretches.addLast(stretch);
      boolean isLastBefore =
          stretch.startTick() < passing.tick()
              && (all.getLast() == stretch
                  || all.get(all.indexOf(stretch) + 1).startTick() > passing.tick());
      if (isLastBefore) {
        stretches.addLast(stretch.splitAt(passing.tick(), running(passing), cut));
      }
    }
  }

  /// Stops, and lets go of what is kept. Any thread: of a tick that ends meanwhile nothing is kept.
  @Override
  public void close() {
    leave();
    synchronized (this) {
      closed = true;
      compactor.shutdownNow();
      end = null;
      stretches.clear();
      modules.clear();
      places.clear();
    }
  }
}
