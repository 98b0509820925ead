package dev.vivarium.workbench.plugin;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;

/// The plugins of the world.
public final class PluginsPart implements Part {
  private static final double VALUES_HZ = 2;

  private final PluginsViewModel model;
  private final SettingsViewModel settings;
  private final PluginsView view;

  public PluginsPart(Desk desk) {
    model = new PluginsViewModel(desk.session(), desk.world(), desk.window());
    settings = new SettingsViewModel(desk.project(), desk.background(), desk.window());
    addCommands(desk);
    view = new PluginsView(desk, model, new PluginDetailsView(desk, model, settings));
    model
        .selectedProperty()
        .subscribe(name -> {
          var _ = settings.show(name);
        });
  }

  private void addCommands(Desk desk) {
    var any =
        Obstacle.unless(() -> !model.selectedProperty().get().isEmpty(), "No plugin is selected");
    desk.commands()
        .add(
            "plugins.reload",
            "Reload the selected plugin now",
            "",
            "mdi2r-reload",
            any,
            () -> model.act(WorldCommand.RebuildPlugin::new));
    desk.commands()
        .add(
            "plugins.stop",
            "Stop the selected plugin",
            "",
            "mdi2s-stop-circle-outline",
            any.or(Obstacle.unless(() -> !isStopped(), "The selected plugin stands still")),
            () -> model.act(WorldCommand.StopPlugin::new));
    desk.commands()
        .add(
            "plugins.start",
            "Start the selected plugin",
            "",
            "mdi2p-play-circle-outline",
            any.or(Obstacle.unless(this::isStopped, "The selected plugin runs")),
            () -> model.act(WorldCommand.StartPlugin::new));
    desk.commands()
        .add(
            "plugins.open",
            "Open plugin.json of the selected plugin",
            "",
            "mdi2c-code-json",
            any,
            () -> {
              var _ = desk.links().openPlace(settings.file());
            });
  }

  private boolean isStopped() {
    return model
        .status()
        .filter(s -> s.state() == PluginState.STOPPED || s.state() == PluginState.FAILED)
        .isPresent();
  }

  public PluginsViewModel model() {
    return model;
  }

  @Override
  public void take(SessionEvent event) {
    if (event instanceof SessionEvent.BuildStarted(String plugin)
        && plugin.equals(model.selectedProperty().get())) {
      var _ = settings.show(plugin);
    }
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("plugins", "Plugins", "mdi2p-puzzle-outline", Place.BOTTOM, view)
            .withBadge(
                model
                    .failedProperty()
                    .map(n ->
                        n.intValue() == 0 ? Panel.Badge.NONE : new Panel.Badge(n.toString(), true)))
            .looking(VALUES_HZ, model::refresh));
  }
}
