package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// The window's main tasks, done as a user does them.
class WorkbenchIntegrationTest extends WindowTest {
  private static final String FISH = "plugins/fish/fish.ts";

  private TestWorldSession session;
  private Path project;

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    session = new TestWorldSession(300, background);
    project = SampleProject.in(folder);
    open(session, project);
  }

  private CodeArea openFish() throws TimeoutException {
    await(() -> !workbench.tree().treeProperty().get().children().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
    robot.clickOn("fish.ts");
    return find("#code", CodeArea.class);
  }

  @Test
  void opensTypesAndSaves() throws TimeoutException, IOException {
    var code = openFish();
    robot.clickOn(code);
    robot.push(KeyCode.SHORTCUT, KeyCode.HOME);
    robot.write("let x");
    await(() -> workbench.editor().find(FISH).orElseThrow().dirtyProperty().get());
    robot.push(KeyCode.SHORTCUT, KeyCode.S);
    await(() -> !workbench.editor().find(FISH).orElseThrow().dirtyProperty().get());
    assertTrue(Files.readString(project.resolve(FISH)).startsWith("let x"));
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    await(() -> workbench.editor().find(FISH).orElseThrow().dirtyProperty().get());
  }

  @Test
  void showsASquiggleAndTheAnswerToASave() throws TimeoutException {
    var code = openFish();
    session.report(
        List.of(
            new Diagnostic(
                Diagnostic.Severity.ERROR,
                "fish",
                "Cannot find name 'SIGTH'",
                Optional.of(new Diagnostic.Place(FISH, 13, 7, 5)))));
    await(
        () -> code.getStyleSpans(12, 6, 11).getStyleSpan(0).getStyle().contains("squiggle-error"));
    session.report(
        new ReloadReport(
            "fish",
            "2",
            Gear.QUICK,
            ReloadReport.Outcome.SWAPPED,
            9,
            121,
            31,
            22,
            3,
            184,
            300,
            0,
            ""));
    var save = find("#last-save", Label.class);
    await(() -> save.getText().contains("184 ms · 300 entities kept"));
    session.report(List.of());
    await(
        () -> !code.getStyleSpans(12, 6, 11).getStyleSpan(0).getStyle().contains("squiggle-error"));
  }

  @Test
  void editsAFieldOfTheSelectedEntity() throws TimeoutException {
    robot.interact(() -> workbench.selection().select(new EntityHandle(1L << 32 | 42)));
    var box = find("#vivarium-Transform-position", TextField.class);
    robot.doubleClickOn(box);
    robot.push(KeyCode.SHORTCUT, KeyCode.A);
    robot.write("12.5");
    robot.push(KeyCode.ENTER);
    await(() -> session.commands().stream().anyMatch(WorldCommand.SetField.class::isInstance));
    var set = assertInstanceOf(WorldCommand.SetField.class, session.commands().getLast());
    assertTrue(set.json().startsWith("[12.5,"));
  }

  @Test
  void pausesAndSteps() throws TimeoutException {
    await(() -> workbench.world().running());
    robot.push(KeyCode.F5);
    await(() -> !workbench.world().running());
    robot.push(KeyCode.F6);
    await(() -> workbench.world().statusProperty().get().tick() == 1);
  }

  @Test
  void selectsOnTheMapAndInTheTableAlike() throws TimeoutException {
    await(() -> workbench.map().frameProperty().get().count() > 0);
    robot.interact(() -> workbench.selection().select(new EntityHandle(1L << 32 | 250)));
    var table = find("#entities", TableView.class);
    await(() -> table.getSelectionModel().getSelectedIndex() == 249);
    assertFalse(workbench.selection().first().isEmpty());
  }

  @Test
  void findsACommandByItsName() throws TimeoutException {
    robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.P);
    find("#palette-field", TextField.class);
    robot.write("step one");
    robot.push(KeyCode.ENTER);
    await(() -> workbench.world().statusProperty().get().tick() == 1);
    assertEquals(1, session.commands().size());
  }

  @Test
  void searchesSelectsEditsAndTakesTheEditBack() throws TimeoutException {
    var line = find("#entity-filter", TextField.class);
    robot.clickOn(line).write("#12");
    // "#1" on the way there finds one, too.
    await(() ->
        workbench.entities().totalProperty().get() == 1
            && workbench.entities().indexOf(new EntityHandle(1L << 32 | 12)).isPresent());
    var table = find("#entities", TableView.class);
    robot.interact(() -> table.getSelectionModel().select(0));
    await(() -> workbench.selection().contains(new EntityHandle(1L << 32 | 12)));
    var box = find("#fish-Hunger-since", TextField.class);
    await(() -> !box.getText().isEmpty());
    robot.interact(() -> {
      box.requestFocus();
      box.setText("77");
    });
    robot.type(KeyCode.ENTER);
    var history = workbench.world().history();
    await(() -> history.steps().size() == 1);
    await(() -> box.getText().startsWith("77"));
    robot.interact(() -> node("#map").requestFocus());
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    await(() -> !history.canUndo() && history.canRedo());
    await(() -> !box.getText().startsWith("77"));
  }

  private Node node(String id) {
    return robot.lookup(id).query();
  }

  @Test
  void saysWhatIsWrongWithAQueryLine() throws TimeoutException {
    var line = find("#entity-filter", TextField.class);
    await(() -> workbench.entities().schema().version() > 0);
    robot.interact(() -> line.setText("Fsh, Transform"));
    var problem = find("#query-problem", Label.class);
    await(() -> problem.getText().contains("there is no component “Fsh”"));
    assertTrue(problem.getText().startsWith("At character 1"));
  }

  @Test
  void aPanelOpenedWhileTheWindowTakesItsSizeStaysOpen() throws TimeoutException {
    var dock = workbench.view().dock();
    var resized = new ArrayList<CompletableFuture<Boolean>>();
    robot.interact(() -> {
      resized.add(window.resize(1300, 800));
      workbench.showPanel("profiler");
      dock.close("steps");
    });
    await(() -> resized.getFirst().isDone());
    robot.interact(() -> {
      assertTrue(dock.isVisible("profiler"));
      assertFalse(dock.isOpen("steps"));
    });
  }

  @Test
  void saysThatAPluginStoppedUntilItRunsAgainAndLeadsToIt() throws TimeoutException {
    session.setPlugin("fish", PluginState.FAILED);
    var failed = find("#failed-plugins", Button.class);
    await(() -> failed.getParent().isVisible() && failed.getText().equals("fish failed"));
    robot.clickOn(failed);
    await(() -> workbench.plugins().model().selectedProperty().get().equals("fish"));
    await(() -> workbench.view().dock().isVisible("plugins"));
    session.setPlugin("tide", PluginState.FAILED);
    await(() -> failed.getText().equals("2 plugins failed"));
    session.setPlugin("fish", PluginState.RUNNING);
    session.setPlugin("tide", PluginState.RUNNING);
    await(() -> !failed.getParent().isVisible());
  }

  @Test
  void keepsTheSelectedPluginMarkedWhileItsRowIsReplacedAndCountsThoseThatFailed()
      throws TimeoutException {
    robot.interact(() -> workbench.showPanel("plugins"));
    TableView<?> table = find("#plugins", TableView.class);
    robot.interact(() -> workbench.plugins().model().select("tide"));
    for (var state : List.of(PluginState.FAILED, PluginState.RUNNING, PluginState.WAITING)) {
      session.setPlugin("tide", state);
      session.setPlugin("feeding", state);
      await(() ->
          table.getItems().stream()
              .allMatch(p ->
                  p instanceof PluginStatus s && (s.name().equals("fish") || s.state() == state)));
      WaitForAsyncUtils.waitForFxEvents();
      await(() ->
          table.getSelectionModel().getSelectedItem() instanceof PluginStatus s
              && s.name().equals("tide")
              && s.state() == state);
    }
    assertEquals(
        "It waits for component coral/Coral. It runs as soon as a plugin that declares it runs.",
        find("#plugin-waits", Label.class).getText());
    session.setPlugin("feeding", PluginState.FAILED);
    await(() -> workbench.plugins().model().failedProperty().get() == 1);
  }
}
