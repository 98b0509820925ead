package dev.vivarium.workbench.plugin;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import java.util.List;

/// The plugins of the world.
public final class PluginsPart implements Part {
  private final PluginsView view;

  public PluginsPart(Desk desk) {
    view = new PluginsView(desk.world(), desk.theme());
  }

  @Override
  public List<Panel> panels() {
    return List.of(Panel.of("plugins", "Plugins", "mdi2p-puzzle-outline", Place.BOTTOM, view));
  }
}
