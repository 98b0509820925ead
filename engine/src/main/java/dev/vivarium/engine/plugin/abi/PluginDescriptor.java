package dev.vivarium.engine.plugin.abi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import java.util.List;

/// What a plugin says of itself.
///
/// @param json the descriptor as the plugin gave it
public record PluginDescriptor(
    String plugin,
    String sdk,
    int stateVersion,
    List<ComponentUse> components,
    List<MessageUse> messages,
    List<SystemDescriptor> systems,
    List<String> capabilities,
    JsonNode json) {
  /// Largest payload of any message.
  public static final int MESSAGE_BYTES_MAX = DescriptorParser.MESSAGE_BYTES_MAX;

  public PluginDescriptor {
    components = List.copyOf(components);
    messages = List.copyOf(messages);
    systems = List.copyOf(systems);
    capabilities = List.copyOf(capabilities);
  }

  public List<ComponentSchema> ownComponents() {
    return components.stream()
        .filter(ComponentUse.Own.class::isInstance)
        .map(use -> ((ComponentUse.Own) use).schema())
        .toList();
  }

  public List<MessageSchema> ownMessages() {
    return messages.stream()
        .filter(MessageUse.Own.class::isInstance)
        .map(use -> ((MessageUse.Own) use).schema())
        .toList();
  }

  public boolean hasSide(Side side) {
    return systems.stream().anyMatch(system -> system.side() == side);
  }
}
