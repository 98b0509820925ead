package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The session that a window's parts hold: the live world, or that world as it was at an earlier
/// tick. In the past everything is answered as it was then, and acts are refused.
public final class SwitchedSession extends ForwardingSession {
  private final WorldSession live;
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();

  /// Written by the window's thread, read by any.
  private volatile Optional<Past> past = Optional.empty();

  private record Past(long tick, WorldSession world) {}

  public SwitchedSession(WorldSession live) {
    this.live = live;
  }

  @Override
  protected WorldSession target() {
    return past.map(Past::world).orElse(live);
  }

  /// The live world's: it is the way back.
  @Override
  public HistorySource history() {
    return live.history();
  }

  /// The live world's: a tick that is made again takes other times.
  @Override
  public ProfileSource profile() {
    return live.profile();
  }

  /// The live world's: they wait for what is to come.
  @Override
  public Watches watches() {
    return live.watches();
  }

  /// The live world's.
  @Override
  public PluginReadings plugins() {
    return live.plugins();
  }

  /// The tick that is looked at; empty for the live world.
  public Optional<Long> pastTick() {
    return past.map(Past::tick);
  }

  /// Shows this world, which stands at `tick`, from now on.
  public void showPast(long tick, WorldSession world) {
    var before = past;
    past = Optional.of(new Past(tick, world));
    leave(before);
  }

  public void showLive() {
    var before = past;
    past = Optional.empty();
    leave(before);
  }

  private void leave(Optional<Past> before) {
    before.ifPresent(p -> p.world().close());
    var _ =
        status()
            .thenAccept(
                now -> listeners.forEach(l -> l.accept(new SessionEvent.StatusChanged(now))));
  }

  @Override
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    return past.map(p -> CompletableFuture.completedFuture(refusal(p.tick())))
        .orElseGet(() -> live.submit(command));
  }

  private static CommandResult refusal(long tick) {
    return new CommandResult.Refused(
        String.format(
            java.util.Locale.ROOT,
            "You are looking at tick %,d; press Live to go on, or run on from here.",
            tick));
  }

  /// Events are the live world's, but for its status while the past is shown.
  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    listeners.add(listener);
    var subscription =
        live.subscribe(event -> {
          if (past.isEmpty() || !(event instanceof SessionEvent.StatusChanged)) {
            listener.accept(event);
          }
        });
    return () -> {
      listeners.remove(listener);
      subscription.close();
    };
  }

  @Override
  public void close() {
    past.ifPresent(p -> p.world().close());
    live.close();
  }
}
