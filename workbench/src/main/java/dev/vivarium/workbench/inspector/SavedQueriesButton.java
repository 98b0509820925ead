package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.CommandControls;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import org.kordamp.ikonli.javafx.FontIcon;

/// The list of queries kept by name, and the way to keep the one that stands in the field.
final class SavedQueriesButton extends MenuButton {
  private final SavedQueries queries;
  private final EntityTableViewModel model;

  SavedQueriesButton(SavedQueries queries, EntityTableViewModel model) {
    super("", new FontIcon("mdi2s-star-outline"));
    this.queries = queries;
    this.model = model;
    setId("saved-queries");
    getStyleClass().addAll("flat", "button-icon", "no-arrow");
    setTooltip(CommandControls.tooltip("Queries kept by name"));
    setAccessibleText("Queries kept by name");
    setOnShowing(e -> fill());
    fill();
  }

  private void fill() {
    getItems().clear();
    queries
        .lines()
        .forEach((name, line) -> {
          var item = new MenuItem(name + "    " + line);
          item.setOnAction(e -> model.filterProperty().set(line));
          getItems().add(item);
        });
    if (getItems().isEmpty()) {
      var none = new MenuItem("No queries are kept yet");
      none.setDisable(true);
      getItems().add(none);
    } else {
      getItems().add(forgetMenu());
    }
    getItems().addAll(new SeparatorMenuItem(), keepItem());
  }

  private Menu forgetMenu() {
    var menu = new Menu("Forget");
    for (var name : queries.lines().keySet()) {
      var item = new MenuItem(name);
      item.setOnAction(e -> queries.forget(name));
      menu.getItems().add(item);
    }
    return menu;
  }

  private CustomMenuItem keepItem() {
    var field = new TextField();
    field.setId("query-name");
    field.setPromptText("Keep the line as… (Enter)");
    field.setPrefWidth(220);
    field.setDisable(model.filterProperty().get().isBlank());
    field.setOnAction(e -> {
      if (queries.keep(field.getText(), model.filterProperty().get())) {
        hide();
      }
    });
    return new CustomMenuItem(field, false);
  }
}
