package dev.vivarium.workbench.live;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.query.QueryParser;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.EntitySource;
import dev.vivarium.workbench.session.ForwardingSession;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.People;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A world as it was at one tick. It stands still, so everything is read from it once. What is not
/// of the world, such as problems and logs, is the live session's.
///
/// All of it belongs to one thread, the executor's.
final class PastWorld extends ForwardingSession {
  private final WorldSession live;
  private final World world;
  private final Executor thread;
  private final BiFunction<Gauge, Roster, WorldStatus> status;
  private @Nullable Roster roster;
  private @Nullable MapFrame frame;
  private final Reach reach = reach();
  private final TraceSource trace = new LocalTrace(reach, NanoClock.SYSTEM);
  private final LocalInspection inspection;
  private final LocalQueries queries;
  private boolean released;

  /// @param status puts what was read into words
  PastWorld(
      WorldSession live,
      World world,
      Executor thread,
      BiFunction<Gauge, Roster, WorldStatus> status) {
    this.live = live;
    this.world = world;
    this.thread = thread;
    this.status = status;
    LocalInspection.Asking asking =
        new LocalInspection.Asking() {
          @Override
          public <T> CompletableFuture<T> ask(Function<World, T> question) {
            return reach.ask(question);
          }
        };
    this.inspection =
        new LocalInspection(
            asking,
            Optional::empty,
            reach::roster,
            this::matching,
            () -> live.inspection().assets(),
            thread,
            NanoClock.SYSTEM);
    this.queries =
        new LocalQueries(asking, inspection::schema, () -> roster, thread, NanoClock.SYSTEM);
  }

  @Override
  protected WorldSession target() {
    return live;
  }

  /// To be used on the executor's thread.
  World world() {
    return world;
  }

  private <T> CompletableFuture<T> read(Supplier<T> answer) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            if (released) {
              throw new SessionException("That tick is no longer looked at.");
            }
            return answer.get();
          },
          thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new SessionException("The world is closed."));
    }
  }

  private Roster roster() {
    if (roster == null) {
      roster = Roster.take(world, null);
    }
    return roster;
  }

  @Override
  public CompletableFuture<WorldStatus> status() {
    return read(() -> status.apply(Gauge.take(world), roster()));
  }

  @Override
  public CompletableFuture<EntityPage> entities(EntityQuery query) {
    return matching(query.filter()).thenApplyAsync(answer -> answer.page(query), thread);
  }

  @Override
  public CompletableFuture<OptionalInt> placeOf(EntityHandle handle, String filter) {
    return matching(filter).thenApplyAsync(answer -> answer.place(handle), thread);
  }

  @Override
  public CompletableFuture<Optional<EntityDetails>> entity(EntityHandle handle) {
    return read(() -> EntityReading.take(world, handle.bits()).map(EntityReading::details));
  }

  @Override
  public CompletableFuture<MapFrame> positions() {
    return read(() -> {
      if (frame == null) {
        frame = PositionReading.take(world, null).frame();
      }
      return frame;
    });
  }

  private CompletableFuture<LocalQueries.Answer> matching(String filter) {
    return QueryParser.isQuery(filter)
        ? queries.ask(filter)
        : read(() -> new LocalQueries.Answer(world.tick(), roster(), roster().matching(filter)));
  }

  @Override
  public People people() {
    return People.NOBODY;
  }

  @Override
  public EntitySource inspection() {
    return inspection;
  }

  @Override
  public TraceSource trace() {
    return trace;
  }

  private Reach reach() {
    return new Reach() {
      @Override
      public <T> CompletableFuture<T> ask(Function<World, T> question) {
        return read(() -> question.apply(world));
      }

      @Override
      public <T> CompletableFuture<T> sound(Supplier<CompletableFuture<T>> question) {
        return question.get();
      }

      @Override
      public CompletableFuture<Roster> roster() {
        return read(PastWorld.this::roster);
      }

      @Override
      public Executor reader() {
        return thread;
      }
    };
  }

  @Override
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    return read(() -> new CommandResult.Refused("This is the past; nothing can be changed in it."));
  }

  /// The window no longer shows it; it may be shown again.
  @Override
  public void close() {}

  /// Ends it for good. On the executor's thread.
  void release() {
    if (!released) {
      released = true;
      world.close();
    }
  }
}
