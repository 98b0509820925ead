package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.Command;
import dev.vivarium.workbench.command.CommandControls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.kordamp.ikonli.javafx.FontIcon;

/// The menu behind the button at the upper left: every command, by the first word of its id.
final class MainMenu {
  /// Words that share a menu or are called otherwise than themselves; the order is the menus'.
  private static final Map<String, String> TITLES = titles();

  private MainMenu() {}

  private static Map<String, String> titles() {
    var titles = new LinkedHashMap<String, String>();
    for (var word : List.of("file", "edit", "view", "world", "entity", "map")) {
      titles.put(word, word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    titles.put("panel", "Panels");
    titles.put("focus", "Panels");
    titles.put("settings", "Settings");
    titles.put("window", "File");
    titles.put("recent", "File");
    return titles;
  }

  static MenuButton button(CommandControls controls) {
    var button = new MenuButton("", new FontIcon("mdi2m-menu"));
    button.setId("main-menu");
    button.getStyleClass().addAll("flat", "button-icon", "no-arrow");
    button.setAccessibleText("Menu");
    button.setTooltip(CommandControls.tooltip("Menu"));
    // Parts add their commands after this button is made, and which can be done changes.
    button.getItems().add(new MenuItem());
    button.setOnShowing(e -> button.getItems().setAll(menus(controls)));
    return button;
  }

  private static List<Menu> menus(CommandControls controls) {
    var menus = new LinkedHashMap<String, Menu>();
    TITLES.values().forEach(title -> menus.put(title, new Menu(title)));
    for (var command : controls.commands()) {
      var menu = menus.computeIfAbsent(title(command), title -> new Menu(title));
      var item = controls.menuItem(command.id());
      var reason = command.obstacle().reason();
      item.setDisable(!reason.isEmpty());
      item.setText(reason.isEmpty() ? command.title() : command.title() + "  –  " + reason);
      menu.getItems().add(item);
    }
    return menus.values().stream().filter(m -> !m.getItems().isEmpty()).toList();
  }

  private static String title(Command command) {
    var word = command.id().substring(0, Math.max(0, command.id().indexOf('.')));
    return TITLES.getOrDefault(
        word,
        word.isEmpty()
            ? "Other"
            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
  }
}
