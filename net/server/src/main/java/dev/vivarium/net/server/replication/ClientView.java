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
  private static final double FIRST_BYTES_A_UNIT = 12;
  private static final double LEAST_BYTES_A_UNIT = 1;
  private static final double LEARNING = 0.2;

  /// Ticks beyond which waiting longer makes no entity more urgent.
  private static final long LONGEST_WAIT = 600;

  private final int client;
  private final ReplicationOptions options;
  private final ClientBaselines baselines = new ClientBaselines(BaselinePolicy.SENT);
  private @Nullable Snapshot last;
  private boolean whole = true;

  /// Bytes that may be spent now; below 0 after a frame that became longer than foreseen.
  private double allowance;

  private double bytesAUnit = FIRST_BYTES_A_UNIT;

  /// Tick in which an entity was told of, by the low bits of its index.
  private long[] toldTick = new long[64];

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
  }

  /// The client holds the frame of that tick.
  public void acknowledge(long tick) {
    var _ = baselines.acknowledge(tick);
  }

  /// Whether too many frames are on their way already.
  public boolean isBehind() {
    return baselines.unacknowledged() >= options.unacknowledgedMax();
  }

  /// The next frame. The snapshot is newer than the one of the last frame.
  ///
  /// @return empty if it would be larger than a frame may be
  public Optional<EncodedFrame> next(FrameEncoder encoder, Sight sight) {
    Snapshot world = sight.snapshot();
    int budget = last == null ? options.fullFrameBytes() : options.frameBytes();
    allowance = Math.min(2.0 * budget, Math.max(0, allowance) + budget);
    if (whole) {
      Optional<EncodedFrame> frame = encoder.encodeWithin(baselines, world, budget);
      if (frame.isPresent()) {
        last = world;
        return frame;
      }
      whole = false;
    }
    return chosen(encoder, sight, budget);
  }

  private Optional<EncodedFrame> chosen(FrameEncoder encoder, Sight sight, int budget) {
    Snapshot world = sight.snapshot();
    BitSet visible = visible(sight);
    BitSet fresh = new BitSet(world.entities());
    int units = choose(sight, visible, fresh);
    boolean all = units >= 0 && visible.cardinality() == world.entities();
    if (all) {
      Optional<EncodedFrame> frame = encoder.encodeWithin(baselines, world, budget);
      if (frame.isPresent()) {
        whole = true;
        last = world;
        return frame;
      }
    }
    Snapshot told = encoder.budgeted(baselines, world, visible, fresh);
    Optional<EncodedFrame> frame =
        encoder.encodeWithin(baselines, told, ReplicationLimits.FRAME_BYTES);
    frame.ifPresent(sent -> {
      last = told;
      spent(sent.bytes().length, Math.abs(units));
      noteTold(world, fresh);
    });
    return frame;
  }

  private void spent(int bytes, int units) {
    allowance -= bytes;
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
      boolean known = last != null && last.indexOf(world.id(i)) >= 0;
      float least = known ? options.leastApparentSize() / 2 : options.leastApparentSize();
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
    news.and(visible);
    long[] byUrgency = byUrgency(sight, news);
    int affordable = (int) Math.max(1, allowance / bytesAUnit);
    int units = 0;
    for (int i = byUrgency.length - 1; i >= 0; i--) {
      int entity = (int) byUrgency[i];
      boolean known = last != null && last.indexOf(world.id(entity)) >= 0;
      int cost = known ? 1 : NEW_UNITS;
      boolean own = world.owner(entity) == client;
      if (!own && units + cost > affordable && units > 0) {
        return -units;
      }
      fresh.set(entity);
      units += cost;
    }
    return units;
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
      for (int row : changes.components()[c].set()) {
        news.set(world.indexOf(world.rowId(c, row)));
      }
      for (long id : changes.components()[c].removed()) {
        news.set(world.indexOf(id));
      }
    }
    return news;
  }

  /// Entities in the low half, the most urgent last, own ones after all others.
  private long[] byUrgency(Sight sight, BitSet news) {
    Snapshot world = sight.snapshot();
    int viewpoint = sight.viewpoint(client);
    long[] keys = new long[news.cardinality()];
    int count = 0;
    for (int i = news.nextSetBit(0); i >= 0; i = news.nextSetBit(i + 1)) {
      long waited = Math.min(LONGEST_WAIT, world.tick() - toldTick[slot(world.id(i))]);
      float urgency =
          world.owner(i) == client
              ? Float.POSITIVE_INFINITY
              : Math.min(Float.MAX_VALUE, sight.apparentSize(i, viewpoint) * waited);
      keys[count++] = (long) Float.floatToIntBits(Math.max(0, urgency)) << 32 | i;
    }
    Arrays.sort(keys);
    return keys;
  }

  private void noteTold(Snapshot world, BitSet fresh) {
    if (toldTick.length < world.entities()) {
      toldTick = new long[Integer.highestOneBit(world.entities()) * 4];
    }
    for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
      toldTick[slot(world.id(i))] = world.tick();
    }
  }

  private int slot(long entity) {
    return EntityHandle.index(entity) & (toldTick.length - 1);
  }
}
