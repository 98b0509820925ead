package dev.vivarium.workbench.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldHistoryTest {
  private static final EntityHandle FISH = new EntityHandle(1L << 32 | 7);

  private final TestWorldSession world = new TestWorldSession(20, Runnable::run);

  private static WorldViewModel model(WorldSession session) {
    return new WorldViewModel(session, Runnable::run);
  }

  private static WorldCommand since(int seconds) {
    return new WorldCommand.SetField(FISH, "fish/Hunger", "since", Integer.toString(seconds));
  }

  private String since() {
    return world.entity(FISH).join().orElseThrow().components().stream()
        .filter(c -> c.name().equals("fish/Hunger"))
        .findFirst()
        .orElseThrow()
        .fields()
        .getFirst()
        .json();
  }

  @Test
  void goesBackAndForthThroughTheSteps() {
    var model = model(world);
    model.act(since(1));
    model.act(since(2));
    model.act(since(3));
    model.history().undo();
    assertEquals("2", since());
    model.history().goTo(1);
    assertEquals("1", since());
    model.history().goTo(3);
    assertEquals("3", since());
    assertFalse(model.history().canRedo());
  }

  @Test
  void knowsWhetherTheLastStepDeletedAnEntity() {
    var model = model(world);
    var other = new EntityHandle(1L << 32 | 8);
    model.act(new WorldCommand.Edit("", List.of(new WorldCommand.Despawn(FISH)), 0));
    assertTrue(model.history().lastDeleted(FISH));
    assertFalse(model.history().lastDeleted(other));
    model.act(new WorldCommand.Spawn("", List.of()));
    assertFalse(model.history().lastDeleted(FISH));
    model.history().undo();
    assertTrue(model.history().lastDeleted(FISH));
    model.history().undo();
    assertFalse(model.history().lastDeleted(FISH));
  }

  @Test
  void forgetsWhatWasTakenBackOnceSomethingElseIsDone() {
    var model = model(world);
    model.act(since(1));
    model.act(since(2));
    model.history().undo();
    model.act(since(9));
    assertEquals(2, model.history().steps().size());
    assertFalse(model.history().canRedo());
  }

  @Test
  void countsTheStepsOfAGestureAsOne() {
    var model = model(world);
    for (var i = 0; i < 5; i++) {
      var step = (WorldCommand.EntityEdit) since(i);
      model.act(new WorldCommand.Edit("Drag", List.of(step), 42));
    }
    assertEquals(1, model.history().steps().size());
  }

  @Test
  void waitsForEachAnswerOverASlowLink() {
    var clock = new VirtualClock();
    var model = model(SlowSessions.delayed(world, clock, 100));
    model.act(since(1));
    clock.advance(100);
    model.act(since(2));
    clock.advance(100);
    model.history().undo();
    model.history().undo();
    assertEquals(2, model.history().positionProperty().get());
    clock.advance(100);
    clock.advance(100);
    assertEquals(0, model.history().positionProperty().get());
  }

  @Test
  void staysWhereItIsWhenTheWorldRefuses() {
    var model = model(world);
    model.act(since(1));
    world.refuse("the entity is gone");
    model.history().undo();
    assertTrue(model.history().canUndo());
    assertEquals("the entity is gone", model.noticeProperty().get());
  }

  @Test
  void isEmptyAfterAReset() {
    var model = model(world);
    model.act(since(1));
    model.act(new WorldCommand.ResetWorld());
    assertFalse(model.history().canUndo());
  }

  @Test
  void takesInWhatOthersDoAndTakeBack() {
    var first = since();
    var model = model(world);
    model.act(since(1));
    var set = world.submit(since(2)).join();
    var done = assertInstanceOf(CommandResult.Done.class, set);
    model.doneElsewhere(since(2), done);
    assertEquals(2, model.history().steps().size());
    var revert = new WorldCommand.Revert(done.edit().orElseThrow().id());
    var back = assertInstanceOf(CommandResult.Done.class, world.submit(revert).join());
    model.doneElsewhere(revert, back);
    assertEquals(1, model.history().positionProperty().get());
    model.history().redo();
    assertEquals("2", since());
    model.history().goTo(0);
    assertEquals(first, since());
  }

  @Test
  void keepsTheOrderWhereAStepIsDoneWhileAnotherIsTakenBack() {
    var clock = new VirtualClock();
    var model = model(SlowSessions.delayed(world, clock, 100));
    model.act(since(1));
    clock.advance(100);
    model.history().undo();
    var done = assertInstanceOf(CommandResult.Done.class, world.submit(since(9)).join());
    model.doneElsewhere(since(9), done);
    clock.advance(100);
    assertEquals(2, model.history().positionProperty().get());
    assertEquals(2, model.history().steps().size());
    assertFalse(model.history().canRedo());
  }
}
