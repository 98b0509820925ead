package dev.vivarium.workbench.session;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Where a world's time and memory go. Threads and failures as in [WorldSession].
public interface ProfileSource {
  /// Most ticks that one answer holds.
  int MAX_TICKS = 4_096;

  /// The ticks after `sinceTick` that are still kept, oldest first, at most `limit` of the newest.
  CompletableFuture<ProfilePage> ticks(long sinceTick, int limit);

  /// Bytes of every component, most first.
  CompletableFuture<List<ComponentBytes>> memory();

  /// Begins or ends to sample which entities the systems' time goes to.
  CompletableFuture<CommandResult> sample(boolean on);

  /// The entities that most samples fell on, most first; empty while nobody samples.
  CompletableFuture<List<EntityCost>> costs(int limit);

  /// Begins a recording of Java Flight Recorder.
  CompletableFuture<CommandResult> startFlight();

  /// Ends it and writes it to a file of the project's live folder, whose path is the answer.
  CompletableFuture<Path> stopFlight();

  /// @param rows that have it
  record ComponentBytes(String component, long rows, long bytes) {}

  /// @param share of all time in systems, 0 to 1
  record EntityCost(EntityHandle entity, String label, String owner, double share) {}
}
