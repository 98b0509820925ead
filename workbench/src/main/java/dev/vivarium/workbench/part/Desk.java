package dev.vivarium.workbench.part;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.settings.Settings;
import dev.vivarium.workbench.task.Tasks;
import dev.vivarium.workbench.theme.PluginHue;
import dev.vivarium.workbench.theme.Theme;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;

/// What the parts of one window share.
///
/// @param window runs tasks on the window's thread
/// @param background runs what blocks
/// @param settings what the user chose; a part adds its own settings there
/// @param tasks where long work shows itself
/// @param world the clock, the answer to the last save, and the way to submit commands
public record Desk(
    WorldSession session,
    ProjectFiles project,
    Executor window,
    Executor background,
    CommandRegistry commands,
    CommandControls controls,
    EntitySelection selection,
    ObjectProperty<Theme> theme,
    WorldViewModel world,
    Links links,
    Settings settings,
    Tasks tasks) {

  /// The style of the dot that shows a plugin's hue; the scene's own where the name is empty.
  public String dotStyle(String plugin) {
    return "-fx-background-color: " + PluginHue.css(world.hue(plugin), theme.get());
  }
}
