package dev.vivarium.workbench.session;

import java.util.List;

/// An act on the world, done at the start of a tick.
public sealed interface WorldCommand {
  /// Stops the clock after the tick that runs.
  record Pause() implements WorldCommand {}

  record Resume() implements WorldCommand {}

  /// Runs `ticks` ticks and pauses; 1 to 100,000.
  record Step(int ticks) implements WorldCommand {
    private static final int MAX_TICKS = 100_000;

    public Step {
      if (ticks < 1 || ticks > MAX_TICKS) {
        throw new IllegalArgumentException("a step is 1 to " + MAX_TICKS + " ticks, not " + ticks);
      }
    }
  }

  /// Sets the world seconds in a second of the wall clock; infinite runs as fast as possible. The
  /// length of a tick stays what it is.
  record SetSpeed(double speed) implements WorldCommand {
    public SetSpeed {
      if (!(speed > 0)) {
        throw new IllegalArgumentException("a speed is above 0, not " + speed);
      }
    }
  }

  /// Sets the ticks in one second of world time; above 0 and at most 1,000.
  record SetRate(double rateHz) implements WorldCommand {
    private static final double MAX_RATE_HZ = 1_000;

    public SetRate {
      if (!(rateHz > 0 && rateHz <= MAX_RATE_HZ)) {
        throw new IllegalArgumentException("a rate is above 0 and at most 1,000 Hz, not " + rateHz);
      }
    }
  }

  /// Sets one field; `json` as in [FieldValue].
  record SetField(EntityHandle entity, String component, String field, String json)
      implements WorldCommand {}

  /// Adds a component with its defaults.
  record AddComponent(EntityHandle entity, String component) implements WorldCommand {}

  record RemoveComponent(EntityHandle entity, String component) implements WorldCommand {}

  /// Makes an entity with these components at their defaults; empty `name` for none.
  record Spawn(String name, List<String> components) implements WorldCommand {
    public Spawn {
      components = List.copyOf(components);
    }
  }

  /// Ends an entity and its children.
  record Despawn(EntityHandle entity) implements WorldCommand {}

  /// Loads the scenes anew; what was born at run time is gone.
  record ResetWorld() implements WorldCommand {}

  record StopPlugin(String plugin) implements WorldCommand {}

  record StartPlugin(String plugin) implements WorldCommand {}

  /// Builds a plugin as its files are now and takes the result up; done once that has begun.
  record RebuildPlugin(String plugin) implements WorldCommand {}

  /// Puts back a version of [PluginStatus#goodVersions].
  record RestoreVersion(String plugin, String version) implements WorldCommand {}

  /// Sends a message as if from outside, marked as sent by the workbench.
  ///
  /// @param json an object; fields left out take their defaults, entities as `"#214"` or as a
  ///   handle's decimal digits
  record SendMessage(String channel, String json) implements WorldCommand {}

  record Decide(long decision, Decision.Choice choice) implements WorldCommand {}
}
