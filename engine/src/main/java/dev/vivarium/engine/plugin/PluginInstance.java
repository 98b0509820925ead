package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.ecs.StateHasher;
import dev.vivarium.engine.plugin.abi.FrameLayout;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.plugin.wasm.FlatMemory;
import dev.vivarium.engine.plugin.wasm.HostTrap;
import dev.vivarium.engine.plugin.wasm.InvalidModuleException;
import dev.vivarium.engine.plugin.wasm.WasmFunction;
import dev.vivarium.engine.plugin.wasm.WasmImage;
import dev.vivarium.engine.plugin.wasm.WasmInstance;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import dev.vivarium.engine.tick.TickTime;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One running copy of a plugin on one side of one world. Owned by the thread that ticks the world.
public final class PluginInstance implements HostCalls.Context {
  /// Frames are reserved in steps of this, so that slow growth does not reserve every tick.
  private static final int FRAME_STEP_BYTES = 16 << 10;

  private static final int TRANSFER_SLOT = -1;
  private static final int START_LIMIT_FACTOR = 8;
  private static final int COLD_DISPATCHES = 3;

  private final PluginModule module;
  private final Watchdog watchdog;
  private final WasmInstance wasm;
  private final HostCalls host;
  private final WasmFunction reserve;
  private final WasmFunction dispatch;
  private final Optional<WasmFunction> collect;
  private final Optional<WasmFunction> save;
  private final Optional<WasmFunction> restore;
  private final Optional<WasmFunction> migrate;
  private final SystemFrame[] frames;

  /// Of each system, as far as [#COLD_DISPATCHES].
  private final int[] dispatches;

  private final long[] systemHashes;
  private final RandomStream random = new RandomStream();
  private @Nullable Bound bound;
  private @Nullable SystemFrame current;
  private final List<Long> drawn = new ArrayList<>();
  private long logTick = -1;
  private int logLines;
  private long copyInNanos;
  private long copyOutNanos;
  private int mostLogLines;

  /// What an instance needs of its world.
  ///
  /// @param types the world's type of each entry of the descriptor's component list
  /// @param channels the world's channel of each entry of its message list
  /// @param prediction what predicted systems may write, on a client that predicts
  record Binding(
      EntityStore store,
      Side side,
      int owner,
      long seed,
      List<ComponentType> types,
      List<Channel> channels,
      PluginWorld world,
      @Nullable Prediction prediction) {
    @Nullable Set<Long> writable(SystemDescriptor system) {
      return prediction != null && prediction.covers(system) ? prediction.entities() : null;
    }
  }

  private record Bound(Binding binding, EffectReader reader) {}

  /// Starts a copy of the module. It has run nothing but its start function and can migrate rows;
  /// to run systems it has to be bound to a world first ([#bind]).
  PluginInstance(PluginModule module, Watchdog watchdog) throws PluginLoadException {
    this.module = module;
    this.watchdog = watchdog;
    this.host = new HostCalls();
    watchdog.arm(module.source().budget().hardLimitNanos());
    try {
      this.wasm = module.wasm().instantiate(host.functions());
      host.attach(wasm.memory());
      Optional<WasmFunction> initialize = wasm.function("_initialize", "");
      if (initialize.isPresent()) {
        initialize.get().call();
      }
      this.reserve = PluginModule.required(wasm, "vivarium_reserve", "ii:i");
      this.dispatch = PluginModule.required(wasm, "vivarium_dispatch", "ii");
      this.collect = wasm.function("vivarium_collect", "");
      this.save = wasm.function("vivarium_save", ":I");
      this.restore = wasm.function("vivarium_restore", "iii:i");
      this.migrate = wasm.function("vivarium_migrate", "iiiii:i");
    } catch (InvalidModuleException | WasmTrap e) {
      throw new PluginLoadException(module.name(), e);
    } finally {
      watchdog.disarm();
    }
    List<SystemDescriptor> systems = module.descriptor().systems();
    this.frames = new SystemFrame[systems.size()];
    this.dispatches = new int[systems.size()];
    this.systemHashes =
        systems.stream().mapToLong(system -> RandomStream.hash(system.id())).toArray();
  }

  /// Binds the plugin's queries to a world's schemas; again whenever a reload changed them. Frames
  /// stay where they are in memory.
  void bind(Binding next) {
    EffectReader reader =
        new EffectReader(
            module,
            next.owner(),
            next.store(),
            next.types(),
            next.channels(),
            next.world()::ownerName);
    bound = new Bound(next, reader);
    for (SystemDescriptor system : module.descriptor().systems()) {
      SystemFrame old = frames[system.index()];
      SystemFrame frame = frame(system, next);
      if (old != null) {
        frame.restore(old.image());
      }
      frames[system.index()] = frame;
    }
  }

  private Bound bound() {
    if (bound == null) {
      throw new IllegalStateException("the instance is not bound to a world");
    }
    return bound;
  }

  private Binding binding() {
    return bound().binding();
  }

  private SystemFrame frame(SystemDescriptor system, Binding binding) {
    BoundQuery[] queries =
        system.queries().stream()
            .map(query ->
                BoundQuery.bind(
                    binding.store(), query, module.descriptor(), binding.types(), module.rights()))
            .toArray(BoundQuery[]::new);
    return new SystemFrame(queries, largestMessageBytes(binding), binding.writable(system));
  }

  private static int largestMessageBytes(Binding binding) {
    int largest = 0;
    for (Channel channel : binding.channels()) {
      int payload =
          channel.schema().layout().isFixed()
              ? channel.schema().layout().sizeBytes()
              : PluginDescriptor.MESSAGE_BYTES_MAX;
      largest = Math.max(largest, payload);
    }
    return largest + FrameLayout.RECORD_HEADER_BYTES + 8;
  }

  public PluginModule module() {
    return module;
  }

  Effects effects() {
    return bound().reader().effects();
  }

  /// The most log lines of one tick.
  int mostLogLines() {
    return mostLogLines;
  }

  int memoryPages() {
    return wasm.memory().pages();
  }

  /// The system's frame, to say which row a failed dispatch was at.
  SystemFrame frame(int system) {
    return frames[system];
  }

  /// One of the frame's "current" cells, as the plugin left it.
  int currentCell(SystemFrame frame, int cell) {
    int at = frame.pointer() + cell;
    return frame.pointer() > 0 && at <= memory().sizeBytes() - 4 ? memory().readInt(at) : -1;
  }

  /// Runs one system as a transaction: columns, commands and messages are in [#effects()] and the
  /// store only if this returns.
  ///
  /// @return rows whose write was refused for want of a right
  /// @throws WasmTrap if the code trapped, ran out of time, or broke the ABI; this instance must
  ///   not be used again
  long dispatch(
      int system, TickTime time, int reason, Moment since, Subscription[] inboxes, int[] channels)
      throws WasmTrap {
    long start = watchdog.nanos();
    SystemFrame frame = frames[system];
    frame.layOut(binding().store(), since, inboxes, channels);
    copyInNanos = watchdog.nanos() - start;
    drawn.clear();
    watchdog.arm(limitNanos(system, reason));
    boolean late;
    WasmTrap trap = null;
    try {
      run(system, frame, time, reason);
    } catch (WasmTrap e) {
      trap = e;
    } catch (HostTrap | IndexOutOfBoundsException e) {
      trap = WasmTrap.of(e);
    } finally {
      late = watchdog.disarm();
      host.lend(null);
    }
    if (trap != null || late) {
      // In reverse: how many a stopped dispatch drew is chance, and must leave no trace.
      drawn.reversed().forEach(binding().store()::release);
      throw trap != null ? trap : WasmTrap.interruptedLate();
    }
    long end = watchdog.nanos();
    long refused = takeBack(system, frame);
    copyOutNanos = watchdog.nanos() - end;
    return refused;
  }

  /// How long laying out and copying in took in the last dispatch.
  long copyInNanos() {
    return copyInNanos;
  }

  /// How long comparing and taking back took in the last dispatch.
  long copyOutNanos() {
    return copyOutNanos;
  }

  /// A start may build a whole world; and code that has hardly run is slow until it is compiled,
  /// which on a busy machine takes a while.
  private long limitNanos(int system, int reason) {
    long limit = module.source().budget().hardLimitNanos();
    boolean cold = dispatches[system] < COLD_DISPATCHES;
    if (cold) {
      dispatches[system]++;
    }
    return reason == 0 && !cold ? limit : START_LIMIT_FACTOR * limit;
  }

  /// Does what a dispatch that was stopped had done to the world by then: took its messages and
  /// reserved its handles.
  void replayStopped(int system, Moment since, Subscription[] inboxes, int[] channels) {
    frames[system].layOut(binding().store(), since, inboxes, channels);
  }

  private void run(int system, SystemFrame frame, TickTime time, int reason) throws WasmTrap {
    ensureRoom(system, frame);
    long start = watchdog.nanos();
    frame.fill(wasm.memory(), time, reason, binding().side() == Side.SERVER ? 0 : 1);
    copyInNanos += watchdog.nanos() - start;
    begin(frame, system, time.tick());
    dispatch.call(system, frame.pointer());
    EffectReader reader = bound().reader();
    reader.readCommands(wasm.memory(), frame);
    reader.readMessages(wasm.memory(), frame);
    reader.checkHandlesUsed(wasm.memory(), frame);
  }

  private void begin(SystemFrame frame, int system, long tick) {
    current = frame;
    random.start(binding().seed(), systemHashes[system], tick);
    bound().reader().begin(binding().writable(module.descriptor().systems().get(system)));
    for (int i = 0; i < frame.handleCount(); i++) {
      bound().reader().reserved(frame.handle(i));
    }
    host.lend(this);
  }

  private long takeBack(int system, SystemFrame frame) {
    FlatMemory memory = wasm.memory();
    int handlesUsed = memory.readInt(frame.pointer() + FrameLayout.HANDLES_USED);
    int commandBytes = memory.readInt(frame.pointer() + FrameLayout.COMMANDS_USED);
    int messageBytes = memory.readInt(frame.pointer() + FrameLayout.MESSAGES_USED);
    long refused =
        frame.copyBack(
            memory,
            binding().store(),
            // Written now, also where a tick of the past is run again.
            (int) binding().world().tick(),
            binding().world().writerId(module.name(), system),
            binding().owner());
    releaseUnspawned(frame, handlesUsed);
    frame.settle(handlesUsed, drawn.size(), commandBytes, messageBytes);
    return refused + effects().refused;
  }

  /// Handles that were taken and not spawned with go back.
  private void releaseUnspawned(SystemFrame frame, int handlesUsed) {
    for (int i = drawn.size() - 1; i >= 0; i--) {
      releaseIfUnspawned(drawn.get(i));
    }
    for (int i = handlesUsed - 1; i >= 0; i--) {
      releaseIfUnspawned(frame.handle(i));
    }
  }

  private void releaseIfUnspawned(long handle) {
    if (!bound().reader().isSpawned(handle)) {
      binding().store().release(handle);
    }
  }

  private void ensureRoom(int system, SystemFrame frame) throws WasmTrap {
    if (frame.totalBytes() <= frame.capacity()) {
      return;
    }
    long most = module.source().budget().memoryPages() * 65_536L;
    if (frame.totalBytes() > most) {
      throw new HostTrap(
          "the rows and messages of one dispatch take %d bytes; its memory is limited to %d"
              .formatted(frame.totalBytes(), most));
    }
    int grown = frame.capacity() + frame.capacity() / 2;
    int wanted = (int) Math.min(most, Math.max(frame.totalBytes(), grown));
    int bytes = (wanted + FRAME_STEP_BYTES - 1) / FRAME_STEP_BYTES * FRAME_STEP_BYTES;
    frame.place(reserve(system, bytes), bytes);
  }

  private int reserve(int slot, int bytes) throws WasmTrap {
    int at = (int) reserve.call(slot, bytes);
    if (at <= 0 || (at & 15) != 0 || at > wasm.memory().sizeBytes() - bytes) {
      throw WasmTrap.of(
          new HostTrap(
              "vivarium_reserve gave %d for %d bytes: not 16-byte aligned, outside the memory, or the memory limit of %d pages is reached"
                  .formatted(at, bytes, module.source().budget().memoryPages())));
    }
    return at;
  }

  /// Lets the plugin collect its garbage, outside any dispatch.
  void collect() throws WasmTrap {
    if (collect.isPresent()) {
      guarded(collect.get());
    }
  }

  private long guarded(WasmFunction function, long... arguments) throws WasmTrap {
    watchdog.arm(module.source().budget().hardLimitNanos());
    try {
      return function.call(arguments);
    } finally {
      watchdog.disarm();
    }
  }

  private int guardedTransfer(int bytes) throws WasmTrap {
    watchdog.arm(module.source().budget().hardLimitNanos());
    try {
      return reserve(TRANSFER_SLOT, bytes);
    } finally {
      watchdog.disarm();
    }
  }

  /// The plugin's private state, if it saves any. Whatever saving does to its memory is undone, so
  /// that asking changes nothing.
  Optional<byte[]> saveState() throws WasmTrap {
    if (save.isEmpty()) {
      return Optional.empty();
    }
    WasmImage before = wasm.image();
    try {
      return Optional.of(savedState(save.get()));
    } finally {
      wasm.restore(before);
    }
  }

  private byte[] savedState(WasmFunction function) throws WasmTrap {
    long span = guarded(function);
    int at = (int) (span >>> 32);
    int bytes = (int) span;
    if (bytes < 0
        || bytes > module.source().budget().stateBytesMax()
        || at < 0
        || at > wasm.memory().sizeBytes() - bytes) {
      throw WasmTrap.of(new HostTrap("vivarium_save gave %d bytes at %d".formatted(bytes, at)));
    }
    return wasm.memory().readBytes(at, bytes);
  }

  /// Gives the plugin state that a version of it saved.
  ///
  /// @return whether it took it
  boolean restoreState(byte[] state, int stateVersion) throws WasmTrap {
    if (restore.isEmpty()) {
      return false;
    }
    int at = guardedTransfer(Math.max(16, state.length));
    wasm.memory().write(at, state, 0, state.length);
    return guarded(restore.get(), at, state.length, stateVersion) == 0;
  }

  /// Has the plugin's hook migrate rows of one of its components.
  ///
  /// @param component index in its descriptor
  /// @param filled rows in the new layout, filled by rule; replaced by what the hook makes of them
  /// @return whether the hook took it
  boolean migrate(int component, int fromVersion, int rows, byte[] old, byte[] filled)
      throws WasmTrap {
    if (migrate.isEmpty()) {
      return false;
    }
    int newAt = FrameLayout.align16(old.length);
    int at = guardedTransfer(newAt + FrameLayout.align16(filled.length) + 16);
    wasm.memory().write(at, old, 0, old.length);
    wasm.memory().write(at + newAt, filled, 0, filled.length);
    boolean taken = guarded(migrate.get(), component, fromVersion, rows, at, at + newAt) == 0;
    if (taken) {
      byte[] made = wasm.memory().readBytes(at + newAt, filled.length);
      System.arraycopy(made, 0, filled, 0, made.length);
    }
    return taken;
  }

  /// Gives handles back that were reserved and never used.
  void releaseHandles() {
    for (int i = frames.length - 1; i >= 0; i--) {
      long[] handles = frames[i].reservedHandles();
      for (int h = handles.length - 1; h >= 0; h--) {
        binding().store().release(handles[h]);
      }
      frames[i].restoreHandles(new long[0]);
    }
  }

  /// Adds the memory outside the frames, globals and tables. Frames hold nothing between
  /// dispatches.
  void hash(StateHasher hasher) {
    MemorySegment memory = wasm.memory().segment();
    int from = 0;
    for (SystemFrame frame : framesInMemoryOrder()) {
      hasher.putBytes(memory, from, Math.max(0, frame.pointer() - from));
      from = Math.max(from, frame.pointer() + frame.capacity());
    }
    hasher.putBytes(memory, from, memory.byteSize() - from);
    wasm.hash(hasher::put);
    for (SystemFrame frame : frames) {
      for (long handle : frame.reservedHandles()) {
        hasher.put(handle);
      }
    }
  }

  private List<SystemFrame> framesInMemoryOrder() {
    return Arrays.stream(frames)
        .filter(frame -> frame.capacity() > 0)
        .sorted(Comparator.comparingInt(SystemFrame::pointer))
        .toList();
  }

  /// Everything mutable, frames included, for keyframes and snapshots.
  InstanceImage image() {
    FrameImage[] images = new FrameImage[frames.length];
    for (int i = 0; i < frames.length; i++) {
      images[i] = frames[i].image();
    }
    return new InstanceImage(wasm.image(), List.of(images));
  }

  void restoreImage(InstanceImage image) {
    wasm.restore(image.wasm());
    for (int i = 0; i < frames.length; i++) {
      frames[i].restore(image.frames().get(i));
    }
  }

  /// A system's frame: where it lies and what decides its next layout besides the world.
  ///
  /// @param handleTarget handles that the next dispatch gets
  /// @param handles reserved and not yet used
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  public record FrameImage(
      int pointer,
      int capacityBytes,
      int handleTarget,
      int commandsCapacityBytes,
      int messagesCapacityBytes,
      long[] handles) {}

  public record InstanceImage(WasmImage wasm, List<FrameImage> frames) {
    public InstanceImage {
      frames = List.copyOf(frames);
    }
  }

  // Host calls during a dispatch.

  @Override
  public void log(int level, String text) {
    long tick = binding().world().tick();
    if (tick != logTick) {
      logTick = tick;
      logLines = 0;
    }
    int most = module.source().budget().logLinesMax();
    mostLogLines = Math.max(mostLogLines, logLines + 1);
    if (logLines++ < most) {
      LogLevel[] levels = LogLevel.values();
      LogLevel known = levels[Math.clamp(level, 0, levels.length - 1)];
      binding().world().log(new LogLine(tick, module.name(), binding().side(), known, text));
    }
  }

  @Override
  public long random() {
    return random.next();
  }

  @Override
  public int rowOf(int query, long entity) {
    return current == null ? -1 : current.rowOf(binding().store(), query, entity);
  }

  @Override
  public long reserveEntity() {
    if (drawn.size() >= module.source().budget().commandsMax()) {
      throw new HostTrap("more than %d entities reserved".formatted(drawn.size()));
    }
    HostStack.ensure();
    long handle = binding().store().reserve();
    drawn.add(handle);
    bound().reader().reserved(handle);
    return handle;
  }

  @Override
  public void flush() {
    if (current == null) {
      throw new HostTrap("'flush' was called outside a dispatch");
    }
    bound().reader().readCommands(wasm.memory(), current);
    bound().reader().readMessages(wasm.memory(), current);
    current.flushed(
        wasm.memory().readInt(current.pointer() + FrameLayout.COMMANDS_USED),
        wasm.memory().readInt(current.pointer() + FrameLayout.MESSAGES_USED));
    wasm.memory().writeI32(current.pointer() + FrameLayout.COMMANDS_USED, 0);
    wasm.memory().writeI32(current.pointer() + FrameLayout.MESSAGES_USED, 0);
  }

  @Override
  public AssetStore assets() {
    return binding().world().assets();
  }

  @Override
  public Optional<String> setting(String key) {
    return Optional.ofNullable(module.source().settings().get(key)).map(Object::toString);
  }

  FlatMemory memory() {
    return wasm.memory();
  }
}
