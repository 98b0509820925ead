package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.link.LinkConditions;
import dev.vivarium.net.protocol.link.SimulatedLink;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A server and two clients over links that lose, double, delay and reorder. Every state that a
/// client comes to is, bit for bit, one that the server sent it; after all has settled it is the
/// newest. `-Dvivarium.replication.seeds=N` runs more seeds, `-Dvivarium.replication.seed=S` one.
class LossyLinkTest {
  private static final int SEEDS = Integer.getInteger("vivarium.replication.seeds", 2000);
  private static final long TICK_NANOS = 50_000_000;
  private static final int TICKS = 40;
  private static final int SETTLING_TICKS = 50;

  @Test
  void nothingIsLostDoubledOrStuck() {
    Long only = Long.getLong("vivarium.replication.seed");
    if (only != null) {
      new Session(only).run();
      return;
    }
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        new Session(seed).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static final class Peer {
    final ClientBaselines baselines;
    final SimulatedLink<byte[]> down;
    final SimulatedLink<Long> up;
    final FrameDecoder decoder = new FrameDecoder(RandomWorld.PLAN);
    final Map<Long, Snapshot> sent = new HashMap<>();
    final boolean budgeted;

    Peer(Random random) {
      LinkConditions conditions = conditions(random);
      boolean sentPolicy = conditions.inOrder() && random.nextBoolean();
      baselines =
          new ClientBaselines(sentPolicy ? BaselinePolicy.SENT : BaselinePolicy.ACKNOWLEDGED);
      down = new SimulatedLink<>(random.nextLong(), conditions);
      up = new SimulatedLink<>(random.nextLong(), conditions(random));
      budgeted = random.nextInt(3) == 0;
    }

    private static LinkConditions conditions(Random random) {
      boolean inOrder = random.nextInt(4) == 0;
      return new LinkConditions(
          (long) (random.nextDouble() * 4 * TICK_NANOS),
          (long) (random.nextDouble() * 4 * TICK_NANOS),
          random.nextDouble() * 0.5,
          random.nextDouble() * 0.3,
          random.nextDouble() * 0.3,
          inOrder);
    }
  }

  private static final class Session {
    private final Random random;
    private final RandomWorld world;
    private final FrameEncoder encoder = new FrameEncoder();
    private final Peer[] peers;

    Session(long seed) {
      random = new Random(seed);
      world = new RandomWorld(seed);
      peers = new Peer[] {new Peer(random), new Peer(random)};
    }

    void run() {
      for (int tick = 1; tick <= TICKS; tick++) {
        world.step(true);
        tick(tick, false);
      }
      world.rest();
      for (Peer peer : peers) {
        peer.up.conditions(LinkConditions.PERFECT);
        peer.down.conditions(LinkConditions.inOrder(TICK_NANOS / 2, 0, 0));
      }
      for (int tick = TICKS + 1; tick <= TICKS + SETTLING_TICKS; tick++) {
        tick(tick, true);
      }
      Snapshot last = world.snapshot(TICKS + SETTLING_TICKS + 1);
      for (Peer peer : peers) {
        Snapshot seen = peer.decoder.newest();
        assertTrue(seen != null && last.sameState(seen), "not settled");
        assertEquals(last.stateHash(), seen == null ? 0 : seen.stateHash());
      }
    }

    private void tick(int tick, boolean settling) {
      long nowNanos = tick * TICK_NANOS;
      Snapshot now = world.snapshot(tick);
      for (Peer peer : peers) {
        for (Long ack = peer.up.receive(nowNanos); ack != null; ack = peer.up.receive(nowNanos)) {
          peer.baselines.acknowledge(ack);
        }
        // A slow reader is passed over now and then.
        if (settling || random.nextInt(8) != 0) {
          Snapshot view = peer.budgeted && !settling ? some(peer, now) : now;
          peer.sent.put(view.tick(), view);
          peer.down.send(encoder.encode(peer.baselines, view), nowNanos);
        }
        receive(peer, nowNanos + TICK_NANOS / 2);
      }
    }

    private Snapshot some(Peer peer, Snapshot now) {
      return encoder.budgeted(peer.baselines, now, bits(now, 0.9), bits(now, 0.5));
    }

    private BitSet bits(Snapshot now, double share) {
      var bits = new BitSet();
      for (int i = 0; i < now.entities(); i++) {
        bits.set(i, random.nextDouble() < share);
      }
      return bits;
    }

    private static void receive(Peer peer, long nowNanos) {
      for (byte[] frame = peer.down.receive(nowNanos);
          frame != null;
          frame = peer.down.receive(nowNanos)) {
        Snapshot state = peer.decoder.decode(frame);
        if (state != null) {
          Snapshot sent = peer.sent.get(state.tick());
          assertTrue(
              sent != null && sent.sameState(state), "tick " + state.tick() + " decoded otherwise");
          peer.up.send(state.tick(), nowNanos);
        }
      }
    }
  }
}
