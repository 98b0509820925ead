package dev.vivarium.engine.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The numbers by which entities and writers know plugins, given out in order of first appearance;
/// 0 is the scene.
final class OwnerIds {
  private static final int PLUGINS_MAX = 255;

  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>(List.of(PluginHost.SCENE_OWNER_NAME));

  int id(String plugin) {
    Integer known = ids.get(plugin);
    if (known != null) {
      return known;
    }
    if (names.size() > PLUGINS_MAX) {
      throw new IllegalStateException("more than %d plugins in a world".formatted(PLUGINS_MAX));
    }
    names.add(plugin);
    ids.put(plugin, names.size() - 1);
    return names.size() - 1;
  }

  String name(int owner) {
    return owner >= 0 && owner < names.size() ? names.get(owner) : PluginHost.SCENE_OWNER_NAME;
  }

  List<String> names() {
    return List.copyOf(names);
  }

  void restore(List<String> saved) {
    names.clear();
    names.addAll(saved);
    ids.clear();
    for (int i = 1; i < saved.size(); i++) {
      ids.put(saved.get(i), i);
    }
  }

  /// Id under which a system's writes are recorded: owner in the high byte, system in the low one.
  static short writer(int owner, int system) {
    return (short) (owner << 8 | system);
  }

  static int ownerOf(short writer) {
    return writer >> 8 & 0xff;
  }

  static int systemOf(short writer) {
    return writer & 0xff;
  }
}
