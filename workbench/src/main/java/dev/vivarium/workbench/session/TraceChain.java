package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;

/// A message between what led to it and what it led to.
///
/// @param json the payload as it can be sent again
/// @param causes nearest first
/// @param effects in the order in which they happened
public record TraceChain(
    MessageRecord message,
    List<PayloadNode> payload,
    String json,
    List<Link> causes,
    List<Link> effects) {
  /// Most links of each direction.
  public static final int MAX_LINKS = 200;

  public TraceChain {
    payload = List.copyOf(payload);
    causes = List.copyOf(causes);
    effects = List.copyOf(effects);
  }

  public enum Kind {
    /// The system that ran.
    SYSTEM,
    /// The row that it was at.
    ENTITY,
    /// Another message.
    MESSAGE,
    /// An entity or component that came, went or was set.
    CHANGE,
    /// A component's row that was written in the run that handled the message.
    WRITE,
    /// What it was is not known; `text` says how many it may have been.
    UNKNOWN
  }

  /// One step.
  ///
  /// @param depth how many messages lie between, from 0
  /// @param text the step in words
  /// @param message what can be walked to
  /// @param entity what can be selected
  /// @param system `plugin/system` whose line can be opened; may be empty
  public record Link(
      Kind kind,
      int depth,
      String text,
      Optional<Long> message,
      Optional<EntityHandle> entity,
      String system) {}
}
