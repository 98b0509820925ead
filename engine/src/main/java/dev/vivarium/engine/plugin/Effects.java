package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.tick.StructuralChange;
import java.util.ArrayList;
import java.util.List;

/// What a dispatch asked for besides its columns. Reaches the world only if the dispatch ends well.
final class Effects {
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  record Outgoing(Channel channel, long targetClient, byte[] payload, Cause cause) {}

  final List<StructuralChange> changes = new ArrayList<>();
  final List<Outgoing> messages = new ArrayList<>();
  int commandCount;
  int messageCount;
  long messageBytes;
  long refused;

  void clear() {
    changes.clear();
    messages.clear();
    commandCount = 0;
    messageCount = 0;
    messageBytes = 0;
    refused = 0;
  }
}
