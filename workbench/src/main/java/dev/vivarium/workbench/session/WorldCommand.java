package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;

/// An act on the world, done at the start of a tick.
public sealed interface WorldCommand {
  /// An act that changes the world's entities and can be taken back by [Revert].
  sealed interface EntityEdit extends WorldCommand {}

  /// Takes a step of the history back, or a step that was taken back: [CommandResult.Done] names
  /// the step that would undo this. Refused where the world has moved on too far.
  ///
  /// @param edit as in [WorldEdit]
  record Revert(long edit) implements WorldCommand {}

  /// Several edits as one step: all of them or none.
  ///
  /// @param title what the history calls it; empty to name it after its first edit
  /// @param gesture steps in a row with the same number, such as those of one drag, become one with
  ///   the title of the last; 0 for a step of its own
  record Edit(String title, List<EntityEdit> edits, long gesture) implements WorldCommand {
    public static final int MAX_EDITS = 10_000;

    public Edit {
      edits = List.copyOf(edits);
      if (edits.isEmpty() || edits.size() > MAX_EDITS) {
        throw new IllegalArgumentException("a step has 1 to " + MAX_EDITS + " edits");
      }
    }
  }

  /// Sets several fields of a component at once, adding it if the entity lacks it.
  ///
  /// @param json an object of values as in [FieldValue] by field name
  record SetComponent(EntityHandle entity, String component, String json) implements EntityEdit {}

  /// Hangs an entity on another, or on nothing. Its Transform stays as it is, relative to the
  /// parent.
  record Reparent(EntityHandle entity, Optional<EntityHandle> parent) implements EntityEdit {}

  /// Puts an entity at a place of the world, in metres: its Transform is set so that it stands
  /// there whatever it hangs on. Refused for an entity without a Transform.
  record MoveTo(EntityHandle entity, double x, double y, double z) implements EntityEdit {}

  /// Makes entities from the text that [EntitySource#copy] gave, with new identities.
  record Paste(String text) implements EntityEdit {
    private static final int MAX_LENGTH = 16 << 20;

    public Paste {
      if (text.length() > MAX_LENGTH) {
        throw new IllegalArgumentException("at most " + MAX_LENGTH + " characters can be pasted");
      }
    }
  }

  /// Makes a copy of an entity and all that hangs on it.
  record Duplicate(EntityHandle entity) implements EntityEdit {}

  /// Makes an entity that was born at run time one of a scene.
  ///
  /// @param scene one of [WorldSchema#scenes()]
  /// @param id what the scene calls it; empty to make one up
  record Keep(EntityHandle entity, String scene, String id) implements EntityEdit {}

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
      implements EntityEdit {}

  /// Adds a component with its defaults.
  record AddComponent(EntityHandle entity, String component) implements EntityEdit {}

  record RemoveComponent(EntityHandle entity, String component) implements EntityEdit {}

  /// Makes an entity with these components at their defaults; empty `name` for none.
  record Spawn(String name, List<String> components) implements EntityEdit {
    public Spawn {
      components = List.copyOf(components);
    }
  }

  /// Ends an entity and its children.
  record Despawn(EntityHandle entity) implements EntityEdit {}

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
