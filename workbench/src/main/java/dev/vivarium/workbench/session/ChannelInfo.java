package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;

/// A channel and what its messages hold.
///
/// @param name full name, `owner/Name`
/// @param local whether its messages stay in this world; others cross to the other side
/// @param doc a sentence; may be empty
/// @param subscribers `plugin/system` of each
/// @param dropped messages refused so far because a tick's limit was reached
/// @param defaultsJson a payload with every default
public record ChannelInfo(
    String name,
    boolean local,
    String doc,
    List<String> subscribers,
    long dropped,
    List<PayloadField> fields,
    String defaultsJson) {
  public ChannelInfo {
    subscribers = List.copyOf(subscribers);
    fields = List.copyOf(fields);
  }

  /// A field of a message.
  ///
  /// @param type as written in a schema, such as `f32`, `entity` or `string<64>`
  /// @param unit empty where it has none
  /// @param choices the names of an enum; empty for others
  public record PayloadField(
      String name,
      String type,
      String unit,
      Optional<FieldSchema.Range> range,
      String doc,
      List<String> choices) {
    public PayloadField {
      choices = List.copyOf(choices);
    }

    public boolean isEntity() {
      return type.equals("entity");
    }
  }
}
