package dev.vivarium.engine.tick;

import java.util.List;

/// A system as the schedule sees it: where it runs and in which order, not what it does.
public interface ScheduledSystem {
  /// `PLUGIN/system`, unique in a world.
  String id();

  Stage stage();

  /// Ids of systems that must run before this one, where they exist and are in the same stage.
  List<String> after();

  /// Ids of systems that must run after this one, where they exist and are in the same stage.
  List<String> before();

  /// Runs once. Never throws: a failure is the owner's to handle.
  void run(TickTime time);
}
