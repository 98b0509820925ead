package dev.vivarium.engine.store.project;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A project as its files have it.
///
/// @param scenes by name
/// @param plugins by name
/// @param assets paths below `assets/`, with `/`, sorted
/// @param scripts paths below `scripts/`, with `/`, sorted
public record Project(
    WorldFile world,
    NavigableMap<String, SceneFile> scenes,
    NavigableMap<String, PluginFile> plugins,
    List<String> assets,
    List<String> scripts) {
  public Project {
    scenes = Collections.unmodifiableNavigableMap(new TreeMap<>(scenes));
    plugins = Collections.unmodifiableNavigableMap(new TreeMap<>(plugins));
    assets = List.copyOf(assets);
    scripts = List.copyOf(scripts);
  }

  /// The plugins that run, in the order in which they load.
  public List<PluginFile> pluginsInOrder() {
    List<String> order = world.plugins() == null ? List.copyOf(plugins.keySet()) : world.plugins();
    return order.stream().filter(plugins::containsKey).map(name -> plugins.get(name)).toList();
  }

  public Project withWorld(WorldFile changed) {
    return new Project(changed, scenes, plugins, assets, scripts);
  }

  public Project withScene(SceneFile changed) {
    TreeMap<String, SceneFile> all = new TreeMap<>(scenes);
    all.put(changed.name(), changed);
    return new Project(world, all, plugins, assets, scripts);
  }
}
