package dev.vivarium.workbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.live.TwoSidedProject;
import dev.vivarium.workbench.remote.FarServer;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;

/// The window on both sides of a world.
class SidesWindowIntegrationTest extends WindowTest {
  private static final EntityQuery GLOWING = new EntityQuery(TwoSidedProject.GLOW, 0, 100);

  private RealWorld twoSided() throws Exception {
    var world = RealWorld.open(TwoSidedProject.make(folder));
    closeAfterWindow(world);
    return world.running();
  }

  private static EntityHandle lamp(WorldSession client) throws Exception {
    while (true) {
      var page = client.entities(GLOWING).get(PATIENCE_S, TimeUnit.SECONDS);
      if (page.total() == 3) {
        return page.rows().getFirst().handle();
      }
    }
  }

  private void toggles(WorldSession session) throws Exception {
    var lamp = lamp(session.client());
    var other =
        session
            .entities(new EntityQuery("", 0, 1))
            .get(PATIENCE_S, TimeUnit.SECONDS)
            .rows()
            .getFirst()
            .handle();
    await(() -> workbench.commands().get("view.side").isPossible());
    robot.interact(() -> workbench.showPanel("inspector"));
    robot.interact(() -> workbench.selection().select(other));
    robot.interact(() -> side("#side-client").fire());
    assertThat(workbench.selection().first()).isEmpty();
    assertThat(find("#side-sign", Label.class).getText()).contains("client's world");
    var there = session.client().status().get(PATIENCE_S, TimeUnit.SECONDS).entities();
    await(() -> workbench.world().statusProperty().get().entities() == there);
    robot.interact(() -> workbench.selection().select(lamp));
    var level = find("#hello-Glow-level", TextField.class);
    await(() -> level.getText().startsWith("0.75"));
    assertThat(level.isEditable()).isFalse();
    assertThat(level.getTooltip().getText()).contains("switch to the server");
    assertThat(workbench.commands().get("entity.despawn").obstacle().reason())
        .contains("switch to the server");
  }

  private ToggleButton side(String id) {
    return robot.lookup(id).queryAs(ToggleButton.class);
  }

  @Test
  void theInspectorShowsWhatTheClientHasAndChangesNothing() throws Exception {
    var world = twoSided();
    open(world.session(), folder.resolve("hello"));
    toggles(world.session());
    picture("client");
    robot.interact(() -> workbench.commands().run("view.theme"));
    picture("client-light");
    var edit =
        new WorldCommand.SetField(
            workbench.selection().first().orElseThrow(), TwoSidedProject.GLOW, "level", "0.1");
    assertThat(workbench.session().submit(edit).get())
        .isEqualTo(new CommandResult.Refused(WorldSession.CLIENT_IS_READ));
    robot.interact(() -> side("#side-server").fire());
    assertThat(workbench.session().showsClient()).isFalse();
    assertThat(robot.lookup("#side-sign").query().getParent().isVisible()).isFalse();
    var there = world.session().status().get(PATIENCE_S, TimeUnit.SECONDS).entities();
    await(() -> workbench.world().statusProperty().get().entities() == there);
    picture("server");
  }

  @Test
  void aFarWorldHasBothSidesToo() throws Exception {
    var world = twoSided();
    var server = new FarServer("hello", world.session());
    closeAfterWindow(server);
    var session = server.attach("sides-000003", Role.BUILDER);
    open(
        LaunchOptions.far(
            session, folder.resolve("state"), Optional.empty(), Optional.empty(), line -> {}));
    closeAfterWindow(session);
    toggles(session);
    picture("client-far");
  }

  @Test
  void whereNoPluginHasAClientHalfTheSwitchIsPaleAndSaysWhy() throws Exception {
    var world = new TestWorldSession(5, Executors.newSingleThreadExecutor());
    open(world, folder);
    await(() -> workbench.commands().get("view.side").obstacle().reason().contains("client half"));
    var client = find("#side-client", ToggleButton.class);
    assertThat(client.getPseudoClassStates()).contains(PseudoClass.getPseudoClass("unavailable"));
    robot.interact(client::fire);
    assertThat(client.isSelected()).isFalse();
    assertThat(workbench.session().showsClient()).isFalse();
  }
}
