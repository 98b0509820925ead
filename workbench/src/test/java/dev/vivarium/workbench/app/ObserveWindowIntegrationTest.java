package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The profiler's and the plugins' main tasks, done as a user does them.
class ObserveWindowIntegrationTest extends WindowTest {

  private TestWorldSession session;
  private Path project;

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    session = new TestWorldSession(300, background);
    session.advance(300);
    project = SampleProject.in(folder);
    open(session, project);
  }

  private void run(String command) {
    robot.interact(() -> assertTrue(workbench.commands().run(command), command));
  }

  private Button button(String text) {
    return robot.lookup(".button").queryAllAs(Button.class).stream()
        .filter(b -> b.getText().equals(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsASpikeAndWhatItDid() throws TimeoutException, IOException {
    var model = workbench.profiler().model();
    robot.interact(() -> workbench.showPanel("profiler"));
    await(() -> model.ticks().size() == 300);
    run("profile.slowest");
    var spike = model.selectedProperty().get().orElseThrow();
    assertEquals(0, spike % 97);
    assertTrue(model.pausedProperty().get());
    TableView<?> systems = find("#profile-systems", TableView.class);
    assertEquals(4, systems.getItems().size());

    robot.interact(() -> robot.lookup("#tick-graph").query().requestFocus());
    robot.press(KeyCode.SHIFT).push(KeyCode.LEFT).push(KeyCode.LEFT).release(KeyCode.SHIFT);
    await(() -> model.ticksInRange().size() == 3);
    var summary = find("#profile-summary", Label.class);
    assertTrue(summary.getText().contains(": 3, p50"), summary.getText());
    var file = folder.resolve("ticks.csv");
    robot.interact(() -> {
      var _ = workbench.profiler().exportCsv(file);
    });
    await(() -> summary.getText().startsWith("Written to"));
    assertEquals(1 + 3 * 4, Files.readAllLines(file).size());

    robot.interact(() -> model.select(spike));
    run("profile.show");
    await(() -> workbench.messages().model().rangeProperty().get().isPresent());
    assertEquals(spike, workbench.messages().model().rangeProperty().get().orElseThrow().first());
  }

  @Test
  void showsTheCostOfEntitiesInTheirTableWhileItIsSampled() throws TimeoutException {
    robot.interact(() -> workbench.showPanel("entities"));
    TableView<?> table = find("#entities", TableView.class);
    var cost =
        table.getColumns().stream().filter(c -> c.getText().equals("Cost")).findAny().orElseThrow();
    assertFalse(cost.isVisible());
    run("profile.sample");
    await(cost::isVisible);
    await(() -> "2.00 %".equals(cost.getCellData(0)));
    robot.interact(() -> workbench.showPanel("hierarchy"));
    await(() ->
        robot.lookup(".tree-cost").queryAllAs(Label.class).stream()
            .anyMatch(l -> l.isVisible() && l.getText().equals("12.50 %")));
    run("profile.sample");
    await(() -> !cost.isVisible());
    await(() ->
        robot.lookup(".tree-cost").queryAllAs(Label.class).stream().noneMatch(Label::isVisible));
  }

  @Test
  void stopsAPluginChangesASettingAndDecidesOnAMigration() throws TimeoutException, IOException {
    var model = workbench.plugins().model();
    robot.interact(() -> workbench.showPanel("plugins"));
    await(() -> model.plugins().size() > 2);
    robot.interact(() -> model.select("tide"));
    run("plugins.stop");
    await(() -> model.status().orElseThrow().state() == PluginState.STOPPED);
    run("plugins.start");
    await(() -> model.status().orElseThrow().state() == PluginState.RUNNING);

    robot.interact(() -> model.select("fish"));
    await(() -> robot.lookup("#new-setting").tryQuery().isPresent());
    robot.interact(() -> {
      var name = robot.lookup("#new-setting").queryAs(TextField.class);
      name.setText("count");
      name.getOnAction().handle(null);
    });
    var file = project.resolve("plugins/fish/plugin.json");
    await(() -> read(file).contains("\"count\" : 0"));

    session.report(new Decision(7, "fish", "fish/Hunger", "since changes type", 2_000));
    await(() -> robot.lookup("#decisions").tryQuery().filter(Node::isVisible).isPresent());
    robot.interact(() -> model.select("tide"));
    robot.interact(() -> button("Show each field").fire());
    assertEquals("fish", model.selectedProperty().get());
    await(() -> robot.lookup("#migration").tryQuery().isPresent());
    robot.interact(() -> button("Reset 2,000 rows to defaults").fire());
    await(() -> robot.lookup("#migration").tryQuery().isEmpty());
    var sent = session.commands();
    assertInstanceOf(
        WorldCommand.Decide.class,
        List.copyOf(sent).stream()
            .filter(c -> c instanceof WorldCommand.Decide)
            .findFirst()
            .orElseThrow());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
