package dev.vivarium.workbench.session;

import java.util.List;

/// Something that the window should show at once rather than at its next look.
public sealed interface SessionEvent {
  /// The run state, a plugin's state or the list of plugins changed; ticks alone do not count.
  record StatusChanged(WorldStatus status) implements SessionEvent {}

  /// A saved plugin is being compiled.
  record BuildStarted(String plugin) implements SessionEvent {}

  /// A save has been answered, well or badly.
  record Reloaded(ReloadReport report) implements SessionEvent {}

  /// The whole list of what is wrong now.
  record DiagnosticsChanged(List<Diagnostic> diagnostics) implements SessionEvent {
    public DiagnosticsChanged {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// The whole list of what waits for the user.
  record DecisionsChanged(List<Decision> decisions) implements SessionEvent {
    public DecisionsChanged {
      decisions = List.copyOf(decisions);
    }
  }

  /// A watched field paused the world.
  record WatchHit(Watches.Hit hit) implements SessionEvent {}

  /// The session is over; nothing follows.
  record Closed(String reason) implements SessionEvent {}
}
