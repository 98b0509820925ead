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
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The world of the plugins' client halves beside a world in this process: its entities and their
/// values, to look at. What is not of it, such as problems and messages, is the live session's.
final class ClientWorld extends ForwardingSession {
  private static final double STATUS_HZ = 30;
  private static final double ROSTER_HZ = 10;
  private static final double POSITIONS_HZ = 30;

  private final WorldSession live;
  private final Reach server;
  private final LocalInspection inspection;
  private final LocalQueries queries;
  private final Sampler<Gauge> gauges;
  private final Sampler<Roster> rosters;
  private final Sampler<MapFrame> frames;

  /// The world that was read last. Belongs to the tick thread.
  private @Nullable World read;

  private volatile @Nullable Roster lastRoster;
  private volatile @Nullable PositionReading lastPositions;

  /// @param server asks the world whose client it is
  ClientWorld(WorldSession live, Reach server, NanoClock clock) {
    this.live = live;
    this.server = server;
    LocalInspection.Asking asking =
        new LocalInspection.Asking() {
          @Override
          public <T> CompletableFuture<T> ask(Function<World, T> question) {
            return ClientWorld.this.ask(question);
          }
        };
    Executor reader = server.reader();
    this.gauges = new Sampler<>(clock, STATUS_HZ, () -> ask(Gauge::take));
    this.rosters = new Sampler<>(clock, ROSTER_HZ, this::takeRoster);
    this.frames = new Sampler<>(clock, POSITIONS_HZ, this::takePositions);
    this.inspection =
        new LocalInspection(
            asking,
            Optional::empty,
            rosters::get,
            this::matching,
            () -> live.inspection().assets(),
            reader,
            clock);
    this.queries = new LocalQueries(asking, inspection::schema, () -> lastRoster, reader, clock);
  }

  @Override
  protected WorldSession target() {
    return live;
  }

  private <T> CompletableFuture<T> ask(Function<World, T> question) {
    return server.sound(() -> server.ask(w -> question.apply(clientOf(w))));
  }

  /// On the tick thread.
  private World clientOf(World world) {
    World client = world.client().orElseThrow(() -> new SessionException(NO_CLIENT));
    if (client != read) {
      read = client;
      lastRoster = null; // of a world that counted its changes from the beginning, too
      lastPositions = null;
    }
    return client;
  }

  private CompletableFuture<Roster> takeRoster() {
    return ask(w -> Roster.take(w, lastRoster))
        .thenApplyAsync(
            roster -> {
              lastRoster = roster;
              return roster;
            },
            server.reader());
  }

  private CompletableFuture<MapFrame> takePositions() {
    return ask(w -> PositionReading.take(w, lastPositions))
        .thenApplyAsync(
            positions -> {
              lastPositions = positions;
              return positions.frame();
            },
            server.reader());
  }

  @Override
  public CompletableFuture<WorldStatus> status() {
    return gauges.get().thenCombine(live.status(), ClientWorld::status);
  }

  /// The server's clock and plugins, the client's tick and entities.
  private static WorldStatus status(Gauge client, WorldStatus of) {
    return new WorldStatus(
        of.world(),
        of.state(),
        of.detail(),
        client.tick(),
        of.rateHz(),
        of.speed(),
        of.tickMicrosP50(),
        of.tickMicrosP99(),
        client.entities(),
        of.plugins());
  }

  @Override
  public CompletableFuture<EntityPage> entities(EntityQuery query) {
    return matching(query.filter()).thenApplyAsync(answer -> answer.page(query), server.reader());
  }

  @Override
  public CompletableFuture<OptionalInt> placeOf(EntityHandle handle, String filter) {
    return matching(filter).thenApplyAsync(answer -> answer.place(handle), server.reader());
  }

  private CompletableFuture<LocalQueries.Answer> matching(String filter) {
    return QueryParser.isQuery(filter)
        ? queries.ask(filter)
        : gauges
            .get()
            .thenCombineAsync(
                rosters.get(),
                (now, rows) -> new LocalQueries.Answer(now.tick(), rows, rows.matching(filter)),
                server.reader());
  }

  @Override
  public CompletableFuture<Optional<EntityDetails>> entity(EntityHandle handle) {
    return ask(w -> EntityReading.take(w, handle.bits()))
        .thenApplyAsync(found -> found.map(EntityReading::details), server.reader());
  }

  @Override
  public CompletableFuture<MapFrame> positions() {
    return frames.get();
  }

  @Override
  public EntitySource inspection() {
    return inspection;
  }

  @Override
  public WorldSession client() {
    return this;
  }

  @Override
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    return CompletableFuture.completedFuture(new CommandResult.Refused(CLIENT_IS_READ));
  }

  /// It ends with the world whose client it is.
  @Override
  public void close() {}
}
