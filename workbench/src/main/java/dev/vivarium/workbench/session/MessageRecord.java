package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;

/// A message that went over the world's bus.
///
/// @param sequence counts up by one a message, from 1
/// @param channel full name, `owner/Name`
/// @param sender `plugin/system`, a client's name, or `workbench`
/// @param receivers `plugin/system` of each subscriber
/// @param local whether it stays in this world
/// @param cause what led to it, as far as it is known
/// @param payloadJson the decoded payload as one JSON object, entities in it as `"#214"`
public record MessageRecord(
    long sequence,
    long tick,
    String stage,
    String channel,
    String sender,
    List<String> receivers,
    boolean local,
    int sizeBytes,
    Optional<Cause> cause,
    String payloadJson) {
  public MessageRecord {
    receivers = List.copyOf(receivers);
  }

  /// What led to a message: an entity's row, another message, or one of several rows where the
  /// plugin did not say which.
  ///
  /// @param entity the row the sender was at
  /// @param message sequence of the message the sender was handling
  /// @param text the same in words, such as `Fish #214` or `one of 2,000 in fish`
  public record Cause(Optional<EntityHandle> entity, Optional<Long> message, String text) {}
}
