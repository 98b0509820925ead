package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// What one does with entities in the window, panel by panel.
class InspectorIntegrationTest extends WindowTest {
  private static final EntityHandle ONE = new EntityHandle(1L << 32 | 42);
  private static final EntityHandle OTHER = new EntityHandle(1L << 32 | 43);

  private TestWorldSession session;

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    session = new TestWorldSession(300, background);
    open(session, SampleProject.in(folder));
  }

  private void show(String panel) {
    robot.interact(() -> workbench.showPanel(panel));
  }

  private void select(EntityHandle... entities) {
    robot.interact(() -> workbench.selection().selectAll(List.of(entities)));
  }

  private boolean asked(Class<? extends WorldCommand> kind) {
    return session.commands().stream().anyMatch(kind::isInstance);
  }

  /// Where the map shows an entity, on the screen; the world stands still.
  private Point2D onMap(EntityHandle entity) throws TimeoutException {
    var map = find("#map", Node.class);
    select(entity);
    robot.interact(() -> workbench.map().showSelected());
    return WaitForAsyncUtils.waitForAsyncFx(
        PATIENCE_S * 1_000L,
        () -> {
          var marked = Objects.requireNonNull(workbench.map().placeOf(entity));
          return map.localToScreen(marked);
        });
  }

  @Test
  void listsTheValuesOfAComponentAndSortsByThem() throws TimeoutException {
    TableView<?> table = find("#entities", TableView.class);
    var line = find("#entity-filter", TextField.class);
    robot.interact(() -> line.setText("Velocity"));
    await(() -> workbench.entities().totalProperty().get() == 300);
    await(() -> robot.lookup("linear.z").tryQuery().isPresent());
    robot.interact(() -> sortBy(table, "linear.z"));
    var order = workbench.entities().orderProperty();
    await(() -> order.get().equals(new EntityOrder("vivarium/Velocity.linear.z", false)));
  }

  /// As a click on the head of a column does.
  private static <T> void sortBy(TableView<T> table, String title) {
    table.getColumns().stream()
        .filter(column -> column.getText().equals(title))
        .forEach(column -> table.getSortOrder().add(column));
  }

  @Test
  void exportsWhatIsListed() throws TimeoutException, IOException {
    var line = find("#entity-filter", TextField.class);
    robot.interact(() -> line.setText("hunger"));
    await(() -> workbench.entities().totalProperty().get() == 300);
    var file = folder.resolve("out.csv");
    robot.interact(() -> {
      var _ = workbench.inspector().export(file);
    });
    await(() -> robot.lookup("#entity-export").queryAs(Label.class).getText().contains("300"));
    assertEquals(301, Files.readAllLines(file).size());
  }

  @Test
  void setsAFieldOfSeveralEntitiesAtOnceAndTakesItBack() throws TimeoutException {
    select(ONE, OTHER);
    var box = find("#fish-Hunger-since", TextField.class);
    await(() -> workbench.selection().selectedProperty().get().size() == 2);
    robot.interact(() -> {
      box.requestFocus();
      box.setText("55");
    });
    robot.type(KeyCode.ENTER);
    await(() -> asked(WorldCommand.Edit.class));
    assertEquals(
        "Set Hunger.since of 2 entities",
        assertInstanceOf(WorldCommand.Edit.class, session.commands().getLast()).title());
    await(() -> box.getText().startsWith("55"));
    robot.interact(() -> robot.lookup("#map").query().requestFocus());
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    await(() -> !box.getText().startsWith("55"));
  }

  @Test
  void leadsFromAValueToTheLineOfTheSystemThatWroteIt() throws TimeoutException {
    select(ONE);
    find("#fish-Hunger-since", TextField.class);
    await(() ->
        robot.lookup(".writer").queryAllAs(Hyperlink.class).stream()
            .anyMatch(writer -> writer.getText().startsWith("fish/")));
    robot.interact(() ->
        robot.lookup(".writer").queryAllAs(Hyperlink.class).stream()
            .filter(writer -> writer.getText().startsWith("fish/swim"))
            .findFirst()
            .orElseThrow()
            .fire());
    await(() -> workbench.editorView().caretText().startsWith("Ln 17,"));
  }

  @Test
  void copiesAComponentAndPausesWhenAFieldChanges() throws TimeoutException {
    select(ONE);
    var menu = find("#menu-fish-Hunger", MenuButton.class);
    robot.interact(() -> menu.getItems().getFirst().fire());
    select(OTHER);
    await(() -> robot.lookup("#inspector-name").queryAs(Label.class).getText().contains("43"));
    find("#fish-Hunger-since", TextField.class);
    robot.interact(() -> {
      var paste = robot.lookup("#menu-fish-Hunger").queryAs(MenuButton.class).getItems().get(1);
      paste.fire();
    });
    await(() -> asked(WorldCommand.SetComponent.class));
    robot.interact(() -> {
      var box = robot.lookup("#fish-Hunger-since").queryAs(TextField.class);
      var pause =
          box.getContextMenu().getItems().stream()
              .filter(item -> "Pause when this changes".equals(item.getText()))
              .findFirst()
              .orElseThrow();
      pause.fire();
    });
    await(() -> session.watches().list().join().size() == 1);
    assertEquals(
        "Hunger.since of #43 changes", session.watches().list().join().getFirst().spec().text());
  }

  @Test
  void keepsAQueryByNameChoosesItAgainAndForgetsIt() throws TimeoutException {
    var menu = find("#saved-queries", MenuButton.class);
    var line = find("#entity-filter", TextField.class);
    robot.interact(() -> line.setText("Hunger"));
    await(() -> workbench.entities().filterProperty().get().equals("Hunger"));
    robot.clickOn(menu);
    var name = find("#query-name", TextField.class);
    robot.interact(name::requestFocus);
    robot.write("the hungry");
    robot.push(KeyCode.ENTER);
    await(() -> !menu.isShowing());
    robot.interact(() -> line.setText("Velocity"));
    await(() -> workbench.entities().filterProperty().get().equals("Velocity"));
    robot.clickOn(menu);
    await(menu::isShowing);
    robot.clickOn("the hungry    Hunger");
    await(() -> line.getText().equals("Hunger"));
    await(() -> workbench.entities().filterProperty().get().equals("Hunger"));
    robot.clickOn(menu);
    await(menu::isShowing);
    robot.interact(() ->
        menu.getItems().stream()
            .filter(Menu.class::isInstance)
            .map(Menu.class::cast)
            .findFirst()
            .orElseThrow()
            .getItems()
            .getFirst()
            .fire());
    robot.interact(menu::hide);
    robot.clickOn(menu);
    await(() -> menu.getItems().getFirst().getText().equals("No queries are kept yet"));
    robot.interact(menu::hide);
    assertEquals("Hunger", line.getText());
  }

  @Test
  void copiesAValueToAnotherEntity() throws TimeoutException {
    session.submit(new WorldCommand.Pause()).join();
    select(ONE);
    var box = find("#fish-Fish-nickname", TextField.class);
    robot.interact(() -> {
      box.requestFocus();
      box.setText("Old Tom");
    });
    robot.type(KeyCode.ENTER);
    await(() -> asked(WorldCommand.SetField.class));
    choose("#fish-Fish-nickname", "Copy value");
    select(OTHER);
    await(() -> robot.lookup("#inspector-name").queryAs(Label.class).getText().contains("43"));
    await(
        () -> robot.lookup("#fish-Fish-nickname").queryAs(TextField.class).getText().equals("Pip"));
    choose("#fish-Fish-nickname", "Paste value");
    await(() ->
        session.commands().getLast() instanceof WorldCommand.SetField set
            && set.entity().equals(OTHER)
            && set.json().equals("\"Old Tom\""));
    await(() ->
        robot.lookup("#fish-Fish-nickname").queryAs(TextField.class).getText().equals("Old Tom"));
  }

  private void choose(String field, String act) {
    robot.interact(() ->
        robot.lookup(field).queryAs(TextField.class).getContextMenu().getItems().stream()
            .filter(item -> act.equals(item.getText()))
            .findFirst()
            .orElseThrow()
            .fire());
  }

  @Test
  void picksAnEntityForAFieldOnTheMap() throws TimeoutException {
    session.submit(new WorldCommand.Pause()).join();
    await(() -> workbench.map().frameProperty().get().count() > 0);
    var place = onMap(OTHER);
    var point = find("#fish-Fish-leader-point", Node.class);
    robot.interact(() -> ((javafx.scene.control.Button) point).fire());
    await(() -> workbench.selection().pickingProperty().get().isPresent());
    robot.clickOn(place);
    await(() -> asked(WorldCommand.SetField.class));
    var set = assertInstanceOf(WorldCommand.SetField.class, session.commands().getLast());
    assertEquals("leader", set.field());
    assertEquals("\"" + OTHER.bits() + "\"", set.json());
    assertEquals(Set.of(OTHER), workbench.selection().selectedProperty().get());
  }

  @Test
  void dragsAnEntityOnTheMap() throws TimeoutException {
    session.submit(new WorldCommand.Pause()).join();
    await(() -> workbench.map().frameProperty().get().count() > 0);
    var place = onMap(ONE);
    robot.drag(place, MouseButton.PRIMARY).moveBy(15, 5).moveBy(15, 5).drop();
    await(() -> session.commands().getLast() instanceof WorldCommand.Edit);
    var step = assertInstanceOf(WorldCommand.Edit.class, session.commands().getLast());
    assertEquals(
        ONE, assertInstanceOf(WorldCommand.MoveTo.class, step.edits().getFirst()).entity());
    await(() -> workbench.world().history().canUndo());
    assertEquals(1, workbench.world().history().steps().size(), "one drag is one step");
  }

  @Test
  void selectsBoxOfEntitiesOnTheMap() throws TimeoutException {
    await(() -> workbench.map().frameProperty().get().count() > 0);
    select();
    var map = find("#map", Node.class);
    var bounds = map.localToScreen(map.getBoundsInLocal());
    robot
        .drag(bounds.getMinX() + 4, bounds.getMaxY() - 4, MouseButton.PRIMARY)
        .moveTo(bounds.getCenterX(), bounds.getCenterY())
        .dropTo(bounds.getMaxX() - 4, bounds.getMinY() + 44);
    await(() -> workbench.selection().selectedProperty().get().size() > 100);
  }

  @Test
  void coloursTheMapByComponent() throws TimeoutException {
    var button = find("#map-colours", MenuButton.class);
    robot.interact(
        () -> workbench.map().groupingProperty().set(new EntityGrouping.Component("fish/Hunger")));
    await(() -> button.getText().equals("fish/Hunger"));
    await(() ->
        robot.lookup(".map-legend .label").queryAllAs(Label.class).stream()
            .anyMatch(label -> label.getText().equals("with Hunger  300")));
  }

  @Test
  void graphsAPinnedField() throws TimeoutException {
    select(ONE);
    var pin = find("#pin-fish-Hunger-since", Node.class);
    robot.interact(() -> ((javafx.scene.control.Button) pin).fire());
    show("graphs");
    await(() ->
        robot.lookup("#graphs .label").queryAllAs(Label.class).stream()
            .anyMatch(label -> label.getText().equals("#42 Hunger.since")));
    await(() ->
        robot.lookup("#graphs .watch-value").queryAllAs(Label.class).stream()
            .anyMatch(label -> label.getText().matches("\\d.*")));
  }

  @Test
  void samplesWhatIsPinnedWhileItsGraphIsHidden() throws TimeoutException {
    select(ONE);
    var pin = find("#pin-fish-Hunger-since", Node.class);
    robot.interact(() -> ((javafx.scene.control.Button) pin).fire());
    await(() -> {
      session.advance(1);
      return workbench.inspector().pinnedSamples() > 5;
    });
  }

  @Test
  void selectsInTheHierarchyWhatWasSelectedElsewhere() throws TimeoutException {
    var far = new EntityHandle(1L << 32 | 290);
    select(far);
    show("hierarchy");
    var tree = find("#entity-tree", TreeView.class);
    await(() -> tree.getSelectionModel().getSelectedIndex() > 200);
    await(() ->
        robot.lookup("#entity-tree .label").queryAllAs(Label.class).stream()
            .anyMatch(label -> label.getText().equals("#290") && label.isVisible()));
  }

  @Test
  void offersToUndoThatTheSelectedEntityWasDeleted() throws TimeoutException {
    select(ONE);
    find("#fish-Hunger-since", TextField.class);
    Node delete =
        robot.lookup((Node node) -> "inspector-entity.despawn".equals(node.getId())).query();
    robot.interact(() -> workbench.world().act(new WorldCommand.Despawn(ONE)));
    var undo = find("#inspector-undo-delete", javafx.scene.control.Button.class);
    assertTrue(
        delete.getPseudoClassStates().stream()
            .anyMatch(state -> state.getPseudoClassName().equals("unavailable")));
    assertEquals(
        "The selected entity is gone",
        workbench.commands().get("entity.despawn").obstacle().reason());
    robot.interact(undo::fire);
    await(() -> !undo.isVisible());
    assertEquals("", workbench.commands().get("entity.despawn").obstacle().reason());
  }

  @Test
  void showsWhatMemoryIsUsedFor() throws TimeoutException {
    show("memory");
    var total = find("#memory-total", Label.class);
    await(() -> total.getText().startsWith("460 entities in 3 archetypes"));
    assertTrue(find("#archetypes", TableView.class).getItems().size() == 3);
  }

  @Test
  void hangsAnEntityOnAnotherAndShowsItThere() throws TimeoutException {
    show("hierarchy");
    var tree = find("#entity-tree", TreeView.class);
    await(() -> tree.getExpandedItemCount() > 100);
    select(ONE);
    robot.interact(() -> workbench.inspector().hangSelectedOn(OTHER));
    await(() -> asked(WorldCommand.Reparent.class));
    await(() ->
        robot.lookup("#entity-tree .muted").queryAllAs(Label.class).stream()
            .anyMatch(label -> label.getText().equals("1")));
  }
}
