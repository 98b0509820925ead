package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.WorldStatus;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/// Says which plugins trapped, used up their budget or never came to run, as long as that is so,
/// and leads to them.
final class FailedPlugins extends StackPane {
  private final Button button = new Button("", new FontIcon("mdi2a-alert-octagon"));
  private final Tooltip hint = CommandControls.tooltip("");
  private List<PluginStatus> failed = List.of();

  /// `show` shows all that is known of a plugin.
  FailedPlugins(WorldViewModel world, CommandRegistry commands, Consumer<String> show) {
    button.setId("failed-plugins");
    button.getStyleClass().addAll("flat", "task-button", "status-trouble");
    button.setTooltip(hint);
    button.setMinWidth(USE_PREF_SIZE);
    setMinWidth(USE_PREF_SIZE);
    managedProperty().bind(visibleProperty());
    getChildren().add(button);
    Runnable showFirst = () -> failed.stream().findFirst().map(PluginStatus::name).ifPresent(show);
    commands.add(
        "plugins.showFailed",
        "Show the plugin that failed",
        "",
        "mdi2a-alert-octagon",
        Obstacle.unless(() -> !failed.isEmpty(), "No plugin has failed"),
        showFirst);
    button.setOnAction(e -> commands.run("plugins.showFailed"));
    world.statusProperty().map(FailedPlugins::of).subscribe(this::shown);
  }

  private static List<PluginStatus> of(WorldStatus status) {
    return status.plugins().stream().filter(p -> p.state() == PluginState.FAILED).toList();
  }

  private void shown(List<PluginStatus> now) {
    failed = now;
    setVisible(!now.isEmpty());
    if (!now.isEmpty()) {
      var text = text(now);
      if (!text.equals(button.getText())) {
        button.setText(text);
        button.setAccessibleText(text + ". Show why");
      }
      hint.setText(why(now) + "\nClick to see more.");
    }
  }

  private static String text(List<PluginStatus> now) {
    if (now.size() > 1) {
      return now.size() + " plugins failed";
    }
    return now.getFirst().name() + " failed";
  }

  private static String why(List<PluginStatus> now) {
    return now.stream()
        .map(p -> p.detail().isEmpty() ? p.name() : p.name() + ": " + p.detail())
        .collect(Collectors.joining("\n"));
  }
}
