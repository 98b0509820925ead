package dev.vivarium.net.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedLinkTest {
  private static final long MS = 1_000_000;
  private static final int MESSAGES = 10_000;

  @Test
  void delaysAndChangesLive() {
    var link = new SimulatedLink<String>(1, LinkConditions.inOrder(50 * MS, 0, 0));
    link.send("a", 0);
    assertNull(link.receive(50 * MS - 1));
    assertEquals(50 * MS, link.nextArrivalNanos());
    assertEquals("a", link.receive(50 * MS));
    link.conditions(LinkConditions.PERFECT);
    link.send("b", 60 * MS);
    assertEquals("b", link.receive(60 * MS));
  }

  @Test
  void inOrderNothingIsLostOrOvertaken() {
    List<Integer> arrived = run(3, LinkConditions.inOrder(20 * MS, 30 * MS, 0.2));
    assertEquals(MESSAGES, arrived.size());
    var sorted = new ArrayList<>(arrived);
    Collections.sort(sorted);
    assertEquals(sorted, arrived);
  }

  @Test
  void losesDoublesAndReordersAsOftenAsAsked() {
    List<Integer> lossy = run(4, new LinkConditions(20 * MS, 0, 0.1, 0, 0, false));
    assertEquals(MESSAGES * 0.9, lossy.size(), MESSAGES * 0.02);
    List<Integer> doubled = run(5, new LinkConditions(20 * MS, 0, 0, 0.1, 0, false));
    assertEquals(MESSAGES * 1.1, doubled.size(), MESSAGES * 0.02);
    assertEquals(MESSAGES, new HashSet<>(doubled).size());
    List<Integer> mixed = run(6, new LinkConditions(20 * MS, 0, 0, 0, 0.5, false));
    assertEquals(MESSAGES, mixed.size());
    assertTrue(overtaken(mixed) > MESSAGES / 10);
  }

  @Test
  void theSeedDecides() {
    var conditions = new LinkConditions(20 * MS, 10 * MS, 0.1, 0.1, 0.1, false);
    assertEquals(run(7, conditions), run(7, conditions));
    assertNotEquals(run(7, conditions), run(8, conditions));
  }

  @Test
  void aFullLinkLosesWhatIsMore() {
    var link = new SimulatedLink<Integer>(9, LinkConditions.PERFECT);
    for (int i = 0; i < SimulatedLink.IN_FLIGHT + 1; i++) {
      link.send(i, 0);
    }
    assertEquals(SimulatedLink.IN_FLIGHT, link.inFlight());
  }

  @Test
  void refusesChancesThatAreNone() {
    assertThrows(IllegalArgumentException.class, () -> LinkConditions.inOrder(0, 0, 1.1));
    assertThrows(IllegalArgumentException.class, () -> LinkConditions.inOrder(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> LinkConditions.inOrder(0, 0, Double.NaN));
  }

  private static List<Integer> run(long seed, LinkConditions conditions) {
    var link = new SimulatedLink<Integer>(seed, conditions);
    var arrived = new ArrayList<Integer>();
    for (int i = 0; i < MESSAGES; i++) {
      link.send(i, i * MS);
      drain(link, i * MS, arrived);
    }
    drain(link, Long.MAX_VALUE, arrived);
    return arrived;
  }

  private static void drain(SimulatedLink<Integer> link, long nowNanos, List<Integer> arrived) {
    for (Integer next = link.receive(nowNanos); next != null; next = link.receive(nowNanos)) {
      arrived.add(next);
    }
  }

  private static int overtaken(List<Integer> arrived) {
    int count = 0;
    for (int i = 1; i < arrived.size(); i++) {
      count += arrived.get(i) < arrived.get(i - 1) ? 1 : 0;
    }
    return count;
  }
}
