package dev.vivarium.workbench.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsViewModelTest {
  private static final Decision WAITING =
      new Decision(7, "fish", "fish/Hunger", "since changes type", 2_000);

  private final TestWorldSession world = new TestWorldSession(10, Runnable::run);

  private record Models(WorldViewModel world, PluginsViewModel plugins) {
    static Models of(WorldSession session) {
      var world = new WorldViewModel(session, Runnable::run);
      return new Models(world, new PluginsViewModel(session, world, Runnable::run));
    }

    Models looking() {
      world.refresh();
      plugins.refresh();
      return this;
    }
  }

  @Test
  void selectsTheFirstPluginAndReadsItsMetersAndSystems() {
    var models = Models.of(world).looking();
    assertEquals(
        models.plugins().plugins().getFirst().name(), models.plugins().selectedProperty().get());
    models.plugins().select("fish");
    var details = models.plugins().detailsProperty().get();
    assertNotNull(details);
    assertEquals("swim", details.systems().getFirst().name());
    assertTrue(details.meters().stream().anyMatch(m -> m.name().equals("Memory")));
  }

  @Test
  void stopsStartsAndPutsAVersionBack() {
    var models = Models.of(world).looking();
    models.plugins().select("tide");
    models.plugins().act(WorldCommand.StopPlugin::new);
    models.looking();
    assertEquals(PluginState.STOPPED, models.plugins().status().orElseThrow().state());
    models.plugins().act(WorldCommand.StartPlugin::new);
    models.looking();
    assertEquals(PluginState.RUNNING, models.plugins().status().orElseThrow().state());
    models.plugins().act(p -> new WorldCommand.RestoreVersion(p, "0.1.0+3"));
    assertEquals(new WorldCommand.RestoreVersion("tide", "0.1.0+3"), world.commands().getLast());
  }

  @Test
  void previewsAMigrationThatWaitsAndSendsTheDecision() {
    var models = Models.of(world).looking();
    models.world().decisionsProperty().set(List.of(WAITING));
    var waiting = models.plugins().migrationsProperty().get().getFirst();
    assertEquals("fish/Hunger", waiting.component());
    assertTrue(waiting.steps().getFirst().undecided());
    models.plugins().decide(waiting, Decision.Choice.RESET_COMPONENT);
    var sent = assertInstanceOf(WorldCommand.Decide.class, world.commands().getLast());
    assertEquals(7, sent.decision());
    models.world().decisionsProperty().set(List.of());
    assertTrue(models.plugins().migrationsProperty().get().isEmpty());
  }

  @Test
  void showsNothingOfAnotherPluginWhileTheSelectedOneIsOnItsWay() {
    var clock = new VirtualClock();
    var far = Models.of(SlowSessions.delayed(world, clock, 100));
    far.world().refresh();
    clock.advance(100);
    far.plugins().select("fish");
    far.plugins().select("tide");
    assertNull(far.plugins().detailsProperty().get());
    clock.advance(100);
    far.plugins().refresh();
    clock.advance(100);
    assertEquals("tide", far.plugins().detailsProperty().get().plugin());
  }

  @Test
  void saysWhyAWorldRefuses() {
    var refused = Models.of(SlowSessions.refusing(world, "not yours"));
    refused.plugins().select("fish");
    assertEquals("not yours", refused.plugins().failureProperty().get());
    assertNull(refused.plugins().detailsProperty().get());
    refused.world().decisionsProperty().set(List.of(WAITING));
    assertTrue(refused.plugins().migrationsProperty().get().isEmpty());
    assertEquals("not yours", refused.plugins().failureProperty().get());
  }
}
