package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.script.ScriptError;
import dev.vivarium.workbench.script.TestResult;
import dev.vivarium.workbench.script.WorldTest;
import dev.vivarium.workbench.scripting.TestsViewModel.Row;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The project's tests. A click or Enter goes to the line, Space runs the selected one.
final class TestsView extends BorderPane {
  private final TestsViewModel model;
  private final Consumer<String> goTo;
  private final ListView<Row> list;

  TestsView(TestsViewModel model, CommandControls controls, Consumer<String> goTo) {
    this.model = model;
    this.goTo = goTo;
    list = new ListView<>(model.rows());
    list.setId("tests");
    list.getStyleClass().add("dense");
    list.setCellFactory(l -> new RowCell());
    var empty =
        new Label(
            "No tests yet. A method in tests/NAME.jsh is one: void fishStay() { world.step(60); }");
    empty.setGraphic(new FontIcon("mdi2t-test-tube-empty"));
    empty.getStyleClass().add("empty-text");
    var add = controls.textButton("test.new");
    var box = new VBox(4, empty, add);
    box.setAlignment(javafx.geometry.Pos.CENTER);
    list.setPlaceholder(box);
    list.setOnMouseClicked(e -> goToSelected());
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        goToSelected();
      } else if (e.getCode() == KeyCode.SPACE) {
        model.run(selected());
      }
    });
    setTop(new VBox(bar(controls), notRun()));
    setCenter(list);
  }

  List<WorldTest> selected() {
    return list.getSelectionModel().getSelectedItems().stream().map(Row::test).toList();
  }

  private void goToSelected() {
    var row = list.getSelectionModel().getSelectedItem();
    if (row != null) {
      goTo.accept(
          row.result().map(TestResult::place).orElse(row.test().file() + ":" + row.test().line()));
    }
  }

  /// One line for what kept all tests from beginning, and the way there.
  private Node notRun() {
    var place = new Hyperlink();
    place.setId("tests-not-run-place");
    place.getStyleClass().add("mono");
    place.setMinWidth(USE_PREF_SIZE);
    place.setOnAction(e -> goTo.accept(place.getText()));
    place.visibleProperty().bind(place.textProperty().isNotEmpty());
    place.managedProperty().bind(place.visibleProperty());
    var text = new Label("", new FontIcon("mdi2a-alert-circle-outline"));
    text.setId("tests-not-run");
    text.setMinWidth(0);
    text.getStyleClass().add("field-problem");
    var line = new HBox(text, place);
    line.getStyleClass().add("tests-not-run");
    model
        .notRunProperty()
        .subscribe(why -> {
          text.setText(why.map(TestsViewModel.NotRun::text).orElse(""));
          text.setTooltip(
              why.map(TestsViewModel.NotRun::text).map(CommandControls::tooltip).orElse(null));
          place.setText(why.map(TestsViewModel.NotRun::place).orElse(""));
          line.setVisible(why.isPresent());
          line.setManaged(why.isPresent());
        });
    return line;
  }

  private Node bar(CommandControls controls) {
    var summary = new Label();
    summary.setId("test-summary");
    summary.textProperty().bind(model.summaryProperty());
    var onSave = new CheckBox("Run on save");
    onSave.selectedProperty().bindBidirectional(model.onSaveProperty());
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var stop = controls.iconButton("test.stop");
    CommandControls.pale(stop, model.runningProperty().not());
    var bar =
        new HBox(
            controls.textButton("test.runAll"),
            controls.iconButton("test.runOne"),
            stop,
            summary,
            space,
            onSave);
    bar.getStyleClass().add("panel-bar");
    return bar;
  }

  private static final class RowCell extends ListCell<Row> {
    private final FontIcon icon = new FontIcon("mdi2c-circle-outline");
    private final Label name = new Label();
    private final Label ticks = new Label();
    private final Label took = new Label();
    private final Label text = new Label();
    private final Label place = new Label();
    private final HBox row = new HBox(icon, name, ticks, took, place, text);

    RowCell() {
      row.getStyleClass().add("list-row");
      name.getStyleClass().add("test-name");
      ticks.getStyleClass().addAll("mono", "muted", "test-ticks");
      took.getStyleClass().addAll("mono", "muted", "test-took");
      place.getStyleClass().addAll("mono", "link");
      place.getStyleClass().add("test-place");
    }

    @Override
    protected void updateItem(@Nullable Row item, boolean empty) {
      super.updateItem(item, empty);
      setText(null);
      if (empty || item == null) {
        setGraphic(null);
        return;
      }
      icon.setIconLiteral(literal(item));
      icon.getStyleClass().removeAll("icon-good", "icon-error", "icon-waiting", "icon-muted");
      icon.getStyleClass().add(style(item));
      name.setText(item.test().id());
      name.setTooltip(CommandControls.tooltip(item.test().id()));
      ticks.setText(item.result().map(r -> count(r.ticks(), "tick")).orElse(""));
      took.setText(
          item.running()
              ? "running"
              : item.result()
                  .map(r -> String.format(Locale.ROOT, "%.1f s", r.millis() / 1e3))
                  .orElse("not run"));
      var error = item.result().flatMap(TestResult::error);
      text.setText(error.map(ScriptError::text).orElse("").replace('\n', ' '));
      text.setTooltip(error.map(ScriptError::text).map(CommandControls::tooltip).orElse(null));
      text.getStyleClass().remove("test-failed");
      text.getStyleClass().add("test-failed");
      place.setText(
          item.result()
              .filter(r -> !r.passed())
              .map(TestResult::place)
              .orElse(item.test().file() + ":" + item.test().line()));
      setGraphic(row);
    }

    private static String count(long count, String what) {
      return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static String literal(Row row) {
      if (row.running()) {
        return "mdi2p-progress-clock";
      }
      return row.result()
          .map(r ->
              switch (r.verdict()) {
                case PASSED -> "mdi2c-check-circle-outline";
                case FAILED -> "mdi2c-close-circle";
                case BROKEN -> "mdi2a-alert-circle-outline";
              })
          .orElse("mdi2c-circle-outline");
    }

    private static String style(Row row) {
      return row.result().map(r -> r.passed() ? "icon-good" : "icon-error").orElse("icon-muted");
    }
  }
}
