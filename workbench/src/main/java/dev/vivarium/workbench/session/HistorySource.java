package dev.vivarium.workbench.session;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What a world has been through, as far as it was recorded: to look back into, to compare, and to
/// go on from. Threads and failures as in [WorldSession].
public interface HistorySource {
  /// Most bytes that the recordings of one project may take on disk together.
  long DISK_BYTES_MAX = 2L << 30;

  /// Most differences that a comparison lists.
  int DIFFERENCES_MAX = 5_000;

  /// What there is to look back into.
  CompletableFuture<HistoryStatus> status();

  /// Keeps the newest so many seconds of world time without being asked, as long as somebody looks
  /// and nothing is being recorded; 0 for nothing, and lets go of what was kept that way.
  CompletableFuture<CommandResult> keepNewest(int seconds);

  /// Most seconds of [#keepNewest(int)].
  int NEWEST_SECONDS_MAX = 600;

  /// Begins to record anew, or ends it; what was recorded stays until the next begins.
  CompletableFuture<CommandResult> record(boolean on);

  /// Makes the world as it was when `tick` was about to run. Only one is made at a time: one under
  /// way is given up.
  Visit at(long tick);

  /// What is different between two ticks.
  CompletableFuture<TickComparison> compare(long from, long to);

  /// Makes the live world what it was at `tick`, plugins included, and lets it run on from there.
  /// What it was until now is kept as a recording first.
  CompletableFuture<CommandResult> runOn(long tick, Sources sources);

  /// With which plugins a world runs on.
  enum Sources {
    /// As they were at that tick.
    THEN,
    /// As their files are now: built first, and brought in by a reload each before the world ticks.
    /// A version that cannot be built, is refused or waits for a decision leaves the one of then.
    NOW
  }

  /// The recordings on disk, newest first.
  CompletableFuture<List<RecordingFile>> recordings();

  /// Keeps what there is to look back into on disk; an empty name stands for one that says which
  /// ticks.
  CompletableFuture<CommandResult> save(String name);

  /// Looks into a recording on disk instead of what is in memory; what was being recorded ends.
  CompletableFuture<CommandResult> open(String name);

  CompletableFuture<CommandResult> delete(String name);

  /// Copies a recording to a file elsewhere; one that is there already is not written over.
  CompletableFuture<CommandResult> copy(String name, Path to);

  /// A tick on its way.
  interface Visit {
    /// The world as it was: questions are answered, acts refused. Fails if the tick is not kept.
    CompletableFuture<WorldSession> world();

    /// Share that is done, 0 to 1.
    double progress();

    void cancel();
  }
}
