package dev.vivarium.workbench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.SwitchedSession;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SideViewModelTest {
  private static final EntityQuery ALL = new EntityQuery("", 0, 10);

  private final TestWorldSession world = new TestWorldSession(5, Runnable::run);
  private final TestWorldSession client = new TestWorldSession(2, Runnable::run);
  private final SwitchedSession session = new SwitchedSession(world);
  private final SideViewModel model = new SideViewModel(session, Runnable::run);

  private void look(WorldSession at) {
    model.arrived(at.status().join());
  }

  private int shown() {
    return session.entities(ALL).join().total();
  }

  @Test
  void saysWhyThereIsNoClientsWorldAndStaysAtTheServer() {
    look(world);
    assertEquals("No plugin of this world has a client half", model.obstacleProperty().get());
    model.toggle();
    assertFalse(session.showsClient());
  }

  @Test
  void showsTheClientsEntitiesAndTheServersAgain() {
    world.setClient(client);
    look(world);
    assertEquals("", model.obstacleProperty().get());
    int atServer = shown();
    model.toggle();
    assertTrue(model.clientProperty().get());
    assertEquals(client.entities(ALL).join().total(), shown());
    model.toggle();
    assertEquals(atServer, shown());
  }

  @Test
  void refusesEditsOfTheClientsWorldAndStillPausesTheWorld() {
    world.setClient(client);
    look(world);
    model.show(true);
    var refused = session.submit(new WorldCommand.Revert(1)).join();
    assertEquals(new CommandResult.Refused(WorldSession.CLIENT_IS_READ), refused);
    assertFalse(model.obstacle("entity.despawn").isEmpty());
    assertEquals("", model.obstacle("world.pause"));
    assertInstanceOf(CommandResult.Done.class, session.submit(new WorldCommand.Pause()).join());
  }

  @Test
  void thePastHasNoClientsWorld() {
    world.setClient(client);
    look(world);
    model.show(true);
    session.showPast(3, new TestWorldSession(7, Runnable::run));
    model.looksBack(true);
    assertFalse(model.clientProperty().get());
    assertTrue(model.obstacleProperty().get().contains("past"));
    session.showLive();
    model.looksBack(false);
    assertEquals("", model.obstacleProperty().get());
    assertEquals(world.entities(ALL).join().total(), shown());
  }

  @Test
  void goesBackToTheServerWhenTheClientsWorldEnds() {
    world.setClient(client);
    look(world);
    model.show(true);
    world.setClient(new TestWorldSession(1, Runnable::run).client());
    world.setPlugin("fish", PluginState.STOPPED);
    look(world);
    assertFalse(model.clientProperty().get());
    assertFalse(session.showsClient());
  }

  @Test
  void waitsForASlowWorldToSayWhetherThereIsOne() {
    Queue<Runnable> later = new ArrayDeque<>();
    var slow = new SideViewModel(session, later::add);
    world.setClient(client);
    slow.arrived(world.status().join());
    slow.toggle();
    assertFalse(session.showsClient());
    later.forEach(Runnable::run);
    slow.toggle();
    assertTrue(session.showsClient());
  }
}
