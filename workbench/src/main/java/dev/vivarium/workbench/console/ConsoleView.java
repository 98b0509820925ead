package dev.vivarium.workbench.console;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.LogLine;
import java.util.Locale;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The log lines of the world and its plugins. It stays at the newest line until the user goes to
/// another, and again when the user comes back to the end.
public final class ConsoleView extends BorderPane {
  private final ListView<LogLine> list;
  private boolean atNewest = true;

  public ConsoleView(ConsoleViewModel model, CommandControls controls) {
    list = new ListView<>(model.lines());
    list.setId("console");
    list.getStyleClass().addAll("dense", "mono");
    list.setCellFactory(l -> new LineCell());
    list.setPlaceholder(empty());
    model.lines().addListener((ListChangeListener.Change<? extends LogLine> c) -> showNewest());
    list.heightProperty().subscribe(h -> showNewest());
    list.addEventFilter(ScrollEvent.ANY, e -> userMoved());
    list.addEventFilter(MouseEvent.MOUSE_RELEASED, e -> userMoved());
    list.addEventFilter(KeyEvent.KEY_RELEASED, e -> userMoved());
    setTop(bar(model, controls));
    setCenter(list);
  }

  /// After the next layout, which makes room for new lines.
  private void showNewest() {
    if (atNewest && !list.getItems().isEmpty()) {
      Platform.runLater(() -> list.scrollTo(list.getItems().size() - 1));
    }
  }

  private void userMoved() {
    Platform.runLater(() -> {
      var last = list.getItems().size() - 1;
      atNewest =
          !(list.lookup(".scroll-bar:vertical") instanceof ScrollBar bar)
              || !bar.isVisible()
              || bar.getValue() >= bar.getMax() - 0.5 / Math.max(1, last);
    });
  }

  private static HBox bar(ConsoleViewModel model, CommandControls controls) {
    var filter = new TextField();
    filter.setPromptText("Filter: plugin or text");
    filter.textProperty().bindBidirectional(model.filterProperty());
    filter.setMaxWidth(320);
    HBox.setHgrow(filter, Priority.ALWAYS);
    var level = new ChoiceBox<LogLine.Level>();
    level.getItems().setAll(LogLine.Level.values());
    level.setConverter(new LevelText());
    level.valueProperty().bindBidirectional(model.levelProperty());
    var bar = new HBox(filter, level, controls.iconButton("console.clear"));
    bar.getStyleClass().add("panel-bar");
    return bar;
  }

  private static Label empty() {
    var label =
        new Label("Nothing logged. What plugins log, and what the world notes, appears here.");
    label.setGraphic(new FontIcon("mdi2c-console"));
    label.getStyleClass().add("empty-text");
    return label;
  }

  private static final class LevelText extends StringConverter<LogLine.Level> {
    @Override
    public String toString(LogLine.@Nullable Level level) {
      return level == null
          ? ""
          : switch (level) {
            case TRACE -> "Everything";
            case DEBUG -> "Debug and up";
            case INFO -> "Info and up";
            case WARN -> "Warnings and up";
            case ERROR -> "Errors only";
          };
    }

    @Override
    public LogLine.Level fromString(String text) {
      return LogLine.Level.valueOf(text);
    }
  }

  private static final class LineCell extends ListCell<LogLine> {
    private final Label tick = new Label();
    private final Label level = new Label();
    private final Label source = new Label();
    private final Label text = new Label();
    private final HBox row = new HBox(tick, level, source, text);

    LineCell() {
      row.getStyleClass().add("list-row");
      tick.getStyleClass().add("log-tick");
      level.getStyleClass().add("log-level");
      source.getStyleClass().add("log-source");
    }

    @Override
    protected void updateItem(@Nullable LogLine line, boolean empty) {
      super.updateItem(line, empty);
      setText(null);
      if (empty || line == null) {
        setGraphic(null);
        return;
      }
      tick.setText(String.format(Locale.ROOT, "%,d", line.tick()));
      level.setText(line.level().name().toLowerCase(Locale.ROOT));
      level.getStyleClass().removeIf(s -> s.startsWith("level-"));
      level.getStyleClass().add("level-" + level.getText());
      source.setText(line.source());
      text.setText(line.text());
      setGraphic(row);
    }
  }
}
