package dev.vivarium.workbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.attach.PinnedServers;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.remote.FarServer;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

/// The window on a world on a server, over TLS.
class FarWindowIntegrationTest extends WindowTest {
  private final TestWorldSession world =
      new TestWorldSession(300, Executors.newSingleThreadExecutor());

  private FarServer serve() throws Exception {
    var server = new FarServer("tidepool", world);
    world.advance(500);
    closeAfterWindow(server);
    return server;
  }

  private RemoteWorldSession open(FarServer server, Role role) throws Exception {
    var session = server.attach("window-000001", role);
    open(
        LaunchOptions.far(
            session, folder.resolve("state"), Optional.empty(), Optional.empty(), line -> {}));
    closeAfterWindow(session);
    return session;
  }

  @Test
  void theWindowSaysWhereTheWorldIsAndShowsIt() throws Exception {
    var server = serve();
    open(server, Role.BUILDER);
    assertThat(find("#far-place", Label.class).getText())
        .contains(":" + server.address().port())
        .contains("builder");
    await(() -> workbench.world().statusProperty().get().tick() == 500);
    await(() -> !workbench.entities().rows().isEmpty());
    picture("builder");
    robot.interact(() -> workbench.program().settings().textSize().set("large"));
    awaitNothingCut(1280);
    picture("builder-large");
    awaitNothingCut(900);
    robot.interact(() -> workbench.commands().run("world.pause"));
    await(() -> workbench.world().statusProperty().get().state() == RunState.PAUSED);
    assertThat(world.commands()).contains(new WorldCommand.Pause());
  }

  @Test
  void whatTheRoleForbidsIsPaleAndSaysWhy() throws Exception {
    open(serve(), Role.VIEWER);
    var pause = workbench.commands().get("world.pause");
    assertThat(pause.isPossible()).isFalse();
    assertThat(pause.hintNow()).contains("viewer").contains("builder");
    assertThat(workbench.commands().get("file.save").obstacle().reason()).contains("server");
    assertThat(workbench.commands().get("map.fit").isPossible()).isTrue();
    var speed = find("#speed", MenuButton.class);
    assertThat(speed.getPseudoClassStates()).contains(PseudoClass.getPseudoClass("forbidden"));
    assertThat(speed.getTooltip().getText()).contains("viewer").contains("builder");
    assertThat(speed.getItems()).allMatch(MenuItem::isDisable);
    robot.interact(() -> {
      workbench.showPanel("inspector");
      workbench.selection().select(new EntityHandle(1L << 32 | 3));
    });
    var since = find("#fish-Hunger-since", TextField.class);
    assertThat(since.isEditable()).isFalse();
    assertThat(since.getTooltip().getText()).contains("viewer").contains("builder");
    var shy = find("#fish-Fish-shy", CheckBox.class);
    assertThat(shy.isDisabled()).isTrue();
    picture("viewer");
  }

  @Test
  void aProjectOfThisMachineIsEditedBesideTheFarWorld() throws Exception {
    var server = serve();
    var project = SampleProject.in(folder);
    var session = server.attach("window-000001", Role.BUILDER);
    open(
        new LaunchOptions(
            session,
            new ProjectFiles(project),
            folder.resolve("state"),
            Optional.of("plugins/fish/fish.ts"),
            Optional.empty(),
            Optional.empty(),
            line -> {}));
    closeAfterWindow(session);
    await(() -> workbench.editor().find("plugins/fish/fish.ts").isPresent());
    await(() -> workbench.world().statusProperty().get().tick() == 500);
    robot.interact(() -> assertThat(workbench.showPanel("project")).isTrue());
    assertThat(workbench.commands().get("search.project").isPossible()).isTrue();
    picture("project");
    var banner = robot.lookup("#far-saved-here").query().getParent();
    assertThat(banner.isVisible()).isFalse();
    await(() -> robot.lookup("#code").tryQuery().isPresent());
    robot.interact(() -> {
      workbench.editorView().selectLine(1);
      workbench.editorView().type("// mine");
      workbench.commands().run("file.save");
    });
    await(banner::isVisible);
    assertThat(find("#far-saved-here", Label.class).getText()).contains("this machine only");
    assertThat(Files.readString(project.resolve("plugins/fish/fish.ts"))).startsWith("// mine");
    assertThat(world.commands()).isEmpty();
    picture("project-saved");
    robot.interact(() -> button("#far-understood").fire());
    assertThat(banner.isVisible()).isFalse();
    robot.interact(() -> {
      workbench.editorView().selectLine(1);
      workbench.editorView().type("// mine again");
      workbench.commands().run("file.save");
    });
    await(() -> !workbench.editor().documents().getFirst().dirtyProperty().get());
    assertThat(banner.isVisible()).isFalse();
  }

  private Button button(String id) {
    return robot.lookup(id).queryAs(Button.class);
  }

  @Test
  void aLostConnectionIsSaidUntilItIsBack() throws Exception {
    var server = serve();
    var session = open(server, Role.BUILDER);
    await(() -> workbench.world().statusProperty().get().tick() == 500);
    var lost = new CountDownLatch(1);
    var back = new CountDownLatch(1);
    session.onLink(now -> {
      if (!now.isOpen()) {
        lost.countDown();
      } else if (lost.getCount() == 0) {
        back.countDown();
      }
    });
    server.cut("window-000001");
    assertThat(back.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    server.close();
    var banner = find("#far-lost", Label.class);
    await(() -> banner.getText().contains("Reconnecting in "));
    assertThat(banner.getText()).contains("as it last was");
    assertThat(
            robot.lookup(".empty-box").queryAll().stream()
                .filter(Node::isVisible)
                .flatMap(box -> box.lookupAll(".label").stream())
                .map(label -> ((Label) label).getText()))
        .noneMatch(text -> text.contains("no connection"));
    picture("lost");
  }

  @Test
  void whoElseIsThereIsShownWithWhatTheyHaveSelectedAndDone() throws Exception {
    var server = serve();
    server.players(
        List.of(
            new Participant(
                7,
                UUID.randomUUID(),
                "a player with a rather long name",
                Role.PLAYER,
                true,
                true,
                38_000_000,
                18_400,
                2_300_000,
                Map.of("vivarium/Transform", 1_900_000L, "fish/Fish", 210_000L))));
    open(server, Role.ADMIN);
    var fish = new EntityHandle(1L << 32 | 3);
    try (var other = server.attach("another-000001", Role.BUILDER);
        var third = server.attach("third-000001", Role.BUILDER)) {
      other.people().tell(List.of(fish), 51).get(PATIENCE_S, TimeUnit.SECONDS);
      third
          .people()
          .tell(List.of(fish, new EntityHandle(1L << 32 | 4)), 9)
          .get(PATIENCE_S, TimeUnit.SECONDS);
      other
          .submit(new WorldCommand.SetField(fish, "Hunger", "level", "0.5"))
          .get(PATIENCE_S, TimeUnit.SECONDS);
      robot.interact(() -> workbench.showPanel("people"));
      var people = workbench.people().orElseThrow().model();
      await(() -> people.people().size() == 4 && people.steps().size() == 1);
      assertThat(find("#people-table", Node.class)).isNotNull();
      assertThat(find("#people-role", MenuButton.class).isDisabled()).isTrue();
      assertThat(people.steps().getFirst().title()).isEqualTo("Set Hunger.level of #3 to 0.5");
      robot.interact(() -> workbench.selection().select(fish));
      var also = find("#also-selected", Label.class);
      await(() -> also.isVisible() && !also.getText().isEmpty());
      robot.interact(() -> people.selectedProperty().set(Optional.of(people.people().getFirst())));
      assertThat(workbench.commands().get("people.kick").isPossible()).isTrue();
      assertThat(find("#people-role", MenuButton.class).isDisabled()).isFalse();
      picture("people");
      robot.interact(() -> workbench.commands().run("people.kick"));
      await(() -> !people.noticeProperty().get().isEmpty());
      picture("people-refused");
      robot.interact(() -> workbench.commands().run("view.theme"));
      picture("people-light");
    }
  }

  @Test
  void somebodyComesInThroughTheAttachWindow() throws Exception {
    var server = serve();
    server.usually(Role.PLAYER);
    FxToolkit.registerPrimaryStage();
    var program = new AttachWindow[1];
    var entered = new RemoteWorldSession[1];
    FxToolkit.setupFixture(() -> {
      dev.vivarium.workbench.theme.Fonts.load();
      program[0] =
          new AttachWindow(
              new PinnedServers(folder.resolve("config")),
              new Program(Optional.empty()),
              javafx.application.Platform::runLater,
              background,
              session -> entered[0] = session);
      program[0].show("");
    });
    attachPicture(program[0], "attach-empty");
    write("#attach-address", "127.0.0.1:1");
    robot.interact(program[0].model()::connect);
    await(() -> !program[0].model().problemProperty().get().isEmpty());
    assertThat(find("#attach-problem", Label.class).getText()).contains("cannot be reached");
    attachPicture(program[0], "attach-problem");
    write("#attach-address", "127.0.0.1:" + server.address().port());
    write("#attach-name", "ann");
    robot.interact(program[0].model()::connect);
    var digits = find("#attach-fingerprint", Label.class).getText().replaceAll("\\s", "");
    assertThat(digits).isEqualTo(server.fingerprint().sha256());
    attachPicture(program[0], "attach-certificate");
    var window = find("#attach-trust", Button.class).getScene();
    await(() ->
        window.getFocusOwner() instanceof Button button
            && button.getText().equals("Do not connect"));
    robot.interact(program[0].model()::trust);
    await(() -> entered[0] != null);
    assertThat(entered[0].link().person()).isEqualTo("ann");
    entered[0].close();
    robot.interact(() -> {
      program[0].model().worldProperty().set("pond");
      program[0].model().connect();
    });
    await(() -> program[0].model().problemProperty().get().contains("tidepool"));
    attachPicture(program[0], "attach-no-world");
    robot.interact(program[0]::close);
  }

  private void write(String id, String text) throws Exception {
    var field = find(id, TextField.class);
    robot.interact(() -> field.setText(text));
  }

  private void attachPicture(AttachWindow window, String name) throws Exception {
    var to = System.getenv("WINDOW_PICTURES");
    if (to != null) {
      Thread.sleep(300);
      robot.interact(() -> window.writePicture(Path.of(to, name + ".png")));
    }
  }
}
