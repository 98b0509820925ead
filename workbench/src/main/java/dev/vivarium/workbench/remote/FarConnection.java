package dev.vivarium.workbench.remote;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.HistoryStatus;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to a far world, made again whenever it is lost, and the calls that wait for their
/// answers. What it does it does on its thread; what it is asked may come from any.
final class FarConnection {
  private static final Logger LOG = LoggerFactory.getLogger(FarConnection.class);

  private static final long FIRST_RETRY_MS = 500;
  private static final long LAST_RETRY_MS = 15_000;
  private static final int PING_EVERY_MS = 2_000;

  /// Without a sign of life the connection counts as lost.
  private static final int SILENCE_MAX_MS = 20_000;

  /// For the greeting to be answered.
  private static final int GREETING_MAX_MS = 10_000;

  private static final int ANSWER_MAX_MS = 15_000;

  /// For acts, and for what the past is asked: they may have to build or to run worlds.
  private static final int ACT_MAX_MS = 120_000;

  /// Calls that are held back until others are answered.
  private static final int HELD_BACK_MAX = 512;

  private static final JavaType TRUE = WireJson.type(Boolean.class);
  private static final JavaType SHARE = WireJson.type(Double.class);

  private record Waiting(CompletableFuture<Object> answer, JavaType type) {}

  private record HeldBack(long id, String text, Waiting waiting) {}

  private final SessionLink.Dialer dialer;
  private final Tokens tokens;
  private final String server;
  private final String wantedWorld;
  private final SessionThread thread;
  private final RandomGenerator jitter;
  private final Consumer<SessionEvent> events;
  private final BiConsumer<FarLink, FarLink> changes;
  private final List<Consumer<FarLink>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<FarLink> opened = new CompletableFuture<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicInteger visits = new AtomicInteger();

  private volatile FarLink link;
  private volatile HistoryStatus pastSeen = HistoryStatus.NONE;

  // Of the thread alone.
  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
  private final Deque<HeldBack> heldBack = new ArrayDeque<>();
  private @Nullable SessionLink open;

  /// Counts connections, so that what comes from an earlier one is passed over.
  private int generation;

  private int tries;
  private boolean tokenRefused;
  private boolean retryDue;
  private long heardMs;
  private long pingedMs = -1;

  FarConnection(
      SessionLink.Dialer dialer,
      Tokens tokens,
      String server,
      String world,
      SessionThread thread,
      RandomGenerator jitter,
      Consumer<SessionEvent> events,
      BiConsumer<FarLink, FarLink> changes) {
    this.dialer = dialer;
    this.tokens = tokens;
    this.server = server;
    this.wantedWorld = world;
    this.thread = thread;
    this.jitter = jitter;
    this.events = events;
    this.changes = changes;
    link = new FarLink(FarLink.State.CONNECTING, server, world, "", SessionRole.VIEWER, -1, "", 0);
  }

  FarLink link() {
    return link;
  }

  /// What there was to look back into when it was last asked.
  HistoryStatus pastSeen() {
    return pastSeen;
  }

  void pastSeen(HistoryStatus now) {
    pastSeen = now;
  }

  CompletableFuture<FarLink> opened() {
    return opened.copy();
  }

  Subscription onLink(Consumer<FarLink> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void become(FarLink next) {
    FarLink before = link;
    if (before.equals(next)) {
      return;
    }
    link = next;
    listeners.forEach(listener -> listener.accept(next));
    if (before.state() != next.state() || !before.trouble().equals(next.trouble())) {
      changes.accept(before, next);
    }
  }

  private FarLink with(FarLink.State state, String trouble, long retryMs) {
    FarLink now = link;
    return new FarLink(state, server, now.world(), now.person(), now.role(), -1, trouble, retryMs);
  }

  // Connecting.

  void start() {
    thread.execute(this::connect);
  }

  /// Does nothing unless a try is being waited for.
  void tryNow() {
    thread.execute(() -> {
      if (retryDue) {
        tries = 0;
        connect();
      }
    });
  }

  private void connect() {
    if (link.state() == FarLink.State.OVER) {
      return;
    }
    retryDue = false;
    become(with(FarLink.State.CONNECTING, link.trouble(), 0));
    int mine = ++generation;
    boolean refused = tokenRefused;
    tokenRefused = false;
    var _ =
        tokens
            .next(refused)
            .whenComplete((token, problem) ->
                thread.execute(() -> {
                  if (mine != generation) {
                    return;
                  }
                  if (problem == null) {
                    dial(mine, token);
                  } else {
                    lost(mine, signInLoss(problem));
                  }
                }));
  }

  private static SessionLink.Loss signInLoss(Throwable problem) {
    Throwable cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    return cause instanceof SignInException signIn
        ? new SessionLink.Loss(String.valueOf(signIn.getMessage()), signIn.isFinal())
        : new SessionLink.Loss("The sign-in failed: " + cause.getMessage(), false);
  }

  private void dial(int mine, String token) {
    heardMs = thread.nowMs();
    open =
        dialer.dial(
            new SessionLink.Listener() {
              @Override
              public void opened() {
                thread.execute(() -> greet(mine, token));
              }

              @Override
              public void text(String text) {
                thread.execute(() -> take(mine, text));
              }

              @Override
              public void pong() {
                thread.execute(() -> ponged(mine));
              }

              @Override
              public void closed(SessionLink.Loss loss) {
                thread.execute(() -> lost(mine, loss));
              }
            });
  }

  private void greet(int mine, String token) {
    SessionLink to = open;
    if (mine != generation || to == null) {
      return;
    }
    to.send(
        WireJson.write(
            new ClientSays.Hello(
                SessionWire.VERSION, CallTable.get().shape(), token, wantedWorld)));
    thread.after(
        GREETING_MAX_MS,
        () -> {
          if (mine == generation && !link.isOpen()) {
            lost(mine, new SessionLink.Loss(server + " does not answer.", false));
          }
        });
  }

  private void lost(int mine, SessionLink.Loss loss) {
    if (mine != generation || link.state() == FarLink.State.OVER) {
      return;
    }
    SessionLink gone = open;
    open = null;
    generation++;
    if (gone != null) {
      gone.close();
    }
    failAll(loss.reason());
    if (loss.isFinal()) {
      over(loss.reason());
      return;
    }
    long longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS << Math.min(tries++, 10));
    long wait = Math.round(longest * (0.8 + 0.4 * jitter.nextDouble()));
    become(with(FarLink.State.CONNECTING, loss.reason(), wait));
    int now = generation;
    retryDue = true;
    thread.after(
        wait,
        () -> {
          if (now == generation && retryDue) {
            connect();
          }
        });
  }

  private void over(String reason) {
    become(with(FarLink.State.OVER, reason, 0));
    opened.completeExceptionally(new SessionException(reason));
    dialer.close();
  }

  void close() {
    thread.execute(() -> {
      if (link.state() != FarLink.State.OVER) {
        generation++;
        SessionLink gone = open;
        open = null;
        if (gone != null) {
          gone.close();
        }
        failAll("The world is closed.");
        over("The world is closed.");
      }
      thread.close();
    });
  }

  private void failAll(String reason) {
    List<Waiting> all = new ArrayList<>(waiting.values());
    heldBack.forEach(held -> all.add(held.waiting()));
    waiting.clear();
    heldBack.clear();
    all.forEach(w -> w.answer().completeExceptionally(new SessionException(reason)));
  }

  // What comes.

  private void take(int mine, String text) {
    SessionLink from = open;
    if (mine != generation || from == null) {
      return;
    }
    heardMs = thread.nowMs();
    try {
      take(mine, WireJson.readAtClient(text));
    } catch (MalformedException e) {
      LOG.warn("a message of the server's makes no sense: {}", e.getMessage());
      lost(mine, new SessionLink.Loss("The server sent something that makes no sense.", false));
      return;
    }
    from.more();
  }

  private void take(int mine, ServerSays message) {
    switch (message) {
      case ServerSays.Welcome welcome -> welcomed(mine, welcome);
      case ServerSays.Refused refused -> refused(mine, refused);
      case ServerSays.Answer answer -> answered(answer);
      case ServerSays.Failed failed ->
          done(failed.id()).completeExceptionally(new SessionException(failed.reason()));
      case ServerSays.Event event -> events.accept(event.event());
      case ServerSays.RoleChanged changed -> {
        FarLink now = link;
        become(
            new FarLink(
                now.state(),
                server,
                now.world(),
                now.person(),
                changed.role(),
                now.pingMs(),
                now.trouble(),
                now.retryMs()));
      }
    }
  }

  private void welcomed(int mine, ServerSays.Welcome welcome) {
    tries = 0;
    become(
        new FarLink(
            FarLink.State.OPEN,
            server,
            welcome.world(),
            welcome.person(),
            welcome.role(),
            -1,
            "",
            0));
    opened.complete(link);
    pingedMs = -1;
    watch(mine);
  }

  private void refused(int mine, ServerSays.Refused refused) {
    boolean again = refused.cause() == ServerSays.Cause.TOKEN && tries == 0;
    tokenRefused = refused.cause() == ServerSays.Cause.TOKEN;
    lost(mine, new SessionLink.Loss(refused.reason(), !again));
  }

  private void answered(ServerSays.Answer answer) {
    Waiting asked = waiting.get(answer.id());
    CompletableFuture<Object> future = done(answer.id());
    if (asked == null) {
      return;
    }
    try {
      future.complete(WireJson.read(answer.result(), asked.type()));
    } catch (MalformedException e) {
      LOG.warn("an answer of the server's makes no sense: {}", e.getMessage());
      future.completeExceptionally(
          new SessionException("The server answered something that makes no sense."));
    }
  }

  /// What waited for that answer; something that nobody waits for where nothing does any more.
  private CompletableFuture<Object> done(long id) {
    Waiting asked = waiting.remove(id);
    HeldBack next = waiting.size() < SessionWire.CALLS_MAX ? heldBack.poll() : null;
    if (next != null) {
      put(next);
    }
    return asked == null ? new CompletableFuture<>() : asked.answer();
  }

  // Signs of life.

  private void watch(int mine) {
    SessionLink to = open;
    if (mine != generation || to == null) {
      return;
    }
    long now = thread.nowMs();
    if (now - heardMs > SILENCE_MAX_MS) {
      lost(mine, new SessionLink.Loss(server + " is silent.", false));
      return;
    }
    if (pingedMs < 0) {
      pingedMs = now;
      to.ping();
    }
    thread.after(PING_EVERY_MS, () -> watch(mine));
  }

  private void ponged(int mine) {
    if (mine != generation || pingedMs < 0) {
      return;
    }
    heardMs = thread.nowMs();
    FarLink now = link;
    long pingMs = heardMs - pingedMs;
    pingedMs = -1;
    become(
        new FarLink(
            now.state(), server, now.world(), now.person(), now.role(), pingMs, now.trouble(), 0));
  }

  // What is asked.

  CompletableFuture<Object> call(int world, CallTable.Entry entry, Object[] given) {
    ArrayNode arguments = JsonNodeFactory.instance.arrayNode(given.length);
    for (int i = 0; i < given.length; i++) {
      arguments.add(WireJson.node(given[i], entry.parameters().get(i)));
    }
    long id = ids.incrementAndGet();
    String text =
        WireJson.write(new ClientSays.Call(id, world, entry.area(), entry.name(), arguments));
    return ask(id, text, entry.result(), timeMs(entry));
  }

  private static int timeMs(CallTable.Entry entry) {
    boolean act =
        entry.result().getRawClass() == CommandResult.class
            || entry.area().equals("history")
            || entry.id().equals("profile.stopFlight");
    return act ? ACT_MAX_MS : ANSWER_MAX_MS;
  }

  int nextVisit() {
    return visits.incrementAndGet();
  }

  CompletableFuture<Object> visit(int world, long tick) {
    long id = ids.incrementAndGet();
    return ask(id, WireJson.write(new ClientSays.Visit(id, world, tick)), TRUE, ACT_MAX_MS);
  }

  CompletableFuture<Double> progress(int world) {
    long id = ids.incrementAndGet();
    return ask(id, WireJson.write(new ClientSays.Progress(id, world)), SHARE, ANSWER_MAX_MS)
        .thenApply(Double.class::cast);
  }

  void leave(int world) {
    thread.execute(() -> {
      SessionLink to = open;
      if (link.isOpen() && to != null) {
        to.send(WireJson.write(new ClientSays.Leave(world)));
      }
    });
  }

  private CompletableFuture<Object> ask(long id, String text, JavaType type, int timeMs) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > SessionWire.UP_BYTES_MAX) {
      return CompletableFuture.failedFuture(
          new SessionException(
              "That is too much for a far world: %,d KiB, and at most %d KiB go at once."
                  .formatted(bytes >> 10, SessionWire.UP_BYTES_MAX >> 10)));
    }
    FarLink now = link;
    if (now.state() == FarLink.State.OVER) {
      return CompletableFuture.failedFuture(new SessionException(now.trouble()));
    }
    Waiting asked = new Waiting(new CompletableFuture<>(), type);
    thread.execute(() -> begin(new HeldBack(id, text, asked), timeMs));
    return asked.answer();
  }

  private void begin(HeldBack call, int timeMs) {
    FarLink now = link;
    if (!now.isOpen()) {
      call.waiting().answer().completeExceptionally(new SessionException(whyNot(now)));
    } else if (waiting.size() < SessionWire.CALLS_MAX) {
      put(call);
    } else if (heldBack.size() < HELD_BACK_MAX) {
      heldBack.add(call);
    } else {
      call.waiting()
          .answer()
          .completeExceptionally(
              new SessionException("Too many questions wait for the server already."));
    }
    if (!call.waiting().answer().isDone()) {
      thread.after(timeMs, () -> giveUp(call));
    }
  }

  private static String whyNot(FarLink now) {
    return now.state() == FarLink.State.OVER
        ? now.trouble()
        : "There is no connection to " + now.server() + "; it is being tried again.";
  }

  private void put(HeldBack call) {
    SessionLink to = open;
    if (to != null) {
      waiting.put(call.id(), call.waiting());
      to.send(call.text());
    }
  }

  private void giveUp(HeldBack call) {
    if (call.waiting().answer().isDone()) {
      return;
    }
    heldBack.remove(call);
    var _ = done(call.id());
    call.waiting()
        .answer()
        .completeExceptionally(
            new SessionException(server + " did not answer in time; try again."));
  }
}
