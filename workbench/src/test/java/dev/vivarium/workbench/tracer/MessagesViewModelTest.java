package dev.vivarium.workbench.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import org.junit.jupiter.api.Test;

class MessagesViewModelTest {
  private final TestWorldSession world = new TestWorldSession(100, Runnable::run);
  private final MessagesViewModel messages = new MessagesViewModel(world, Runnable::run);

  @Test
  void addsOnlyWhatIsNew() {
    world.advance(70);
    messages.refresh();
    var first = messages.messages().size();
    messages.refresh();
    assertEquals(first, messages.messages().size());
    world.advance(7);
    messages.refresh();
    assertTrue(messages.messages().size() > first);
  }

  @Test
  void filtersByChannelAndValue() {
    world.advance(140);
    messages.refresh();
    messages.filterProperty().set("turned rising");
    assertEquals(7, messages.messages().size());
    messages.filterProperty().set("turned true");
    assertEquals(3, messages.messages().size());
  }

  @Test
  void standsStillWhilePaused() {
    messages.pausedProperty().set(true);
    world.advance(70);
    messages.refresh();
    assertEquals(0, messages.messages().size());
  }

  @Test
  void countsWhatWentByTooFast() {
    world.advance(7);
    messages.refresh();
    world.advance(7_000);
    messages.refresh();
    assertTrue(messages.missedProperty().get() > 0);
  }

  @Test
  void keepsABoundedList() {
    for (var i = 0; i < 20; i++) {
      world.advance(2_900);
      messages.refresh();
    }
    assertEquals(MessagesViewModel.MAX_KEPT, messages.messages().size());
  }

  @Test
  void asksASlowSessionOnceAtATime() {
    var clock = new VirtualClock();
    var slow = new MessagesViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    world.advance(70);
    for (var i = 0; i < 5; i++) {
      slow.refresh();
    }
    clock.advance(100);
    assertEquals(13, slow.messages().size());
  }
}
