package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// What the inspector asks of a world beyond rows and values. As everything of a [WorldSession]:
/// returns at once, completes on a session thread.
public interface EntitySource {
  /// Most entities that one copy or one page of children holds.
  int MAX_ENTITIES = 1_000;

  /// What kinds of components, channels and systems there are.
  CompletableFuture<WorldSchema> schema();

  /// The entities that hang on one, or on nothing, in ascending handle order.
  CompletableFuture<ChildPage> children(Optional<EntityHandle> parent, int offset, int limit);

  /// The place of an entity among those that hang on `parent`, or on nothing, from 0; empty where
  /// it does not.
  CompletableFuture<OptionalInt> placeUnder(Optional<EntityHandle> parent, EntityHandle child);

  /// The entities that an entity hangs on, the topmost first; empty if it is gone or hangs on none.
  CompletableFuture<List<EntityHandle>> ancestors(EntityHandle handle);

  /// Several entities at once, those that are gone left out; at most [#MAX_ENTITIES].
  CompletableFuture<List<EntityDetails>> entities(List<EntityHandle> handles);

  /// Entities with all that hangs on them as text that people can read and [WorldCommand.Paste]
  /// takes.
  CompletableFuture<String> copy(List<EntityHandle> handles);

  /// What the entities cost in memory.
  CompletableFuture<EntityStatistics> statistics();

  /// Entities with chosen values in a chosen order. Orders by value are made anew twice a second.
  CompletableFuture<TablePage> table(TableQuery query);

  /// The place of an entity in that table, from 0, whatever page is asked for.
  CompletableFuture<OptionalInt> placeIn(TableQuery query, EntityHandle handle);

  /// To which group each entity belongs.
  CompletableFuture<EntityGroups> groups(EntityGrouping grouping);

  /// The files that asset fields can name, by path.
  CompletableFuture<List<AssetName>> assets();
}
