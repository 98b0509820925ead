package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// One running world as the workbench sees it.
///
/// Every method returns at once and may be called from any thread. Futures complete on a thread of
/// the session, never on the caller's; a future that fails carries a [SessionException] whose
/// message says what to do. All values are immutable, arrays included: whoever hands one out never
/// writes to it again.
public interface WorldSession extends AutoCloseable {
  /// Most rows that one page of entities, messages or log lines may hold.
  int MAX_PAGE = 1_000;

  /// Why a question to [#client()] fails where there is no such world.
  String NO_CLIENT = "No plugin of this world has a client half.";

  /// Why nothing is changed in [#client()].
  String CLIENT_IS_READ =
      "The client's world can only be looked at; what is changed at the server reaches it.";

  /// Tick, rate, tick times and the state of every plugin.
  CompletableFuture<WorldStatus> status();

  /// The entities that match, in ascending handle order.
  CompletableFuture<EntityPage> entities(EntityQuery query);

  /// The place of an entity among those that match `filter`, from 0, in the order of [#entities];
  /// empty if it does not match or is gone.
  CompletableFuture<OptionalInt> placeOf(EntityHandle handle, String filter);

  /// One entity with every component's fields; empty once it is gone.
  CompletableFuture<Optional<EntityDetails>> entity(EntityHandle handle);

  /// Where every entity with a Transform stands. The session extracts at most 30 frames a second
  /// and only for requests, so a hidden map costs the world nothing.
  CompletableFuture<MapFrame> positions();

  /// Log lines after `sinceSequence`, oldest first, at most `limit`.
  CompletableFuture<LogPage> logs(long sinceSequence, int limit);

  /// What is wrong now: compile errors, refused descriptors, traps, stopped plugins, bad scene
  /// files.
  CompletableFuture<List<Diagnostic>> diagnostics();

  /// The latest reloads, newest first, at most `limit`.
  CompletableFuture<List<ReloadReport>> reloads(int limit);

  /// Changes of components that no migration rule covers and that wait for the user's word.
  CompletableFuture<List<Decision>> decisions();

  /// What the world has been through, as far as it was recorded.
  HistorySource history();

  /// Where the world's time and memory go.
  ProfileSource profile();

  /// The messages with their causes.
  TraceSource trace();

  /// Fields that pause the world.
  Watches watches();

  /// Cost, limits and versions of plugins.
  PluginReadings plugins();

  /// What the inspector asks beyond rows and values.
  EntitySource inspection();

  /// Who is in the world and who works on it.
  People people();

  /// The world of the plugins' client halves that runs beside this one: its tick, entities, values
  /// and positions, the rest as here. Its entities have handles of their own; commands to it are
  /// refused. Questions fail where no plugin has a client half. Closing it does nothing.
  WorldSession client();

  /// Asks the world to do something. A refusal is a result, not a failed future.
  CompletableFuture<CommandResult> submit(WorldCommand command);

  /// Calls `listener` on a session thread, one event at a time and in order, until the subscription
  /// is closed.
  Subscription subscribe(Consumer<SessionEvent> listener);

  @Override
  void close();
}
