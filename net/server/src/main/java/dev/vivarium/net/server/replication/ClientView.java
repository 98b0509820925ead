package dev.vivarium.net.server.replication;

import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.net.protocol.replication.BaselinePolicy;
import dev.vivarium.net.protocol.replication.ClientBaselines;
import dev.vivarium.net.protocol.replication.EncodedFrame;
import dev.vivarium.net.protocol.replication.FrameEncoder;
import dev.vivarium.net.protocol.replication.ReplicationLimits;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.SnapshotChanges;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one client has been shown, and which frame comes next. As long as everything fits, a client
/// is shown everything, by frames shared with all others of whom that is true. Where it does not,
/// the client is told of its own entities first, and of others the sooner the larger they appear to
/// it and the longer it has not heard of them; what appears too small it is not shown. Belongs to
/// one thread.
public final class ClientView {
  private static final int NEW_UNITS = 4;

  /// Frames whose bytes may be spent at once where less was needed before, so that what happens all
  /// of a sudden still goes to everybody in one shared frame.
  private static final double BURST = 8;

  private static final double FIRST_BYTES_A_UNIT = 12;
  private static final double LEAST_BYTES_A_UNIT = 1;
  private static final double LEARNING = 0.2;
  private static final float MOST_URGENT = Float.MAX_VALUE / 2;

  private final int client;
  private final ReplicationOptions options;
  private final ClientBaselines baselines = new ClientBaselines(BaselinePolicy.SENT);
  private @Nullable Snapshot last;
  private boolean whole = true;

  /// Bytes that may be spent now; below 0 after frames that became longer than foreseen.
  private double allowance;

  private double bytesAUnit = FIRST_BYTES_A_UNIT;

  /// Where in `last` the entities of the world are, or -1.
  private int[] inLast = new int[64];

  // By the low bits of an entity's index.

  private long[] heldBy = new long[64];

  /// Tick since which an entity waits to be told of again.
  private long[] waitsSince = new long[64];

  /// Whether it was told of in the last frame after a wait. What it moved by then is not how it
  /// moves, so it is told of once more before it is left to go on as the client expects.
  private boolean[] settles = new boolean[64];

  public ClientView(int client, ReplicationOptions options) {
    this.client = client;
    this.options = options;
  }

  /// Begins anew: the next frame is a full one.
  public void reset() {
    baselines.reset();
    last = null;
    whole = true;
    allowance = 0;
    Arrays.fill(heldBy, EntityHandle.NONE);
  }

  /// The client holds the frame of that tick.
  public void acknowledge(long tick) {
    var _ = baselines.acknowledge(tick);
  }

  /// Whether too many frames are on their way already.
  public boolean isBehind() {
    return baselines.unacknowledged() >= options.unacknowledgedMax();
  }

  /// The next frame.
  ///
  /// @return empty if it would be larger than a frame may be, or the client knows of that tick
  public Optional<EncodedFrame> next(FrameEncoder encoder, Sight sight) {
    Snapshot world = sight.snapshot();
    if (last != null && world.tick() <= last.tick()) {
      return Optional.empty();
    }
    boolean full = last == null;
    allowance =
        full
            ? options.fullFrameBytes()
            : Math.min(BURST * options.frameBytes(), allowance + options.frameBytes());
    Optional<EncodedFrame> frame = whole ? shared(encoder, world) : Optional.empty();
    if (frame.isEmpty()) {
      frame = chosen(encoder, sight);
    }
    if (full) {
      allowance = 0;
    }
    return frame;
  }

  /// The frame that all have in common who are shown everything, if it may be spent.
  private Optional<EncodedFrame> shared(FrameEncoder encoder, Snapshot world) {
    Optional<EncodedFrame> frame =
        encoder.encodeWithin(baselines, world, (int) Math.max(0, allowance));
    whole = frame.isPresent();
    frame.ifPresent(sent -> {
      last = world;
      allowance -= sent.bytes().length;
    });
    return frame;
  }

  private Optional<EncodedFrame> chosen(FrameEncoder encoder, Sight sight) {
    Snapshot world = sight.snapshot();
    findLast(world);
    BitSet visible = visible(sight);
    BitSet fresh = new BitSet(world.entities());
    int units = choose(sight, visible, fresh);
    boolean all = units >= 0 && visible.cardinality() == world.entities();
    if (all) {
      Optional<EncodedFrame> frame = shared(encoder, world);
      if (frame.isPresent()) {
        return frame;
      }
    }
    Snapshot told = encoder.budgeted(baselines, world, visible, fresh);
    Optional<EncodedFrame> frame =
        encoder.encodeWithin(baselines, told, ReplicationLimits.FRAME_BYTES);
    frame.ifPresent(sent -> {
      noteTold(world, fresh);
      last = told;
      spent(sent.bytes().length, Math.abs(units));
    });
    return frame;
  }

  private void spent(int bytes, int units) {
    allowance = Math.max(-BURST * options.frameBytes(), allowance - bytes);
    if (units > 0) {
      double seen = Math.max(LEAST_BYTES_A_UNIT, bytes / (double) units);
      bytesAUnit += (seen - bytesAUnit) * LEARNING;
    }
  }

  /// What is shown already has to appear half as small before it goes, so that nothing flickers.
  private BitSet visible(Sight sight) {
    Snapshot world = sight.snapshot();
    int viewpoint = sight.viewpoint(client);
    BitSet visible = new BitSet(world.entities());
    for (int i = 0; i < world.entities(); i++) {
      float least = inLast[i] >= 0 ? options.leastApparentSize() / 2 : options.leastApparentSize();
      visible.set(i, world.owner(i) == client || sight.apparentSize(i, viewpoint) >= least);
    }
    return visible;
  }

  /// Sets in `fresh` those whose news fit.
  ///
  /// @return what they are thought to cost; negative if some had to be left out
  private int choose(Sight sight, BitSet visible, BitSet fresh) {
    Snapshot world = sight.snapshot();
    BitSet news = news(world);
    hold(world, visible, news);
    news.and(visible);
    long[] byUrgency = byUrgency(sight, news);
    int affordable = (int) Math.max(1, allowance / bytesAUnit);
    int units = 0;
    for (int i = byUrgency.length - 1; i >= 0; i--) {
      int entity = (int) byUrgency[i];
      int cost = inLast[entity] >= 0 ? 1 : NEW_UNITS;
      boolean own = world.owner(entity) == client;
      if (!own && units + cost > affordable && units > 0) {
        return -units;
      }
      fresh.set(entity);
      units += cost;
    }
    return units;
  }

  /// Both are in ascending order of their handles.
  private void findLast(Snapshot world) {
    int count = world.entities();
    if (inLast.length < count) {
      inLast = new int[count + count / 2];
    }
    Arrays.fill(inLast, 0, count, -1);
    int old = 0;
    for (int i = 0; last != null && i < count; i++) {
      while (old < last.entities() && last.id(old) < world.id(i)) {
        old++;
      }
      if (old < last.entities() && last.id(old) == world.id(i)) {
        inLast[i] = old;
      }
    }
  }

  /// Notes who waits from now on, and adds to the news those that have to be told of in any case.
  private void hold(Snapshot world, BitSet visible, BitSet news) {
    if (heldBy.length < world.entities()) {
      int size = Integer.highestOneBit(world.entities()) * 4;
      heldBy = new long[size];
      waitsSince = new long[size];
      settles = new boolean[size];
    }
    for (int i = visible.nextSetBit(0); i >= 0; i = visible.nextSetBit(i + 1)) {
      long entity = world.id(i);
      int slot = slot(entity);
      if (heldBy[slot] != entity) {
        heldBy[slot] = entity;
        waitsSince[slot] = world.tick() - 1;
        settles[slot] = false;
      }
      if (settles[slot] || world.owner(i) == client) {
        news.set(i);
      }
    }
  }

  /// Entities that are new to the client or have other values than it was told last.
  private BitSet news(Snapshot world) {
    BitSet news = new BitSet(world.entities());
    if (last == null) {
      news.set(0, world.entities());
      return news;
    }
    SnapshotChanges changes = SnapshotChanges.between(last, world);
    Arrays.stream(changes.spawned()).forEach(news::set);
    Arrays.stream(changes.reowned()).forEach(news::set);
    for (int c = 0; c < changes.components().length; c++) {
      int entity = 0;
      for (int row : changes.components()[c].set()) {
        while (world.id(entity) != world.rowId(c, row)) {
          entity++;
        }
        news.set(entity);
      }
      for (long id : changes.components()[c].removed()) {
        news.set(world.indexOf(id));
      }
    }
    return news;
  }

  /// Entities in the low half, the most urgent last: own ones after those that have to settle after
  /// all others.
  private long[] byUrgency(Sight sight, BitSet news) {
    Snapshot world = sight.snapshot();
    int viewpoint = sight.viewpoint(client);
    Sight shown = last == null ? sight : new Sight(last, sight.components());
    long[] keys = new long[news.cardinality()];
    int count = 0;
    for (int i = news.nextSetBit(0); i >= 0; i = news.nextSetBit(i + 1)) {
      float urgency;
      if (world.owner(i) == client) {
        urgency = Float.POSITIVE_INFINITY;
      } else if (settles[slot(world.id(i))]) {
        urgency = Float.MAX_VALUE;
      } else {
        urgency = urgency(sight, shown, i, viewpoint);
      }
      keys[count++] = (long) Float.floatToIntBits(urgency) << 32 | i;
    }
    Arrays.sort(keys);
    return keys;
  }

  /// The larger it appears, and the further away it is shown from where it is, the sooner.
  private float urgency(Sight sight, Sight shown, int entity, int viewpoint) {
    long id = sight.snapshot().id(entity);
    int before = inLast[entity];
    float size = sight.apparentSize(entity, viewpoint);
    float off = before < 0 ? 0 : sight.apparentDistance(entity, shown, before, viewpoint);
    long waited = sight.snapshot().tick() - waitsSince[slot(id)];
    return Math.clamp((float) Math.sqrt(size + off) * waited, 0, MOST_URGENT);
  }

  private void noteTold(Snapshot world, BitSet fresh) {
    for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
      int slot = slot(world.id(i));
      boolean waited = waitsSince[slot] < world.tick() - 1;
      settles[slot] = waited && !settles[slot] && inLast[i] >= 0;
      waitsSince[slot] = world.tick();
    }
  }

  private int slot(long entity) {
    return EntityHandle.index(entity) & (heldBy.length - 1);
  }
}
