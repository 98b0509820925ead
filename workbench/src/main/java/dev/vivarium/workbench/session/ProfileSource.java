package dev.vivarium.workbench.session;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Where a world's time and memory go. Threads and failures as in [WorldSession].
public interface ProfileSource {
  /// Most ticks that one answer holds.
  int MAX_TICKS = 4_096;

  /// Most entities that one answer holds.
  int MAX_COSTS = 1_000;

  /// The ticks after `sinceTick` that are still kept, oldest first, at most `limit` of the newest.
  CompletableFuture<ProfilePage> ticks(long sinceTick, int limit);

  /// Bytes of every component, most first.
  CompletableFuture<List<ComponentBytes>> memory();

  /// Begins or ends to sample which entities the systems' time goes to.
  CompletableFuture<CommandResult> sample(boolean on);

  /// The entities that most samples fell on, most first; empty while nobody samples.
  CompletableFuture<List<EntityCost>> costs(int limit);

  /// What of the systems' time goes to each of these entities and to all that hangs on it; those
  /// that no sample fell on are left out, and all while nobody samples.
  CompletableFuture<List<TreeCost>> costsOf(List<EntityHandle> entities);

  /// Begins a recording of Java Flight Recorder.
  CompletableFuture<CommandResult> startFlight();

  /// Ends it and writes it to a file of the project's live folder, whose path is the answer.
  CompletableFuture<Path> stopFlight();

  /// @param rows that have it
  record ComponentBytes(String component, long rows, long bytes) {}

  /// @param share of all time in systems, 0 to 1
  record EntityCost(EntityHandle entity, String label, String owner, double share) {}

  /// @param own share of all time in systems, 0 to 1
  /// @param withBelow the same with all that hangs on it, directly or not
  record TreeCost(EntityHandle entity, double own, double withBelow) {}
}
