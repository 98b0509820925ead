package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The session that a window's parts hold: the live world, that world as it was at an earlier tick,
/// or its client's. In the past everything is answered as it was then, and acts are refused; at the
/// client entities and their values are its own, and only edits are refused.
public final class SwitchedSession extends ForwardingSession {
  private final WorldSession live;
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();

  /// Written by the window's thread, read by any.
  private volatile Optional<Past> past = Optional.empty();

  /// The same; of no account while the past is shown.
  private volatile boolean client;

  private record Past(long tick, WorldSession world) {}

  public SwitchedSession(WorldSession live) {
    this.live = live;
  }

  @Override
  protected WorldSession target() {
    return past.map(Past::world).orElse(client ? live.client() : live);
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

  /// The live world's, whatever is shown.
  @Override
  public WorldSession client() {
    return live.client();
  }

  /// Whether the client's world is shown.
  public boolean showsClient() {
    return client && past.isEmpty();
  }

  /// Shows the client's world from now on, or the server's again. Ends a look at the past.
  public void showClient(boolean wanted) {
    var before = past;
    past = Optional.empty();
    client = wanted;
    leave(before);
  }

  /// The past is shown; afterwards it is the live world's turn, not its client's.
  public void forgetClient() {
    client = false;
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
    if (showsClient() && edits(command)) {
      return CompletableFuture.completedFuture(new CommandResult.Refused(CLIENT_IS_READ));
    }
    return past.map(p -> CompletableFuture.completedFuture(refusal(p.tick())))
        .orElseGet(() -> live.submit(command));
  }

  private static boolean edits(WorldCommand command) {
    return command instanceof WorldCommand.EntityEdit
        || command instanceof WorldCommand.Edit
        || command instanceof WorldCommand.Revert;
  }

  private static CommandResult refusal(long tick) {
    return new CommandResult.Refused(
        String.format(
            java.util.Locale.ROOT,
            "You are looking at tick %,d; press Live to go on, or run on from here.",
            tick));
  }

  /// Events are the live world's, but for its status while another is shown.
  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    listeners.add(listener);
    var subscription =
        live.subscribe(event -> {
          if ((past.isEmpty() && !client) || !(event instanceof SessionEvent.StatusChanged)) {
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
