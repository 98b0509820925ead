package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A session that has another do everything, for those that do some things otherwise.
public abstract class ForwardingSession implements WorldSession {
  protected ForwardingSession() {}

  /// Who does it.
  protected abstract WorldSession target();

  @Override
  public CompletableFuture<WorldStatus> status() {
    return target().status();
  }

  @Override
  public CompletableFuture<EntityPage> entities(EntityQuery query) {
    return target().entities(query);
  }

  @Override
  public CompletableFuture<OptionalInt> placeOf(EntityHandle handle, String filter) {
    return target().placeOf(handle, filter);
  }

  @Override
  public CompletableFuture<Optional<EntityDetails>> entity(EntityHandle handle) {
    return target().entity(handle);
  }

  @Override
  public CompletableFuture<MapFrame> positions() {
    return target().positions();
  }

  @Override
  public CompletableFuture<LogPage> logs(long sinceSequence, int limit) {
    return target().logs(sinceSequence, limit);
  }

  @Override
  public CompletableFuture<List<Diagnostic>> diagnostics() {
    return target().diagnostics();
  }

  @Override
  public CompletableFuture<List<ReloadReport>> reloads(int limit) {
    return target().reloads(limit);
  }

  @Override
  public CompletableFuture<List<Decision>> decisions() {
    return target().decisions();
  }

  @Override
  public HistorySource history() {
    return target().history();
  }

  @Override
  public ProfileSource profile() {
    return target().profile();
  }

  @Override
  public EntitySource inspection() {
    return target().inspection();
  }

  @Override
  public TraceSource trace() {
    return new ForwardingTrace(() -> target().trace());
  }

  @Override
  public Watches watches() {
    return target().watches();
  }

  @Override
  public PluginReadings plugins() {
    return target().plugins();
  }

  @Override
  public People people() {
    return target().people();
  }

  @Override
  public WorldSession client() {
    return target().client();
  }

  @Override
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    return target().submit(command);
  }

  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    return target().subscribe(listener);
  }

  @Override
  public void close() {
    target().close();
  }
}
