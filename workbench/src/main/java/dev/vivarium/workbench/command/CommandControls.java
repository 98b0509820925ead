package dev.vivarium.workbench.command;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/// Buttons, menu items and key bindings made from commands, so that each shows the same title, icon
/// and shortcut.
public final class CommandControls {
  private static final PseudoClass UNAVAILABLE = PseudoClass.getPseudoClass("unavailable");
  private static final PseudoClass FORBIDDEN = PseudoClass.getPseudoClass("forbidden");
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
    var hint = tooltip(command.hint());
    button.setTooltip(hint);
    registry.versionProperty().subscribe(() -> hint.setText(registry.get(command.id()).hint()));
    hint.setOnShowing(e -> hint.setText(registry.get(command.id()).hintNow()));
    registry
        .rulesProperty()
        .subscribe(
            v -> button.pseudoClassStateChanged(FORBIDDEN, registry.isForbidden(command.id())));
    button.setOnAction(e -> registry.run(command.id()));
    return button;
  }

  /// Makes a button pale while its act cannot be done. Unlike a disabled one it says why when it is
  /// pointed at or pressed.
  public static void pale(Button button, ObservableValue<Boolean> impossible) {
    impossible.subscribe(is -> button.pseudoClassStateChanged(UNAVAILABLE, is));
    // A binding that nobody holds is collected, and tells nothing any more.
    button.getProperties().put(UNAVAILABLE, impossible);
  }

  /// Why acts of a kind may not be done at all just now; empty where they may.
  public ObservableValue<String> forbidden(String id) {
    return registry.rulesProperty().map(rules -> registry.whyForbidden(id));
  }

  public MenuItem menuItem(String id) {
    var command = registry.get(id);
    var item = new MenuItem(command.title());
    item.setId(command.id());
    command.shortcut().flatMap(Shortcuts::parse).ifPresent(item::setAccelerator);
    item.setOnAction(e -> registry.run(id));
    return item;
  }

  /// Runs commands by their shortcuts wherever the focus is in `scene`, before any control sees the
  /// key.
  public void bindShortcuts(Scene scene) {
    bindShortcuts(scene, () -> true);
  }

  /// The same while `wanted` says so.
  public void bindShortcuts(Scene scene, BooleanSupplier wanted) {
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (wanted.getAsBoolean()) {
            runByKey(e);
          }
        });
    scene.addEventHandler(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (wanted.getAsBoolean()) {
            sayWhyNot(e);
          }
        });
  }

  private void runByKey(KeyEvent event) {
    for (var command : of(event)) {
      if (command.isPossible() && registry.run(command.id())) {
        event.consume();
        return;
      }
    }
  }

  /// A key that nothing had a use for says why: a control that has one of its own takes it first.
  private void sayWhyNot(KeyEvent event) {
    of(event).stream()
        .filter(command -> !command.isPossible())
        .findFirst()
        .ifPresent(command -> registry.refused(command, command.obstacle().reason()));
  }

  /// The acts that a key stands for, in a list of its own: what is done may add or change commands.
  private List<Command> of(KeyEvent event) {
    return registry.all().stream()
        .filter(c -> c.shortcut().flatMap(Shortcuts::parse).filter(k -> k.match(event)).isPresent())
        .toList();
  }

  public static Tooltip tooltip(String text) {
    var tooltip = new Tooltip(text);
    tooltip.setShowDelay(TOOLTIP_DELAY);
    return tooltip;
  }
}
