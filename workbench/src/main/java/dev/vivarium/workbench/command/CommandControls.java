package dev.vivarium.workbench.command;

import java.util.Collection;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/// Buttons, menu items and key bindings made from commands, so that each shows the same title, icon
/// and shortcut.
public final class CommandControls {
  private static final Duration TOOLTIP_DELAY = Duration.millis(400);
  private final CommandRegistry registry;

  public CommandControls(CommandRegistry registry) {
    this.registry = registry;
  }

  /// Every command, in the order in which they were added.
  public Collection<Command> commands() {
    return registry.all();
  }

  /// A button with just the command's icon.
  public Button iconButton(String id) {
    var command = registry.get(id);
    var button = new Button("", new FontIcon(command.icon()));
    button.getStyleClass().addAll("flat", "button-icon");
    return prepared(button, command);
  }

  /// A button with the command's title.
  public Button textButton(String id) {
    var command = registry.get(id);
    return prepared(new Button(command.title()), command);
  }

  private Button prepared(Button button, Command command) {
    button.setId(command.id());
    button.setAccessibleText(command.title());
    button.setTooltip(tooltip(command.hint()));
    button.setOnAction(e -> registry.run(command.id()));
    return button;
  }

  public MenuItem menuItem(String id) {
    var command = registry.get(id);
    var item = new MenuItem(command.title());
    item.setId(command.id());
    command.shortcut().ifPresent(keys -> item.setAccelerator(KeyCombination.valueOf(keys)));
    item.setOnAction(e -> registry.run(id));
    return item;
  }

  /// Runs commands by their shortcuts wherever the focus is in `scene`, before any control sees the
  /// key.
  public void bindShortcuts(Scene scene) {
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::runByKey);
  }

  private void runByKey(KeyEvent event) {
    for (var command : registry.all()) {
      var keys = command.shortcut();
      if (keys.isPresent()
          && KeyCombination.valueOf(keys.get()).match(event)
          && registry.run(command.id())) {
        event.consume();
        return;
      }
    }
  }

  public static Tooltip tooltip(String text) {
    var tooltip = new Tooltip(text);
    tooltip.setShowDelay(TOOLTIP_DELAY);
    return tooltip;
  }
}
