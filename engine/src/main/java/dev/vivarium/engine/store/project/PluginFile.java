package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What one `plugins/NAME/plugin.json` says.
///
/// @param name as the folder's
/// @param language which recipe builds it, such as `assemblyscript`
/// @param main the file that the recipe starts from, relative to the plugin's folder
/// @param capabilities what it asks to be allowed
/// @param settings values that the plugin reads; not to be changed
/// @param limits named maxima for this plugin, each at least 1
public record PluginFile(
    String name,
    String language,
    String main,
    List<String> capabilities,
    NavigableMap<String, JsonNode> settings,
    NavigableMap<String, Long> limits,
    UnknownFields unknown) {
  public PluginFile {
    capabilities = List.copyOf(capabilities);
    settings = Collections.unmodifiableNavigableMap(new TreeMap<>(settings));
    limits = Collections.unmodifiableNavigableMap(new TreeMap<>(limits));
  }
}
