package dev.vivarium.workbench.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.tracer.MessagesViewModel.TickRange;
import java.util.List;
import java.util.Optional;
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
  void beginsAnewWhenAnotherWorldIsLookedAt() {
    world.advance(140);
    messages.refresh();
    messages.selectedProperty().set(messages.messages().getFirst());
    messages.pausedProperty().set(true);
    messages.rangeProperty().set(Optional.of(new TickRange(20, 40)));
    messages.worldChanged();
    assertNull(messages.selectedProperty().get());
    assertNull(messages.chainProperty().get());
    assertFalse(messages.pausedProperty().get());
    messages.refresh();
    assertTrue(messages.messages().stream().anyMatch(m -> m.tick() > 40));
  }

  @Test
  void filtersByChannelAndValue() {
    world.advance(140);
    messages.refresh();
    messages.filterProperty().set("channel:turned rising");
    assertEquals(7, messages.messages().size());
    messages.filterProperty().set("turned true");
    assertEquals(3, messages.messages().size());
    messages.filterProperty().set("from:feeding");
    assertEquals(20, messages.messages().size());
  }

  @Test
  void hidesANoisyChannelAndShowsItAgain() {
    world.advance(140);
    messages.refresh();
    var all = messages.messages().size();
    messages.toggle("feeding/Eaten");
    assertEquals(7, messages.messages().size());
    messages.toggle("feeding/Eaten");
    assertEquals(all, messages.messages().size());
  }

  @Test
  void listsOnlyTheTicksSelectedOnTheTimeline() {
    world.advance(140);
    messages.refresh();
    messages.rangeProperty().set(Optional.of(new TickRange(20, 40)));
    assertTrue(messages.messages().stream().allMatch(m -> m.tick() >= 20 && m.tick() <= 40));
    assertFalse(messages.messages().isEmpty());
  }

  @Test
  void standsStillWhilePaused() {
    messages.refresh();
    messages.pausedProperty().set(true);
    world.advance(70);
    messages.refresh();
    assertEquals(0, messages.messages().size());
  }

  @Test
  void countsWhatCameWhileTheListIsHeld() {
    world.advance(140);
    messages.refresh();
    messages.pausedProperty().set(true);
    messages.refresh();
    assertEquals(0, messages.newerProperty().get());
    var listed = messages.messages().size();
    world.advance(140);
    messages.refresh();
    var newer = messages.newerProperty().get();
    assertTrue(newer > 1, () -> newer + " newer");
    assertEquals(listed, messages.messages().size());
    messages.pausedProperty().set(false);
    messages.refresh();
    assertEquals(listed + newer, messages.messages().size());
    assertEquals(0, messages.newerProperty().get());
  }

  @Test
  void drawsTheLanesOfTheChannelsThatTheFilterNames() {
    world.advance(140);
    messages.refresh();
    assertTrue(messages.lanes(false).lanes().size() > 1);
    messages.filterProperty().set("channel:Turned");
    assertEquals(
        List.of("tide/Turned"),
        messages.lanes(false).lanes().stream().map(Timeline.Lane::title).toList());
    messages.filterProperty().set("channel:nowhere");
    assertTrue(messages.lanes(false).lanes().isEmpty());
  }

  @Test
  void saysWhichChannelThereIsNot() {
    messages.filterProperty().set("from:fish channel:Nowhere");
    assertEquals("No channel “Nowhere”. Esc clears the filter.", messages.emptyText());
    messages.filterProperty().set("channel:Eat");
    assertEquals("No recent message matches. Esc clears the filter.", messages.emptyText());
  }

  @Test
  void clearsForGoodAndGoesOnWithWhatComes() {
    world.advance(70);
    messages.refresh();
    messages.clear();
    messages.filterProperty().set("eaten");
    assertEquals(0, messages.messages().size());
    world.advance(7);
    messages.refresh();
    assertEquals(1, messages.messages().size());
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
  void walksToACauseOnToAnEffectAndBack() {
    world.advance(140);
    messages.refresh();
    var start = messages.messages().get(10);
    messages.selectedProperty().set(start);
    assertTrue(messages.walkToCause());
    assertEquals(start.sequence() - 2, messages.selectedProperty().get().sequence());
    assertTrue(messages.walkedProperty().get());
    assertTrue(messages.walkToEffect());
    assertEquals(start.sequence(), messages.selectedProperty().get().sequence());
    messages.back();
    messages.back();
    assertEquals(start.sequence(), messages.selectedProperty().get().sequence());
    assertFalse(messages.walkedProperty().get());
  }

  @Test
  void saysThatAMessageIsNoLongerThere() {
    messages.walkTo(99_999);
    assertTrue(messages.failureProperty().get().contains("no longer in the trace"));
    assertNull(messages.chainProperty().get());
  }

  @Test
  void asksASlowSessionOnceAtATime() {
    var clock = new VirtualClock();
    var slow = new MessagesViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    world.advance(70);
    for (var i = 0; i < 5; i++) {
      slow.refresh();
    }
    clock.advance(300);
    assertEquals(13, slow.messages().size());
    slow.selectedProperty().set(slow.messages().get(5));
    assertNull(slow.chainProperty().get());
    clock.advance(100);
    assertEquals(6, slow.chainProperty().get().message().sequence());
  }

  @Test
  void saysWhyASessionRefuses() {
    var refused =
        new MessagesViewModel(SlowSessions.refusing(world, "The link is down."), Runnable::run);
    refused.refresh();
    assertEquals("The link is down.", refused.failureProperty().get());
    refused.walkTo(1);
    assertTrue(refused.failureProperty().get().contains("The link is down."));
  }
}
