package dev.vivarium.net.client.realtime;

import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.RequestFailure;
import dev.vivarium.net.client.SocketClosed;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.FromServer;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.MalformedMessageException;
import dev.vivarium.net.protocol.realtime.ModuleBytes;
import dev.vivarium.net.protocol.realtime.NeedModules;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.State;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.MalformedFrameException;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client in a room, which comes back by itself when its connection is lost: within
/// [RealtimeTimes#RESUME_WINDOW] to its place, else anew.
///
/// Belongs to one thread, which calls all of it. Callbacks run in [#tick] only. Bytes of modules
/// and frames are checked before they are told; a server that sends what it may not is left, and
/// tried again as if it had been lost.
public final class RealtimeClient implements AutoCloseable {
  /// Messages that one tick takes; more wait for the next.
  public static final int MAX_MESSAGES_PER_TICK = 1_024;

  private static final Logger log = LoggerFactory.getLogger(RealtimeClient.class);

  private final RealtimeSettings settings;
  private final RealtimeCarrier carrier;
  private final ModuleStore store;
  private final RealtimeCallbacks callbacks;
  private final ClientClock clock;
  private final Backoff backoff;
  private final ServerTicks ticks = new ServerTicks();
  private final TrafficCount traffic = new TrafficCount();

  private RealtimeState state = RealtimeState.IDLE;
  private boolean isTicking;

  /// Set while a token is waited for.
  private @Nullable CompletableFuture<String> token;

  /// Its value, until the hello.
  private String sessionToken = "";

  private @Nullable RealtimeConnection connection;

  /// Until when the next step must have come, in every state but [RealtimeState#LIVE]; in
  /// [RealtimeState#WAITING] when to try again.
  private long deadlineNanos;

  private long nextPingNanos;

  /// When the oldest ping was sent that has no answer.
  private OptionalLong unansweredNanos = OptionalLong.empty();

  /// Of the last welcome, which a resumed one must match.
  private @Nullable Welcome last;

  private String resumeToken = "";
  private long lostAtNanos;
  private long joinedAtNanos;

  /// Set while in the room.
  private @Nullable WorldView world;

  /// Set while modules are on their way.
  private @Nullable Entrance entrance;

  private long sequence;

  /// Why it is over, until that is told.
  private @Nullable RealtimeEnd untoldEnd;

  public RealtimeClient(
      RealtimeSettings settings,
      RealtimeCarrier carrier,
      ModuleStore store,
      RealtimeCallbacks callbacks,
      ClientClock clock) {
    this.settings = settings;
    this.carrier = carrier;
    this.store = store;
    this.callbacks = callbacks;
    this.clock = clock;
    this.backoff = new Backoff(settings.times(), settings.seed());
  }

  /// Starts to join; the next ticks tell how it goes.
  ///
  /// @throws IllegalStateException unless it is idle or has ended
  public void connect() {
    if (state != RealtimeState.IDLE && state != RealtimeState.ENDED) {
      throw new IllegalStateException("already " + state);
    }
    untoldEnd = null;
    backoff.reset();
    state = RealtimeState.WAITING;
    deadlineNanos = clock.nanos();
  }

  public RealtimeState state() {
    return state;
  }

  /// Of this client in its room; 0 while it is in none.
  public int clientId() {
    return last == null || world == null ? 0 : last.clientId();
  }

  /// Smoothed; empty before the first answer to a ping of this connection.
  public Optional<Duration> roundTrip() {
    long nanos = ticks.roundTripNanos();
    return world == null || nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /// The tick that the server's world is probably at now; 0 while in no room.
  public long serverTick() {
    return world == null ? 0 : ticks.tickAt(clock.nanos());
  }

  public Traffic traffic() {
    return traffic.value();
  }

  /// Sends a message of a Remote channel, of the epoch told last.
  ///
  /// @param channel its number in the world's schemas
  /// @param payload laid out by its schema, at most [RemoteMessage#PAYLOAD_BYTES]
  /// @return false if it was not taken: not live, or too much waits to be sent
  public boolean send(int channel, Target target, byte[] payload) {
    WorldView view = world;
    return state == RealtimeState.LIVE
        && view != null
        && transmit(new RemoteMessage(view.epoch(), channel, 0, target, payload));
  }

  /// Sends what this client wrote to entities of its own.
  ///
  /// @param seenTick of the state that it acted on
  /// @param writes at most [Input#WRITES], of the epoch told last
  /// @return the input's sequence, which [RealtimeCallbacks#inputDone] tells; 0 if it was not taken
  public long input(long seenTick, List<Input.Write> writes) {
    WorldView view = world;
    if (state != RealtimeState.LIVE || view == null) {
      return 0;
    }
    boolean isTaken = transmit(new Input(view.epoch(), sequence + 1, seenTick, writes));
    return isTaken ? ++sequence : 0;
  }

  /// Leaves in good order: the server does not keep its place. The next tick tells the end.
  public void goodbye(String reason) {
    if (world != null) {
      boolean isTaken = transmit(new Goodbye(reason));
      log.debug("goodbye taken: {}", isTaken);
    }
    resumeToken = "";
    end(RealtimeEnd.Kind.LEFT, reason);
  }

  /// Ends without a word; the server keeps the place for a while.
  @Override
  public void close() {
    end(RealtimeEnd.Kind.LEFT, "closed");
  }

  /// Takes what has arrived, keeps the connection up, and runs callbacks.
  public void tick() {
    if (isTicking) {
      throw new IllegalStateException("a tick is running");
    }
    isTicking = true;
    try {
      long nowNanos = clock.nanos();
      if (state == RealtimeState.WAITING && nowNanos - deadlineNanos >= 0) {
        join(nowNanos);
      }
      openWithToken(nowNanos);
      receive();
      watch(nowNanos);
      tellEnd();
    } finally {
      isTicking = false;
    }
  }

  private void join(long nowNanos) {
    state = RealtimeState.JOINING;
    deadlineNanos = nowNanos + settings.times().connect().toNanos();
    try {
      token = settings.tokens().token();
    } catch (RuntimeException e) {
      token = CompletableFuture.failedFuture(e);
    }
  }

  private void openWithToken(long nowNanos) {
    CompletableFuture<String> asked = token;
    if (asked == null || !asked.isDone()) {
      return;
    }
    token = null;
    try {
      sessionToken = asked.join();
      connection = carrier.open(settings.address(), settings.times().connect());
      deadlineNanos = nowNanos + settings.times().connect().toNanos();
    } catch (RuntimeException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      if (cause instanceof RequestFailure.ClientError) {
        end(RealtimeEnd.Kind.NOT_SIGNED_IN, String.valueOf(cause.getMessage()));
      } else {
        lose("no session token: " + cause.getMessage());
      }
    }
  }

  private void receive() {
    RealtimeConnection from = connection;
    for (int left = MAX_MESSAGES_PER_TICK; left > 0 && isCurrent(from); left--) {
      RealtimeConnection.Arrival arrival = Objects.requireNonNull(from).poll();
      if (arrival == null) {
        return;
      }
      try {
        take(arrival);
      } catch (MalformedMessageException | MalformedFrameException | BadServerException e) {
        lose("the server sent what it may not: " + e.getMessage());
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The very connection.
  private boolean isCurrent(@Nullable RealtimeConnection from) {
    return from != null && from == connection;
  }

  private void take(RealtimeConnection.Arrival arrival) {
    switch (arrival) {
      case RealtimeConnection.Opened _ -> sayHello();
      case RealtimeConnection.Message(byte[] bytes) -> {
        traffic.received(bytes.length);
        take(RealtimeCodec.decodeFromServer(bytes));
      }
      case RealtimeConnection.Ended(SocketClosed end) -> closed(end);
    }
  }

  private void sayHello() {
    long nowNanos = clock.nanos();
    deadlineNanos = nowNanos + settings.times().connect().toNanos();
    boolean isInTime = nowNanos - lostAtNanos < RealtimeTimes.RESUME_WINDOW.toNanos();
    if (!isInTime) {
      resumeToken = "";
    }
    String asWhom = sessionToken;
    sessionToken = "";
    try {
      transmitOrBreak(new Hello(RealtimeMessage.VERSION, asWhom, settings.room(), resumeToken));
    } catch (IllegalArgumentException e) {
      end(RealtimeEnd.Kind.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private void closed(SocketClosed end) {
    boolean isRefused = end.cause() == SocketClosed.Cause.NOT_OPENED && isForGood(end.code());
    if (isRefused) {
      end(RealtimeEnd.Kind.REFUSED, end.reason());
    } else {
      lose(end.reason());
    }
  }

  /// Of the statuses that blame the client, these ask it to wait.
  private static boolean isForGood(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
  }

  private void take(FromServer message) {
    if (world == null) {
      takeOutside(message);
      return;
    }
    switch (message) {
      case Welcome _ -> throw new BadServerException("a second welcome");
      case SchemaEpoch epoch -> reload(epoch);
      case ModuleBytes piece -> takePiece(piece);
      case State frame -> takeFrame(frame);
      case Ping ping -> pong(ping);
      case Pong pong -> {
        ticks.ponged(pong, clock.nanos());
        unansweredNanos = OptionalLong.empty();
        run(() -> callbacks.pong(pong));
      }
      case Notice notice -> takeNotice(notice);
      case Goodbye(String reason) -> {
        resumeToken = "";
        lose("the server said goodbye: " + reason);
      }
      case RemoteMessage _, InputDone _, PresenterChanged _ -> takeNews(message);
    }
  }

  private void takeOutside(FromServer message) {
    switch (message) {
      case Welcome welcome -> enter(welcome);
      case Notice notice -> takeNotice(notice);
      case Ping ping -> pong(ping);
      case Goodbye(String reason) -> lose("the server said goodbye: " + reason);
      case SchemaEpoch _,
          ModuleBytes _,
          State _,
          Pong _,
          RemoteMessage _,
          InputDone _,
          PresenterChanged _ ->
          throw new BadServerException("a message before the welcome");
    }
  }

  private void enter(Welcome welcome) {
    if (welcome.version() != RealtimeMessage.VERSION) {
      end(RealtimeEnd.Kind.OTHER_VERSION, "the server speaks version " + welcome.version());
      return;
    }
    long nowNanos = clock.nanos();
    boolean isResumed = isSamePlace(welcome);
    last = welcome;
    resumeToken = welcome.resumeToken();
    sequence = 0;
    joinedAtNanos = nowNanos;
    nextPingNanos = nowNanos;
    unansweredNanos = OptionalLong.empty();
    ticks.start(welcome.tick(), welcome.tickNanos(), nowNanos);
    show(welcome.world(), new Entrance.Welcomed(welcome, isResumed));
  }

  private boolean isSamePlace(Welcome now) {
    Welcome before = last;
    return before != null
        && !resumeToken.isEmpty()
        && before.clientId() == now.clientId()
        && before.authority() == now.authority()
        && before.room().equals(now.room())
        && before.tick() <= now.tick();
  }

  private void reload(SchemaEpoch epoch) {
    Entrance pending = entrance;
    show(epoch.world(), pending == null ? new Entrance.Reloaded(epoch) : pending.renewed(epoch));
  }

  private void show(WorldHalves halves, Entrance.News news) {
    world = new WorldView(halves, settings.depth() != RealtimeSettings.Depth.TICKS);
    ModuleFetch fetch =
        settings.depth() == RealtimeSettings.Depth.ALL
            ? new ModuleFetch(halves, store)
            : ModuleFetch.none(store);
    Entrance next = new Entrance(news, fetch);
    entrance = next;
    state = RealtimeState.LOADING;
    deadlineNanos = clock.nanos() + settings.times().modules().toNanos();
    // At the beginning the server waits for this, also where nothing is missing.
    boolean isAsking = news instanceof Entrance.Welcomed || !fetch.isDone();
    if (isAsking) {
      transmitOrBreak(new NeedModules(fetch.missing()));
    }
    if (fetch.isDone()) {
      goLive(next);
    }
  }

  private void takePiece(ModuleBytes piece) {
    Entrance pending = entrance;
    if (pending == null) {
      return;
    }
    pending.fetch().take(piece);
    deadlineNanos = clock.nanos() + settings.times().modules().toNanos();
    if (pending.fetch().isDone()) {
      goLive(pending);
    }
  }

  private void goLive(Entrance entered) {
    entrance = null;
    state = RealtimeState.LIVE;
    ClientModules modules = entered.fetch().modules();
    run(() -> {
      switch (entered.news()) {
        case Entrance.Welcomed(Welcome welcome, boolean isResumed) ->
            callbacks.welcomed(welcome, modules, isResumed);
        case Entrance.Reloaded(SchemaEpoch epoch) -> callbacks.epoch(epoch, modules);
      }
    });
    Snapshot newest = entered.newest();
    if (newest != null && state == RealtimeState.LIVE) {
      run(() -> callbacks.state(newest));
    }
    entered.held().forEach(this::tell);
  }

  private void takeFrame(State frame) {
    WorldView.Outcome outcome = Objects.requireNonNull(world).apply(frame.frame());
    Ack ack = outcome.ack();
    if (ack != null) {
      traffic.asked(ack);
      boolean isTaken = transmit(ack);
      log.trace("acknowledged: {}", isTaken);
    }
    if (outcome.tick() < 0) {
      traffic.dropped();
      return;
    }
    traffic.applied();
    ticks.sawState(outcome.tick());
    run(() -> callbacks.frame(outcome.tick()));
    Snapshot snapshot = outcome.snapshot();
    if (snapshot == null) {
      return;
    }
    if (entrance == null) {
      run(() -> callbacks.state(snapshot));
    } else {
      entrance.hold(snapshot);
    }
  }

  private void takeNews(FromServer message) {
    if (message instanceof RemoteMessage remote
        && remote.epoch() != Objects.requireNonNull(world).epoch()) {
      traffic.dropped();
    } else if (entrance == null) {
      tell(message);
    } else {
      entrance.hold(message);
    }
  }

  private void tell(FromServer message) {
    if (state != RealtimeState.LIVE) {
      return;
    }
    run(() -> {
      switch (message) {
        case RemoteMessage remote -> callbacks.remote(remote);
        case InputDone done -> callbacks.inputDone(done);
        case PresenterChanged(int clientId) -> callbacks.presenter(clientId);
        default -> throw new IllegalArgumentException("not held: " + message);
      }
    });
  }

  private void takeNotice(Notice notice) {
    run(() -> callbacks.notice(notice));
    switch (notice.kind()) {
      case INFORMATION, DRAINING -> {}
      case TOO_SLOW -> lose("too slow for the server: " + notice.reason());
      case KICKED -> end(RealtimeEnd.Kind.KICKED, notice.reason());
      case BANNED -> end(RealtimeEnd.Kind.BANNED, notice.reason());
      case REFUSED -> end(RealtimeEnd.Kind.REFUSED, notice.reason());
      case OTHER_VERSION -> end(RealtimeEnd.Kind.OTHER_VERSION, notice.reason());
      case REPLACED -> end(RealtimeEnd.Kind.REPLACED, notice.reason());
    }
  }

  private void pong(Ping ping) {
    boolean isTaken = transmit(new Pong(ping.sentNanos(), clock.nanos(), serverTick()));
    log.trace("answered: {}", isTaken);
  }

  private void watch(long nowNanos) {
    switch (state) {
      case IDLE, WAITING, ENDED -> {}
      case JOINING -> {
        if (nowNanos - deadlineNanos >= 0) {
          lose("no answer in time");
        }
      }
      case LOADING -> {
        if (nowNanos - deadlineNanos >= 0) {
          lose("a module did not come in time");
        } else {
          beat(nowNanos);
        }
      }
      case LIVE -> beat(nowNanos);
    }
  }

  private void beat(long nowNanos) {
    long silentNanos = nowNanos - unansweredNanos.orElse(nowNanos);
    if (silentNanos >= settings.times().pong().toNanos()) {
      lose("no answer to a ping in time");
      return;
    }
    if (nowNanos - joinedAtNanos >= settings.times().stable().toNanos()) {
      backoff.reset();
    }
    if (nowNanos - nextPingNanos >= 0) {
      nextPingNanos = nowNanos + settings.times().ping().toNanos();
      unansweredNanos = OptionalLong.of(unansweredNanos.orElse(nowNanos));
      boolean isTaken = transmit(new Ping(nowNanos));
      log.trace("pinged: {}", isTaken);
    }
  }

  private boolean transmit(FromClient message) {
    RealtimeConnection to = connection;
    byte[] bytes = RealtimeCodec.encode(message);
    boolean isTaken = to != null && to.send(bytes);
    if (isTaken) {
      traffic.sent(bytes.length);
    }
    return isTaken;
  }

  /// For what must arrive. Where it is not taken the connection has ended, which is told next, or
  /// the answer does not come in time.
  private void transmitOrBreak(FromClient message) {
    if (!transmit(message)) {
      log.debug("not taken: {}", message);
    }
  }

  private void lose(String reason) {
    if (state == RealtimeState.ENDED) {
      return;
    }
    long nowNanos = clock.nanos();
    if (world != null) {
      lostAtNanos = nowNanos;
    }
    drop();
    Duration wait = backoff.take();
    state = RealtimeState.WAITING;
    deadlineNanos = nowNanos + wait.toNanos();
    run(() -> callbacks.lost(reason, wait));
  }

  private void end(RealtimeEnd.Kind kind, String reason) {
    if (state == RealtimeState.ENDED || state == RealtimeState.IDLE) {
      return;
    }
    if (world != null) {
      lostAtNanos = clock.nanos();
    }
    drop();
    state = RealtimeState.ENDED;
    untoldEnd = new RealtimeEnd(kind, reason);
  }

  private void drop() {
    RealtimeConnection ending = connection;
    connection = null;
    token = null;
    world = null;
    entrance = null;
    if (ending != null) {
      ending.close();
    }
  }

  private void tellEnd() {
    RealtimeEnd end = untoldEnd;
    if (end != null) {
      untoldEnd = null;
      run(() -> callbacks.ended(end));
    }
  }

  private static void run(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      log.error("a callback failed", e);
    }
  }
}
