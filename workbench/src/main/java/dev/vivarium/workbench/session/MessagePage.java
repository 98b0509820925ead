package dev.vivarium.workbench.session;

import java.util.List;

/// Messages since a sequence number.
///
/// @param lastSequence what to ask from next
/// @param missed messages that are no longer there, or that the limit left out
public record MessagePage(long lastSequence, long missed, List<MessageRecord> messages) {
  public MessagePage {
    messages = List.copyOf(messages);
  }
}
