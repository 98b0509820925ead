package dev.vivarium.net.client.realtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.HandClock;
import dev.vivarium.net.client.memory.MemoryCarrier;
import dev.vivarium.net.client.memory.MemoryConnection;
import dev.vivarium.net.protocol.link.LinkConditions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionedCarrierTest {
  private static final LinkConditions SLOW = LinkConditions.inOrder(100_000_000, 0, 0);

  private final HandClock clock = new HandClock();
  private final MemoryCarrier memory = new MemoryCarrier();
  private final ConditionedCarrier carrier = new ConditionedCarrier(memory, 1, clock);
  private final RealtimeConnection far =
      carrier.open(URI.create("ws://there"), Duration.ofSeconds(1));
  private final MemoryConnection near = memory.next().orElseThrow();

  private void open() {
    assertTrue(near.accept());
    assertEquals(new RealtimeConnection.Opened(), far.poll());
  }

  private void passMs(long ms) {
    clock.move(Duration.ofMillis(ms));
  }

  @Test
  void delaysEachDirectionByItsOwn() {
    open();
    carrier.conditions(new RealtimeConditions(LinkConditions.PERFECT, SLOW));
    assertTrue(far.send(new byte[] {1}));
    assertArrayEquals(new byte[] {1}, near.take().orElseThrow());
    assertTrue(near.deliver(new byte[] {2}));
    assertNull(far.poll());
    passMs(99);
    assertNull(far.poll());
    passMs(1);
    assertTrue(far.poll() instanceof RealtimeConnection.Message);

    carrier.conditions(new RealtimeConditions(SLOW, LinkConditions.PERFECT));
    assertTrue(far.send(new byte[] {3}));
    assertTrue(near.take().isEmpty());
    passMs(100);
    assertNull(far.poll());
    assertArrayEquals(new byte[] {3}, near.take().orElseThrow());
  }

  @Test
  void stallsWhereItLosesAndKeepsTheOrder() {
    open();
    LinkConditions lossy = LinkConditions.inOrder(10_000_000, 20_000_000, 0.2);
    carrier.conditions(new RealtimeConditions(lossy, lossy));
    List<Integer> received = new ArrayList<>();
    for (int sent = 0; sent < 100; sent++) {
      assertTrue(far.send(new byte[] {(byte) sent}));
      passMs(5);
      assertNull(far.poll());
      near.take().ifPresent(message -> received.add((int) message[0]));
    }
    passMs(1_000);
    assertNull(far.poll());
    for (var next = near.take(); next.isPresent(); next = near.take()) {
      received.add((int) next.get()[0]);
    }
    assertEquals(IntStream.range(0, 100).boxed().toList(), received);
  }

  @Test
  void sendsWhatIsUnderWayBeforeItCloses() {
    open();
    carrier.conditions(new RealtimeConditions(SLOW, SLOW));
    assertTrue(far.send(new byte[] {1}));
    far.close();
    assertTrue(near.take().isPresent());
    assertFalse(near.isOpen());
    assertFalse(far.send(new byte[] {2}));
  }

  @Test
  void takesNoMoreThanItsBounds() {
    open();
    carrier.conditions(new RealtimeConditions(SLOW, SLOW));
    byte[] message = new byte[RealtimeConnection.MAX_OUTGOING_BYTES / 4];
    for (int sent = 0; sent < 4; sent++) {
      assertTrue(far.send(message));
    }
    assertFalse(far.send(message));
    passMs(100);
    assertNull(far.poll());
    assertTrue(far.send(message), "room again");
    for (int sent = 0; sent < RealtimeConnection.MAX_WAITING_MESSAGES; sent++) {
      assertTrue(near.deliver(new byte[1]));
    }
    assertNull(far.poll());
    assertTrue(near.deliver(new byte[1]));
    assertNull(far.poll());
    for (int sent = 1; sent < RealtimeConnection.MAX_WAITING_MESSAGES; sent++) {
      assertTrue(near.deliver(new byte[1]));
    }
    assertFalse(near.deliver(new byte[1]), "the rest waits below");
  }
}
