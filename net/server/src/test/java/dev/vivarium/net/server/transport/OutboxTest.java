package dev.vivarium.net.server.transport;

import static dev.vivarium.net.server.transport.Outbox.Entry.CLOSED;
import static dev.vivarium.net.server.transport.Outbox.Entry.OVERFLOW;
import static dev.vivarium.net.server.transport.Outbox.Entry.WAITS;
import static dev.vivarium.net.server.transport.Outbox.Entry.WAKES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox(3);
  private final List<Frame> frames =
      Stream.<Frame>generate(() -> new Frame.Binary(new byte[1])).limit(6).toList();

  @Test
  void framesLeaveInTheOrderInWhichTheyCame() {
    outbox.add(frame(1));
    outbox.add(frame(2));
    assertEquals(frame(1), outbox.poll());
    outbox.add(frame(3));
    outbox.add(frame(4));
    assertEquals(3, outbox.size());
    assertEquals(frame(2), outbox.poll());
    assertEquals(frame(3), outbox.poll());
    assertEquals(frame(4), outbox.poll());
    assertNull(outbox.poll());
    assertEquals(0, outbox.size());
  }

  @Test
  void onlyWhoFindsNobodySendingHasToSend() {
    assertEquals(WAKES, outbox.add(frame(1)));
    assertEquals(WAITS, outbox.add(frame(2)));
    outbox.poll();
    outbox.poll();
    assertEquals(WAITS, outbox.add(frame(3)), "the sender has not seen yet that it was empty");
    outbox.poll();
    assertNull(outbox.poll());
    assertEquals(WAKES, outbox.add(frame(4)));
  }

  @Test
  void oneFrameTooManyClosesItAndNothingMoreIsSent() {
    for (int i = 1; i <= 3; i++) outbox.add(frame(i));
    assertEquals(OVERFLOW, outbox.add(frame(4)));
    assertNull(outbox.poll());
    assertEquals(CLOSED, outbox.add(frame(5)));
  }

  @Test
  void whatWaitsIsStillSentAfterItWasShut() {
    outbox.add(frame(1));
    assertTrue(outbox.shut());
    assertFalse(outbox.shut());
    assertEquals(CLOSED, outbox.add(frame(2)));
    assertEquals(frame(1), outbox.poll());
    assertNull(outbox.poll());
  }

  private Frame frame(int number) {
    return frames.get(number);
  }
}
