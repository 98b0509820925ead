package dev.vivarium.workbench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.LogLine.Level;
import dev.vivarium.workbench.session.LogLine.Side;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsoleViewModelTest {
  private final TestWorldSession world = new TestWorldSession(0, Runnable::run);
  private final ConsoleViewModel console = new ConsoleViewModel(world, Runnable::run);

  private void log(Level level, String source, String text) {
    world.log(level, Side.SERVER, source, text);
  }

  private static List<String> texts(ConsoleViewModel model) {
    return model.rows().stream().map(row -> row.line().text()).toList();
  }

  private List<String> texts() {
    return texts(console);
  }

  @Test
  void showsEachLineOnceInItsOrder() {
    log(Level.INFO, "fish", "one");
    console.refresh();
    console.refresh();
    log(Level.WARN, "tide", "two");
    console.refresh();
    assertEquals(List.of("one", "two"), texts());
  }

  @Test
  void foldsEqualLinesInARowWithinALookAndAcrossLooks() {
    for (var i = 0; i < 3; i++) {
      log(Level.INFO, "fish", "hungry");
    }
    console.refresh();
    log(Level.INFO, "fish", "hungry");
    log(Level.INFO, "tide", "hungry");
    log(Level.INFO, "fish", "hungry");
    console.refresh();
    assertEquals(List.of(4, 1, 1), console.rows().stream().map(LogRow::count).toList());
  }

  @Test
  void foldsWhatTheFilterBringsTogether() {
    for (var i = 0; i < 3; i++) {
      log(Level.INFO, "fish", "hungry");
      log(Level.DEBUG, "fish", "step " + i);
    }
    console.refresh();
    assertEquals(3, console.rows().getFirst().count());
    console.filterProperty().set(LogFilter.USUAL.with(Set.of(Level.DEBUG), true));
    assertEquals(6, console.rows().size());
    console.filterProperty().set(LogFilter.USUAL);
    assertEquals(List.of(3), console.rows().stream().map(LogRow::count).toList());
  }

  @Test
  void linesOfTwoSidesAreNotEqual() {
    world.log(Level.INFO, Side.SERVER, "fish", "hello");
    world.log(Level.INFO, Side.CLIENT, "fish", "hello");
    console.refresh();
    assertEquals(2, console.rows().size());
    console.filterProperty().set(LogFilter.USUAL.withSide(Optional.of(Side.CLIENT)));
    assertEquals(Side.CLIENT, console.rows().getFirst().line().side());
    assertEquals(1, console.rows().size());
  }

  @Test
  void filtersByLevelSourceAndWords() {
    log(Level.DEBUG, "fish", "quiet");
    log(Level.INFO, "fish", "Goby eats");
    log(Level.ERROR, "tide", "no water for Goby");
    console.refresh();
    assertEquals(List.of("Goby eats", "no water for Goby"), texts());
    console.find("goby -tide");
    assertEquals(List.of("Goby eats"), texts());
    console.find("GOBY water");
    assertEquals(List.of("no water for Goby"), texts());
    console.showAll();
    assertEquals(List.of("fish", "tide"), console.sourcesProperty().get());
    console.showOnly("tide");
    assertEquals(List.of("no water for Goby"), texts());
    console.filterProperty().set(console.filterProperty().get().toggled("fish"));
    assertEquals(2, texts().size());
  }

  @Test
  void countsWhatIsHiddenToo() {
    log(Level.ERROR, "fish", "broken");
    log(Level.ERROR, "fish", "broken");
    log(Level.TRACE, "fish", "here");
    console.filterProperty().set(LogFilter.USUAL.with(Set.of(Level.ERROR), false));
    console.refresh();
    assertEquals(0, console.rows().size());
    assertEquals(2, console.count(Level.ERROR));
    assertEquals(1, console.count(Level.TRACE));
    assertFalse(console.isEmpty());
  }

  @Test
  void clearsForGoodAndGoesOnWithWhatComes() {
    log(Level.ERROR, "fish", "old");
    console.refresh();
    console.clear();
    assertTrue(console.isEmpty());
    assertEquals(0, console.count(Level.ERROR));
    log(Level.INFO, "fish", "new");
    console.refresh();
    console.showAll();
    assertEquals(List.of("new"), texts());
  }

  @Test
  void keepsABoundedListAndSaysHowMuchIsGone() {
    for (var look = 0; look < 3; look++) {
      for (var i = 0; i < 5_000; i++) {
        log(Level.INFO, "fish", look + "/" + i);
      }
      console.refresh();
    }
    assertEquals(ConsoleViewModel.MAX_KEPT, console.rows().size());
    assertEquals(ConsoleViewModel.MAX_KEPT, console.count(Level.INFO));
    assertEquals(5_000, console.lostProperty().get());
    assertEquals("2/4999", texts().getLast());
  }

  @Test
  void aFloodDoesNotPushAnErrorOut() {
    log(Level.ERROR, "fish", "what matters");
    console.refresh();
    for (var look = 0; look < 3; look++) {
      for (var i = 0; i < 8_000; i++) {
        log(Level.INFO, "fish", look + "/" + i);
      }
      console.refresh();
    }
    assertEquals(1, console.count(Level.ERROR));
    console.filterProperty().set(LogFilter.USUAL.with(Set.of(Level.INFO), false));
    assertEquals(List.of("what matters"), texts());
  }

  @Test
  void countsLinesThatTheSessionHadDropped() {
    for (var i = 0; i < 12_000; i++) {
      log(Level.INFO, "fish", "line " + i);
    }
    console.refresh();
    assertEquals(2_000, console.lostProperty().get());
    assertEquals("line 11999", texts().getLast());
  }

  @Test
  void countsWhatCameWhileTheUserReadsFurtherUp() {
    log(Level.INFO, "fish", "one");
    console.refresh();
    console.atNewestProperty().set(false);
    log(Level.INFO, "fish", "two");
    log(Level.INFO, "fish", "two");
    console.refresh();
    assertEquals(2, console.unseenProperty().get());
    console.atNewestProperty().set(true);
    assertEquals(0, console.unseenProperty().get());
  }

  @Test
  void beginsAnewWithALogThatDoes() {
    log(Level.INFO, "fish", "of the first world");
    log(Level.INFO, "fish", "also of it");
    console.refresh();
    world.forgetLogs();
    log(Level.INFO, "fish", "of the second");
    console.refresh();
    assertEquals(List.of("of the second"), texts());
  }

  @Test
  void answersOverASlowLinkComeOnce() {
    var clock = new VirtualClock();
    var slow = new ConsoleViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    for (var i = 0; i < 2_500; i++) {
      log(Level.INFO, "fish", "line " + i);
    }
    slow.refresh();
    slow.refresh();
    clock.advance(99);
    assertEquals(0, slow.rows().size());
    clock.advance(1);
    assertEquals(1_000, slow.rows().size());
    clock.advance(200);
    assertEquals(2_500, slow.rows().size());
    assertEquals(0, slow.lostProperty().get());
  }

  @Test
  void aRefusalIsSaidAndGoesAwayWithTheNextAnswer() {
    var refusing =
        new ConsoleViewModel(SlowSessions.refusing(world, "not signed in"), Runnable::run);
    refusing.refresh();
    assertEquals("not signed in", refusing.failureProperty().get());
    assertEquals(0, refusing.rows().size());
    assertTrue(refusing.isEmpty());
    assertTrue(refusing.entity("#1").isCompletedExceptionally());
  }

  @Test
  void findsTheEntityThatALineNames() {
    var withFish = new TestWorldSession(10, Runnable::run);
    var model = new ConsoleViewModel(withFish, Runnable::run);
    assertEquals("#7", model.entity("#7").join().label());
    assertTrue(model.entity("#4000").isCompletedExceptionally());
  }
}
