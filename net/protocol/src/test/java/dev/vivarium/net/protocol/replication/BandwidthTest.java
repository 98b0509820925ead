package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fiedler's scene: 901 cubes at 60 Hz.
class BandwidthTest {
  private static final Logger log = LoggerFactory.getLogger(BandwidthTest.class);
  private static final int TICKS = 1800;
  private static final int HZ = 60;

  /// Bytes that a message of our own puts before a frame, and WebSocket before that.
  private static final int MESSAGE_BYTES = 4 + 4;

  private record Run(double kbitPerSecond, double changed, double fullBytes) {}

  @Test
  void sendsNineHundredCubesAtSixtyHertzWithinAQuarterOfAMegabit() {
    Run run = run(BaselinePolicy.SENT, 0, 9);
    assertTrue(run.changed > 190 && run.changed < 230, run.toString());
    assertTrue(run.kbitPerSecond <= 256, run.toString());
  }

  @Test
  void aRoundTripAgainstAcknowledgedFramesCostsMore() {
    run(BaselinePolicy.ACKNOWLEDGED, 0, 9);
    run(BaselinePolicy.ACKNOWLEDGED, 5, 9);
    Run finer = run(BaselinePolicy.SENT, 0, 11);
    assertTrue(finer.kbitPerSecond <= 320, finer.toString());
  }

  private static Run run(BaselinePolicy policy, int ackTicks, int bits) {
    var scene = new CubeScene();
    var builder = new SnapshotBuilder(CubePlan.plan(bits));
    var encoder = new FrameEncoder();
    var client = new ClientBaselines(policy);
    var decoder = new FrameDecoder(CubePlan.plan(bits));
    var acks = new ArrayDeque<Long>();
    byte[] rows = new byte[CubeScene.CUBES * CubeScene.ROW_BYTES];
    long[] ids = CubePlan.ids(CubeScene.CUBES);
    long bytes = 0;
    long changed = 0;
    long first = 0;
    Snapshot last = null;
    for (int tick = 0; tick < TICKS; tick++) {
      scene.step();
      scene.write(rows);
      Snapshot now = CubePlan.build(builder, tick, ids, rows);
      byte[] frame = encoder.encode(client, now);
      Snapshot seen = decoder.decode(frame);
      assertTrue(seen != null && now.sameState(seen));
      acks.add(now.tick());
      if (acks.size() > ackTicks) {
        client.acknowledge(acks.remove());
      }
      if (tick > ackTicks + 1) {
        bytes += frame.length + MESSAGE_BYTES;
        changed += SnapshotChanges.between(last, now).components()[0].set().length;
      } else {
        first = frame.length;
      }
      last = now;
    }
    assertEquals(CubeScene.CUBES, last == null ? 0 : last.entities());
    int counted = TICKS - ackTicks - 2;
    var run = new Run(bytes * 8.0 * HZ / 1000 / counted, changed / (double) counted, first);
    log.info("{}, acknowledged {} ticks later, {} bits: {}", policy, ackTicks, bits, run);
    return run;
  }
}
