package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import java.util.List;

/// Something that a world tells those who watch it. Delivered on the tick thread but where it says
/// otherwise.
public sealed interface WorldEvent {
  record OfPlugin(PluginEvent event) implements WorldEvent {}

  record Logged(LogLine line) implements WorldEvent {}

  record Reloaded(ReloadReport report) implements WorldEvent {}

  /// The world as it stood before this tick is on the disk. Delivered on the saver's thread.
  record Saved(long tick, long bytes, double ms) implements WorldEvent {}

  /// It is not. Delivered on the saver's thread.
  record SaveFailed(long tick, String reason) implements WorldEvent {}

  /// Waiting messages that could not be carried over a reload, one line each.
  record MessagesDropped(long tick, List<String> messages) implements WorldEvent {
    public MessagesDropped {
      messages = List.copyOf(messages);
    }
  }
}
