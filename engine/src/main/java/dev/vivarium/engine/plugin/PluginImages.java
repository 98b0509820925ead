package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.StateHasher;
import dev.vivarium.engine.tick.StartReason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The state of a world's plugins as a whole: hashed, copied, put back.
final class PluginImages {
  private final PluginHost host;

  PluginImages(PluginHost host) {
    this.host = host;
  }

  /// As [PluginHost#hash].
  static void hash(Collection<Plugin> plugins, StateHasher hasher) {
    for (Plugin plugin : plugins) {
      hasher.put(plugin.owner());
      hasher.put(plugin.state.runs() ? 1 : 0);
      if (plugin.instance != null) {
        plugin.instance.hash(hasher);
      }
    }
  }

  static PluginImage image(Plugin plugin, boolean memories) {
    return new PluginImage(
        plugin.name(),
        plugin.module.digest(),
        plugin.state,
        plugin.pendingStart == null ? 0 : plugin.pendingStart.code(),
        memories ? plugin.instance().map(PluginInstance::image) : Optional.empty(),
        plugin.systems.stream().map(system -> system.lastRun).toList());
  }

  /// As [PluginHost#restore].
  void restore(List<PluginImage> images, Map<String, PluginModule> modules)
      throws PluginLoadException {
    for (PluginImage image : images) {
      PluginModule module = modules.get(image.name());
      if (module == null) {
        throw new PluginLoadException(image.name(), "its module is missing");
      }
      Plugin plugin = new Plugin(image.name(), host.ownerId(image.name()), module);
      host.plugins().put(image.name(), plugin);
      host.schemas().declare(module);
    }
    for (PluginImage image : images) {
      restore(Objects.requireNonNull(host.plugins().get(image.name())), image);
    }
    host.reschedule();
  }

  private void restore(Plugin plugin, PluginImage image) throws PluginLoadException {
    plugin.state = image.state();
    plugin.pendingStart = image.pendingStart() == 0 ? null : StartReason.of(image.pendingStart());
    if (image.instance().isEmpty()) {
      if (plugin.state.runs()) {
        host.binding(plugin.module);
        plugin.state = PluginState.STOPPED;
        plugin.pendingStart = null;
      }
      return;
    }
    PluginInstance instance = host.newInstance(plugin.module);
    instance.restoreImage(image.instance().get());
    host.start(plugin, instance);
    plugin.state = image.state();
    for (int i = 0; i < plugin.systems.size(); i++) {
      plugin.systems.get(i).lastRun = image.lastRuns().get(i);
    }
  }
}
