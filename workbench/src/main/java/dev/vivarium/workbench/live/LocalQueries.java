package dev.vivarium.workbench.live;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.workbench.query.EntityFilter;
import dev.vivarium.workbench.query.QueryException;
import dev.vivarium.workbench.query.QueryParser;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers query lines, the same line at most ten times a second anew. May be called from any
/// thread.
final class LocalQueries {
  private static final double ANSWERS_HZ = 10;
  private static final int LINES_KEPT = 16;

  /// @param places of those that match, in ascending handle order
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  record Answer(long tick, Roster roster, int[] places) {
    EntityPage page(EntityQuery query) {
      int from = Math.min(query.offset(), places.length);
      int to = Math.min(places.length, from + query.limit());
      List<EntityRow> rows = Arrays.stream(places, from, to).mapToObj(roster::row).toList();
      return new EntityPage(tick, places.length, query.offset(), rows);
    }

    OptionalInt place(EntityHandle handle) {
      Optional<Integer> index = roster.find(handle.bits());
      int place = index.isEmpty() ? -1 : Arrays.binarySearch(places, index.get());
      return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
    }
  }

  private final LocalInspection.Asking world;
  private final Supplier<CompletableFuture<WorldSchema>> schema;
  private final Supplier<@Nullable Roster> lastRoster;
  private final Executor reader;
  private final NanoClock clock;
  private final Map<String, Line> lines =
      new LinkedHashMap<>(LINES_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
          return size() > LINES_KEPT;
        }
      };

  LocalQueries(
      LocalInspection.Asking world,
      Supplier<CompletableFuture<WorldSchema>> schema,
      Supplier<@Nullable Roster> lastRoster,
      Executor reader,
      NanoClock clock) {
    this.world = world;
    this.schema = schema;
    this.lastRoster = lastRoster;
    this.reader = reader;
    this.clock = clock;
  }

  /// The entities that a line matches; fails with a [SessionException] if it is no query.
  CompletableFuture<Answer> ask(String line) {
    Line asked;
    synchronized (lines) {
      asked = lines.computeIfAbsent(line, Line::new);
    }
    return asked.answers.get();
  }

  /// Something was changed on purpose and has to be seen.
  void expire() {
    synchronized (lines) {
      lines.values().forEach(line -> line.answers.expire());
    }
  }

  private final class Line {
    private final String text;
    private final Sampler<Answer> answers = new Sampler<>(clock, ANSWERS_HZ, this::take);
    private volatile @Nullable QueryReading last;

    Line(String text) {
      this.text = text;
    }

    private CompletableFuture<Answer> take() {
      return schema.get().thenComposeAsync(this::take, reader);
    }

    private CompletableFuture<Answer> take(WorldSchema known) {
      EntityFilter filter;
      try {
        filter = QueryParser.parse(text, known);
      } catch (QueryException e) {
        return CompletableFuture.failedFuture(new SessionException(e.reason()));
      }
      return world
          .ask(w -> QueryReading.take(w, filter, lastRoster.get(), last))
          .thenApplyAsync(reading -> answer(reading, filter), reader);
    }

    private Answer answer(QueryReading reading, EntityFilter filter) {
      last = reading;
      return new Answer(
          reading.tick(), reading.roster(), QueryEvaluation.matching(reading, filter));
    }
  }
}
