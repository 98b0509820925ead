package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.RunState;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;

/// Finding out why, as a user does it: follow a bite to the fish that bit and on to what it ate,
/// and pause the world when a fish's hunger changes.
class TraceWindowIntegrationTest extends TidepoolWindowTest {
  @Test
  void followsABiteBothWaysAndPausesOnHunger() throws Exception {
    openTidepoolAtTheFish();
    followBite(workbench);
    pauseOnHunger(workbench);
  }

  private void followBite(Workbench workbench) throws Exception {
    var model = workbench.messages().model();
    robot.interact(() -> workbench.showPanel("messages"));
    await(() -> robot.lookup("#message-filter").tryQuery().isPresent());
    robot.clickOn("#message-filter").write("channel:Bite");
    await(() -> model.messages().size() > 20);
    TableView<MessageRecord> list = robot.lookup("#messages").queryTableView();
    robot.interact(() -> list.getSelectionModel().select(3));
    await(() -> model.chainProperty().get() != null);
    assertTrue(model.pausedProperty().get());
    assertEquals("fish/Bite", model.chainProperty().get().message().channel());
    await(() -> link("#causes", "at the row of").isPresent());
    var named = model.chainProperty().get().payload().getFirst().entity().orElseThrow();
    robot.interact(() -> link("#causes", "at the row of").orElseThrow().fire());
    assertEquals(Optional.of(named), workbench.selection().first());
    robot.interact(() -> link("#causes", "sent by fish/swim").orElseThrow().fire());
    await(() -> workbench.editor().activeProperty().get() != null);
    await(() -> robot.lookup("#code").tryQuery().isPresent());
    followTo("food/Eaten", workbench);
  }

  /// Only the first fish that bites a crumb is fed: goes down the list to one that was.
  private void followTo(String channel, Workbench workbench) throws Exception {
    var model = workbench.messages().model();
    TableView<MessageRecord> list = robot.lookup("#messages").queryTableView();
    for (var i = 0; i < list.getItems().size(); i++) {
      var at = i;
      robot.interact(() -> list.getSelectionModel().select(at));
      var wanted = list.getItems().get(i).sequence();
      await(() ->
          model.chainProperty().get() != null
              && model.chainProperty().get().message().sequence() == wanted);
      if (link("#effects", "sent " + channel).isPresent()) {
        break;
      }
    }
    robot.interact(() -> link("#effects", "sent " + channel).orElseThrow().fire());
    await(() -> model.selectedProperty().get().channel().equals(channel));
    await(() -> link("#causes", "while handling fish/Bite").isPresent());
    robot.interact(() -> link("#causes", "while handling fish/Bite").orElseThrow().fire());
    await(() -> model.selectedProperty().get().channel().equals("fish/Bite"));
  }

  private Optional<Hyperlink> link(String section, String text) {
    return robot.lookup(section + " .hyperlink").queryAllAs(Hyperlink.class).stream()
        .filter(h -> h.getText().startsWith(text))
        .findFirst();
  }

  private void pauseOnHunger(Workbench workbench) throws Exception {
    robot.interact(() -> workbench.commands().run("watches.onChange"));
    var field = "#watch-field";
    await(() -> robot.lookup(field).tryQuery().isPresent());
    await(() -> robot.lookup(field).queryComboBox().getItems().contains("hunger"));
    robot.interact(() -> robot.lookup(field).queryComboBox().getEditor().setText("hunger"));
    robot.clickOn("#watch-add");
    await(() -> workbench.world().statusProperty().get().state() == RunState.PAUSED);
    await(() -> robot.lookup("#paused-by-watch").query().isVisible());
    var text =
        robot.lookup("#paused-by-watch .label").queryAllAs(Label.class).stream()
            .map(Label::getText)
            .reduce("", String::concat);
    assertTrue(text.contains("Paused: fish/swim changed Fish.hunger of #"), text);
    robot.interact(() ->
        robot.lookup("#paused-by-watch .button").queryAllAs(Button.class).stream()
            .filter(b -> b.getText().equals("Go to line of the system"))
            .findFirst()
            .orElseThrow()
            .fire());
    await(() -> workbench.editorView().caretText().startsWith("Ln 155,"));
    robot.interact(() -> workbench.commands().run("world.toggle"));
  }
}
