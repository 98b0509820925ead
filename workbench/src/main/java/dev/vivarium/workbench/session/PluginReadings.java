package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What is known of each plugin beyond its state. Threads and failures are as those of
/// [WorldSession].
public interface PluginReadings {
  /// Empty if the world does not have the plugin.
  CompletableFuture<Optional<Details>> details(String plugin);

  /// What a version that waits for the user would do to a component; empty once that is decided.
  CompletableFuture<Optional<Migration>> migration(long decision);

  /// @param failure why it was stopped
  /// @param asked capabilities that its descriptor names
  /// @param granted those that `plugin.json` grants
  /// @param newlyAsked those that the version before did not ask for
  /// @param noLongerAsked those that only the version before asked for
  record Details(
      String plugin,
      Optional<Failure> failure,
      List<Meter> meters,
      List<SystemReading> systems,
      List<String> asked,
      List<String> granted,
      List<String> newlyAsked,
      List<String> noLongerAsked,
      List<GoodVersion> versions) {
    public Details {
      meters = List.copyOf(meters);
      systems = List.copyOf(systems);
      asked = List.copyOf(asked);
      granted = List.copyOf(granted);
      newlyAsked = List.copyOf(newlyAsked);
      noLongerAsked = List.copyOf(noLongerAsked);
      versions = List.copyOf(versions);
    }
  }

  record Failure(
      String text, Optional<Diagnostic.Place> place, Optional<EntityHandle> entity, long tick) {}

  /// Something that is limited.
  ///
  /// @param unit behind both numbers; may be empty
  /// @param doc what is counted, and what happens at the limit
  record Meter(String name, double used, double limit, String unit, String doc) {
    /// Shown in the greatest unit that fits.
    public static final String BYTES = "B";

    public double share() {
      return limit <= 0 ? 0 : used / limit;
    }
  }

  /// A system and what it takes.
  ///
  /// @param order in its stage, from 1; 0 where it does not run
  record SystemReading(
      String name,
      String stage,
      int order,
      double p50Us,
      double p99Us,
      List<String> reads,
      List<String> writes,
      List<String> subscribes) {
    public SystemReading {
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
      subscribes = List.copyOf(subscribes);
    }
  }

  /// A version that proved good.
  ///
  /// @param tick at which it was found good
  /// @param running whether it runs now
  record GoodVersion(String version, long tick, Gear gear, boolean running) {}

  /// @param rows entities that have the component
  record Migration(
      long decision, String plugin, String component, int rows, List<FieldStep> steps) {
    public Migration {
      steps = List.copyOf(steps);
    }
  }

  /// What happens to one field.
  ///
  /// @param before name and type in the old version; empty where it is new
  /// @param after name and type in the new version; empty where it is gone
  /// @param undecided whether no rule covers it
  record FieldStep(String before, String after, String what, boolean undecided) {}
}
