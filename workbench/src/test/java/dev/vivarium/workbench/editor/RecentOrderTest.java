package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentOrderTest {
  private final RecentOrder<String> order = new RecentOrder<>();

  private void show(String... names) {
    for (String name : names) {
      order.shown(name);
    }
  }

  private String walk(int by) {
    var name = order.step(by).orElseThrow();
    order.shown(name);
    return name;
  }

  @Test
  void onePressGoesToAndFroBetweenTheLastTwo() {
    show("a", "b", "c");
    assertEquals("b", walk(1));
    order.end();
    assertEquals("c", walk(1));
    order.end();
    assertEquals("b", walk(1));
  }

  @Test
  void goesOnAndBackWhileTheWalkLasts() {
    show("a", "b", "c");
    assertEquals("b", walk(1));
    assertEquals("a", walk(1));
    assertEquals("c", walk(1));
    assertEquals("a", walk(-1));
    order.end();
    assertEquals("c", walk(1));
  }

  @Test
  void whatIsShownOtherwiseEndsTheWalk() {
    show("a", "b", "c");
    walk(1);
    show("a");
    assertEquals("b", walk(1));
  }

  @Test
  void leavesOutWhatIsGone() {
    show("a", "b", "c");
    walk(1);
    order.gone("b");
    assertEquals("a", walk(-1));
    order.gone("a");
    order.gone("c");
    assertEquals(Optional.empty(), order.step(1));
  }
}
