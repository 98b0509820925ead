package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  private final RandomWorld world = new RandomWorld(11);
  private final FrameEncoder encoder = new FrameEncoder();

  @Test
  void clientsWithTheSameBaselineShareOneArray() {
    var first = new ClientBaselines(BaselinePolicy.SENT);
    var second = new ClientBaselines(BaselinePolicy.SENT);
    var late = new ClientBaselines(BaselinePolicy.SENT);
    for (int tick = 1; tick < 5; tick++) {
      world.step(true);
      Snapshot now = world.snapshot(tick);
      byte[] frame = encoder.encode(first, now);
      assertSame(frame, encoder.encode(second, now));
      if (tick == 3) {
        assertNotSame(frame, encoder.encode(late, now));
      }
    }
  }

  @Test
  void aStillWorldCostsAFewBytes() {
    var client = new ClientBaselines(BaselinePolicy.SENT);
    world.rest();
    encoder.encode(client, world.snapshot(1));
    assertTrue(encoder.encode(client, world.snapshot(2)).length <= 5);
  }

  @Test
  void aDeltaAgainstAnUnknownBaselineIsRefusedByName() {
    var client = new ClientBaselines(BaselinePolicy.SENT);
    encoder.encode(client, world.snapshot(1));
    byte[] delta = encoder.encode(client, world.snapshot(2));
    var decoder = new FrameDecoder(RandomWorld.PLAN);
    var refused = assertThrows(UnknownBaselineException.class, () -> decoder.decode(delta));
    assertEquals(1, refused.baselineTick());
    assertNull(decoder.newest());
    client.reset();
    decoder.decode(encoder.encode(client, world.snapshot(3)));
    Snapshot newest = decoder.newest();
    assertEquals(3, newest == null ? -1 : newest.tick());
  }

  @Test
  void aFrameOfOtherSchemasIsRefusedByName() {
    byte[] frame = encoder.encode(new ClientBaselines(BaselinePolicy.SENT), world.snapshot(1));
    var decoder = new FrameDecoder(CubePlan.PLAN);
    var refused = assertThrows(OtherEpochException.class, () -> decoder.decode(frame));
    assertEquals(7, refused.frameEpoch());
  }

  @Test
  void anotherPlanBeginsWithAFullFrame() {
    var client = new ClientBaselines(BaselinePolicy.SENT);
    encoder.encode(client, world.snapshot(1));
    Snapshot other = Snapshot.empty(CubePlan.PLAN, 2);
    assertTrue(FrameHeader.read(encoder.encode(client, other)).full());
  }

  @Test
  void oldRepeatedAndInventedAcknowledgementsChangeNothing() {
    var client = new ClientBaselines(BaselinePolicy.ACKNOWLEDGED);
    for (int tick = 1; tick <= 3; tick++) {
      assertTrue(FrameHeader.read(encoder.encode(client, world.snapshot(tick))).full());
    }
    assertFalse(client.acknowledge(99));
    assertTrue(client.acknowledge(2));
    assertFalse(client.acknowledge(2));
    assertFalse(client.acknowledge(1));
    assertEquals(1, client.unacknowledged());
    assertEquals(2, FrameHeader.read(encoder.encode(client, world.snapshot(4))).baselineTick());
  }

  @Test
  void whoAcknowledgesNothingForLongGetsAFullFrame() {
    var client = new ClientBaselines(BaselinePolicy.ACKNOWLEDGED);
    encoder.encode(client, world.snapshot(1));
    client.acknowledge(1);
    for (int tick = 2; tick <= ReplicationLimits.BASELINES + 1; tick++) {
      assertFalse(FrameHeader.read(encoder.encode(client, world.snapshot(tick))).full());
    }
    int next = ReplicationLimits.BASELINES + 2;
    assertTrue(FrameHeader.read(encoder.encode(client, world.snapshot(next))).full());
  }

  @Test
  void everyTruncationIsRefusedAndLeavesTheState() {
    var client = new ClientBaselines(BaselinePolicy.SENT);
    var decoder = new FrameDecoder(RandomWorld.PLAN);
    Snapshot first = decoder.decode(encoder.encode(client, world.snapshot(1)));
    world.step(true);
    byte[] frame = encoder.encode(client, world.snapshot(2));
    for (int length = 0; length < frame.length; length++) {
      byte[] part = Arrays.copyOf(frame, length);
      assertThrows(MalformedFrameException.class, () -> decoder.decode(part));
    }
    assertSame(first, decoder.newest());
    byte[] longer = Arrays.copyOf(frame, frame.length + 1);
    assertThrows(MalformedFrameException.class, () -> decoder.decode(longer));
  }

  @Test
  void moreEntitiesOrValuesThanAllowedAreRefusedBeforeMemoryIsTaken() {
    var bits = new BitWriter();
    bits.flag(true);
    bits.golomb(0, ColumnWriter.COUNT_ORDER);
    bits.golomb(ReplicationLimits.ENTITIES + 1, ColumnWriter.COUNT_ORDER);
    byte[] frame = new byte[64];
    int at = FrameHeader.write(frame, 7, 1, 0, 0);
    System.arraycopy(bits.bytes(), 0, frame, at, bits.finish());
    var decoder = new FrameDecoder(RandomWorld.PLAN);
    var refused = assertThrows(MalformedFrameException.class, () -> decoder.decode(frame));
    assertTrue(String.valueOf(refused.getMessage()).contains("entities"), refused.getMessage());
  }

  @Test
  void whatIsNotFreshCostsNothingAndCatchesUpLater() {
    var client = new ClientBaselines(BaselinePolicy.SENT);
    var decoder = new FrameDecoder(RandomWorld.PLAN);
    decoder.decode(encoder.encode(client, world.snapshot(1)));
    var all = new BitSet();
    all.set(0, 100);
    world.step(false);
    Snapshot stale = encoder.budgeted(client, world.snapshot(2), all, new BitSet());
    byte[] frame = encoder.encode(client, stale);
    assertTrue(frame.length <= 5, frame.length + " bytes");
    decoder.decode(frame);
    Snapshot now = world.snapshot(3);
    Snapshot seen = decoder.decode(encoder.encode(client, now));
    assertTrue(seen != null && now.sameState(seen));
  }

  @Test
  void largeFramesAreCompressedWhereThatHelps() {
    var builder = new SnapshotBuilder(CubePlan.PLAN);
    int count = 20_000;
    byte[] rows = new byte[count * CubeScene.ROW_BYTES];
    Snapshot now = CubePlan.build(builder, 1, CubePlan.ids(count), rows);
    byte[] frame = encoder.encode(new ClientBaselines(BaselinePolicy.SENT), now);
    assertTrue(FrameHeader.read(frame).bodyBytes() > 0);
    Snapshot seen = new FrameDecoder(CubePlan.PLAN).decode(frame);
    assertTrue(seen != null && now.sameState(seen));
  }

  @Test
  void changesSayWhatToDoToKeepInStep() {
    List<Snapshot> states = new ArrayList<>();
    for (int tick = 1; tick < 200; tick++) {
      world.step(true);
      states.add(world.snapshot(tick));
    }
    for (int i = 1; i < states.size(); i++) {
      Snapshot older = states.get(i - 1);
      Snapshot newer = states.get(i);
      SnapshotChanges changes = SnapshotChanges.between(older, newer);
      assertEquals(
          newer.entities(),
          older.entities() - changes.despawned().length + changes.spawned().length);
      for (int c = 0; c < changes.components().length; c++) {
        checkRows(older, newer, c, changes.components()[c]);
      }
    }
  }

  private static void checkRows(
      Snapshot older, Snapshot newer, int component, SnapshotChanges.ComponentChanges changes) {
    for (int row = 0; row < newer.rows(component); row++) {
      int from = older.rowOf(component, newer.rowId(component, row));
      boolean told = Arrays.binarySearch(changes.set(), row) >= 0;
      boolean differs = from < 0;
      for (int[] column : newer.components[component].columns) {
        int index = Arrays.asList(newer.components[component].columns).indexOf(column);
        differs |= from >= 0 && older.components[component].columns[index][from] != column[row];
      }
      assertEquals(differs, told);
    }
    for (long removed : changes.removed()) {
      assertTrue(newer.indexOf(removed) >= 0 && newer.rowOf(component, removed) < 0);
    }
  }
}
