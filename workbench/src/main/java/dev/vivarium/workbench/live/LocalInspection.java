package dev.vivarium.workbench.live;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.Scenes;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.AssetName;
import dev.vivarium.workbench.session.ChildPage;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityGroups;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntitySource;
import dev.vivarium.workbench.session.EntityStatistics;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.TablePage;
import dev.vivarium.workbench.session.TableQuery;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the inspector asks of a world in this process. The tick thread copies, the reading thread
/// puts into words.
final class LocalInspection implements EntitySource {
  private static final double STATISTICS_HZ = 2;
  private static final double SCHEMA_HZ = 2;
  private static final double PARENTS_HZ = 10;

  /// Asks the world on its thread; answers fail with a [SessionException] where there is none.
  interface Asking {
    <T> CompletableFuture<T> ask(Function<World, T> question);
  }

  private final Asking world;
  private final Supplier<CompletableFuture<Roster>> roster;
  private final Executor reader;
  private final Sampler<WorldSchema> schemas;
  private final Sampler<EntityStatistics> statistics;
  private final Sampler<ParentReading> parents;
  private final LocalTables tables;
  private final Supplier<CompletableFuture<List<AssetName>>> assets;
  private volatile @Nullable SchemaReading lastSchema;
  private volatile @Nullable ParentReading lastParents;

  /// @param scenes of the world as it is now, for its thread
  /// @param matching those that a filter matches
  /// @param assets of the project that the world could read
  LocalInspection(
      Asking world,
      Supplier<Optional<Scenes>> scenes,
      Supplier<CompletableFuture<Roster>> roster,
      Function<String, CompletableFuture<LocalQueries.Answer>> matching,
      Supplier<CompletableFuture<List<AssetName>>> assets,
      Executor reader,
      NanoClock clock) {
    this.world = world;
    this.tables = new LocalTables(world, matching, reader, clock);
    this.assets = assets;
    this.roster = roster;
    this.reader = reader;
    this.schemas = new Sampler<>(clock, SCHEMA_HZ, () -> takeSchema(scenes));
    this.statistics =
        new Sampler<>(
            clock,
            STATISTICS_HZ,
            () ->
                world
                    .ask(StatisticsReading::take)
                    .thenApplyAsync(StatisticsReading::statistics, reader));
    this.parents = new Sampler<>(clock, PARENTS_HZ, this::takeParents);
  }

  private CompletableFuture<WorldSchema> takeSchema(Supplier<Optional<Scenes>> scenes) {
    return world
        .ask(w -> SchemaReading.take(w, scenes.get().map(Scenes::names).orElse(List.of())))
        .thenApplyAsync(
            taken -> {
              SchemaReading latest = taken.after(lastSchema);
              lastSchema = latest;
              return latest.schema();
            },
            reader);
  }

  private CompletableFuture<ParentReading> takeParents() {
    return world
        .ask(w -> ParentReading.take(w, lastParents))
        .thenApplyAsync(
            taken -> {
              lastParents = taken;
              return taken;
            },
            reader);
  }

  /// Who hangs on whom, for the reading thread.
  CompletableFuture<ParentReading> parents() {
    return parents.get();
  }

  /// Something was changed on purpose and has to be seen.
  void expire() {
    parents.expire();
    statistics.expire();
    tables.expire();
  }

  @Override
  public CompletableFuture<WorldSchema> schema() {
    return schemas.get();
  }

  @Override
  public CompletableFuture<ChildPage> children(
      Optional<EntityHandle> parent, int offset, int limit) {
    checkCount(limit);
    if (offset < 0) {
      throw new IllegalArgumentException("no page begins at " + offset);
    }
    return parents
        .get()
        .thenCombineAsync(
            roster.get(), (tree, rows) -> tree.page(rows, parent, offset, limit), reader);
  }

  @Override
  public CompletableFuture<OptionalInt> placeUnder(
      Optional<EntityHandle> parent, EntityHandle child) {
    return parents
        .get()
        .thenCombineAsync(roster.get(), (tree, rows) -> tree.place(rows, parent, child), reader);
  }

  @Override
  public CompletableFuture<List<EntityHandle>> ancestors(EntityHandle handle) {
    return parents.get().thenApplyAsync(tree -> tree.ancestors(handle), reader);
  }

  @Override
  public CompletableFuture<List<EntityDetails>> entities(List<EntityHandle> handles) {
    checkCount(handles.size());
    List<EntityHandle> asked = List.copyOf(handles);
    return world
        .ask(w -> asked.stream().flatMap(h -> EntityReading.take(w, h.bits()).stream()).toList())
        .thenApplyAsync(found -> found.stream().map(EntityReading::details).toList(), reader);
  }

  private static void checkCount(int count) {
    if (count > MAX_ENTITIES) {
      throw new IllegalArgumentException(
          "at most " + MAX_ENTITIES + " entities at once, not " + count);
    }
  }

  @Override
  public CompletableFuture<String> copy(List<EntityHandle> handles) {
    List<EntityHandle> asked = List.copyOf(handles);
    return world.ask(w -> copy(w, asked));
  }

  private static String copy(World world, List<EntityHandle> handles) {
    try {
      return EntityText.copy(world, handles);
    } catch (RefusedException e) {
      throw new SessionException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public CompletableFuture<EntityStatistics> statistics() {
    return statistics.get();
  }

  @Override
  public CompletableFuture<TablePage> table(TableQuery query) {
    return tables.table(query);
  }

  @Override
  public CompletableFuture<OptionalInt> placeIn(TableQuery query, EntityHandle handle) {
    return tables.place(query, handle);
  }

  @Override
  public CompletableFuture<EntityGroups> groups(EntityGrouping grouping) {
    return grouping instanceof EntityGrouping.Mover
        ? world.ask(GroupReading::movers).thenApplyAsync(GroupReading::groups, reader)
        : roster.get().thenApplyAsync(rows -> GroupReading.groups(rows, grouping), reader);
  }

  @Override
  public CompletableFuture<List<AssetName>> assets() {
    return assets.get();
  }
}
