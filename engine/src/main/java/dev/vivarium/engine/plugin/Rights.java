package dev.vivarium.engine.plugin;

import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.schema.SchemaName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a plugin may write: its own components anywhere, built-in ones on its own entities, and
/// more by capability.
final class Rights {
  static final String BUILT_IN = "vivarium";
  private static final Pattern CAPABILITY =
      Pattern.compile(
          "write:[a-z][a-z0-9-]*/[A-Za-z][A-Za-z0-9_]*|despawn:(scene|[a-z][a-z0-9-]*)");

  private final String plugin;
  private final Set<String> granted;

  private Rights(String plugin, Set<String> granted) {
    this.plugin = plugin;
    this.granted = granted;
  }

  /// Checks what the descriptor asks for against what was granted.
  static Rights of(PluginDescriptor descriptor, Set<String> granted) throws PluginLoadException {
    List<String> missing = new ArrayList<>();
    for (String asked : descriptor.capabilities()) {
      if (!CAPABILITY.matcher(asked).matches()) {
        throw new PluginLoadException(
            descriptor.plugin(),
            "'%s' is no capability; use write:OWNER/Component or despawn:OWNER".formatted(asked));
      }
      if (!granted.contains(asked)) {
        missing.add(asked);
      }
    }
    if (!missing.isEmpty()) {
      throw new PluginLoadException(
          descriptor.plugin(),
          "it asks for %s, which is not granted; to grant it, add it to \"capabilities\" in plugin.json"
              .formatted(String.join(", ", missing)));
    }
    return new Rights(descriptor.plugin(), Set.copyOf(descriptor.capabilities()));
  }

  /// Whether the component may be written on every entity, whoever owns it.
  boolean anywhere(SchemaName component) {
    return component.owner().equals(plugin) || granted.contains("write:" + component);
  }

  /// Whether the component may be written on entities that the plugin owns.
  boolean onOwnEntities(SchemaName component) {
    return anywhere(component) || component.owner().equals(BUILT_IN);
  }

  /// @param owner name of the plugin that owns the entity, or "scene"
  boolean mayDespawn(String owner) {
    return owner.equals(plugin) || granted.contains("despawn:" + owner);
  }
}
