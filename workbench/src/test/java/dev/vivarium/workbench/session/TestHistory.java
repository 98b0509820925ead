package dev.vivarium.workbench.session;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The past of the test world, which knows what it was at any tick.
final class TestHistory implements HistorySource {
  private final LongSupplier tick;
  private final LongFunction<WorldSession> then;
  private final LongFunction<CommandResult> runOn;
  private final java.util.function.Function<Supplier<?>, CompletableFuture<?>> answer;
  private final List<RecordingFile> files = new ArrayList<>();
  private final List<HistoryStatus.Mark> marks = new ArrayList<>();
  private boolean recording;
  private boolean begun;
  private long firstTick;
  private long lastTick;

  TestHistory(
      LongSupplier tick,
      LongFunction<WorldSession> then,
      LongFunction<CommandResult> runOn,
      java.util.function.Function<Supplier<?>, CompletableFuture<?>> answer) {
    this.tick = tick;
    this.then = then;
    this.runOn = runOn;
    this.answer = answer;
  }

  @SuppressWarnings("unchecked")
  private <T> CompletableFuture<T> answer(Supplier<T> question) {
    return (CompletableFuture<T>) answer.apply(question);
  }

  void mark(HistoryStatus.Kind kind, String text) {
    if (recording) {
      marks.add(new HistoryStatus.Mark(tick.getAsLong(), kind, text));
    }
  }

  @Override
  public CompletableFuture<HistoryStatus> status() {
    return answer(() -> {
      if (recording) {
        lastTick = tick.getAsLong();
      }
      var activity = new ArrayList<>(Collections.nCopies(HistoryStatus.PARTS, 3));
      for (var i = 100; i < 110; i++) {
        activity.set(i, 12);
      }
      return new HistoryStatus(
          "",
          recording,
          false,
          begun ? 1 : 0,
          firstTick,
          lastTick,
          (lastTick - firstTick) * 4_000,
          256L << 20,
          36_000,
          marks,
          begun ? activity : List.of());
    });
  }

  @Override
  public CompletableFuture<CommandResult> record(boolean on) {
    return answer(() -> {
      if (on && !recording) {
        firstTick = tick.getAsLong();
        marks.clear();
      }
      begun |= on;
      recording = on;
      return new CommandResult.Done(tick.getAsLong(), Optional.empty());
    });
  }

  @Override
  public Visit at(long wanted) {
    CompletableFuture<WorldSession> made =
        answer(() -> {
          if (!begun || wanted < firstTick || wanted > tick.getAsLong()) {
            throw new SessionException("tick " + wanted + " is not kept");
          }
          return then.apply(wanted);
        });
    return new Visit() {
      @Override
      public CompletableFuture<WorldSession> world() {
        return made;
      }

      @Override
      public double progress() {
        return made.isDone() ? 1 : 0.4;
      }

      @Override
      public void cancel() {
        made.completeExceptionally(new SessionException("given up"));
      }
    };
  }

  @Override
  public CompletableFuture<TickComparison> compare(long from, long to) {
    return answer(() -> {
      var handle = new EntityHandle(1L << 32 | 1);
      return new TickComparison(
          from,
          to,
          List.of(
              new TickComparison.Difference(
                  handle,
                  "Fish #1",
                  "fish",
                  TickComparison.Kind.CHANGED,
                  "fish/Hunger",
                  "since",
                  Long.toString(from),
                  Long.toString(to))),
          1);
    });
  }

  @Override
  public CompletableFuture<CommandResult> keepNewest(int seconds) {
    return answer(() -> new CommandResult.Done(tick.getAsLong(), Optional.empty()));
  }

  @Override
  public CompletableFuture<CommandResult> runOn(long wanted, Sources sources) {
    return answer(() -> {
      marks.clear();
      firstTick = wanted;
      return runOn.apply(wanted);
    });
  }

  @Override
  public CompletableFuture<List<RecordingFile>> recordings() {
    return answer(() -> List.copyOf(files));
  }

  /// Puts a file beside the others that no program can open.
  void addBroken(String name) {
    files.addFirst(new RecordingFile(name, 3, Instant.EPOCH, "the file is cut short"));
  }

  @Override
  public CompletableFuture<CommandResult> save(String name) {
    return answer(() -> {
      var called = name.isEmpty() ? "2026-11-21 08-00-00" : name;
      files.addFirst(new RecordingFile(called, 12_400_000, Instant.EPOCH, ""));
      return new CommandResult.Done(tick.getAsLong(), Optional.empty());
    });
  }

  @Override
  public CompletableFuture<CommandResult> open(String name) {
    return answer(() -> new CommandResult.Refused("The test world opens no files."));
  }

  @Override
  public CompletableFuture<CommandResult> delete(String name) {
    return answer(() -> {
      files.removeIf(f -> f.name().equals(name));
      return new CommandResult.Done(tick.getAsLong(), Optional.empty());
    });
  }

  @Override
  public CompletableFuture<CommandResult> copy(String name, Path to) {
    return answer(() -> new CommandResult.Refused("The test world copies no files."));
  }
}
