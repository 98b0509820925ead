package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.LogLine;
import dev.vivarium.workbench.session.LogPage;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The world as scripts handle it: each call returns when it is done. Made for threads of scripts;
/// never call it on the window's thread.
///
/// What cannot be done fails with a [ScriptFailure] that says why.
public final class ScriptWorld implements AutoCloseable {
  /// Most entities that one query returns.
  public static final int QUERY_MAX = 100_000;

  /// Ticks between two looks at the messages, so that none is missed.
  private static final int LOOK_TICKS = 8;

  private static final int STEP_MAX = 100_000;
  private static final int LISTEN_MS = 100;
  private static final int MAX_LOGS = 100_000;

  private final WorldSession session;
  private final MessageTap tap;
  private final boolean everyMessage;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ScriptEdits edits;

  /// The world behind a session, as it runs.
  public ScriptWorld(WorldSession session) {
    this(session, (act, done) -> {});
  }

  /// The same; `told` takes every act that was done, on threads of the session.
  public ScriptWorld(WorldSession session, BiConsumer<WorldCommand, CommandResult.Done> told) {
    this(session, false, told);
  }

  /// @param everyMessage whether steps look at the messages often enough to miss none
  ScriptWorld(WorldSession session, boolean everyMessage) {
    this(session, everyMessage, (act, done) -> {});
  }

  private ScriptWorld(
      WorldSession session,
      boolean everyMessage,
      BiConsumer<WorldCommand, CommandResult.Done> told) {
    this.session = session;
    this.everyMessage = everyMessage;
    this.tap = new MessageTap(session);
    this.edits = new ScriptEdits(session, told);
  }

  /// What the lines of a script change.
  ScriptEdits edits() {
    return edits;
  }

  WorldSession session() {
    return session;
  }

  // The clock.

  public WorldStatus status() {
    return Answers.await(session.status());
  }

  public long tick() {
    return status().tick();
  }

  public boolean isRunning() {
    return status().state() == RunState.RUNNING;
  }

  /// Stops the clock after the tick that runs.
  public void pause() {
    submit(new WorldCommand.Pause());
  }

  public void resume() {
    submit(new WorldCommand.Resume());
  }

  /// World seconds in a second of the wall clock.
  public void speed(double speed) {
    submit(new WorldCommand.SetSpeed(speed));
  }

  /// Loads the scenes anew; what was born at run time is gone.
  public void reset() {
    submit(new WorldCommand.ResetWorld());
    tap.skip();
  }

  public void step() {
    step(1);
  }

  /// Runs so many ticks, 1 to 100,000, and stands still.
  public void step(int ticks) {
    if (ticks < 1 || ticks > STEP_MAX) {
      throw new ScriptFailure("A step is 1 to %,d ticks, not %,d.".formatted(STEP_MAX, ticks));
    }
    int most = everyMessage ? LOOK_TICKS : ticks;
    for (int left = ticks; left > 0; left -= most) {
      checkStopped();
      submit(new WorldCommand.Step(Math.min(most, left)));
      if (everyMessage) {
        tap.look();
      }
    }
  }

  /// Steps until a condition holds.
  ///
  /// @param mostTicks after so many ticks it gives up
  /// @return whether it came to hold
  public boolean stepUntil(BooleanSupplier condition, int mostTicks) {
    for (int done = 0; !condition.getAsBoolean(); done++) {
      if (done >= mostTicks) {
        return false;
      }
      step();
    }
    return true;
  }

  /// Waits until the running world's clock has gone on by so many ticks.
  public void await(int ticks) {
    long goal = tick() + ticks;
    while (tick() < goal) {
      if (!isRunning()) {
        throw new ScriptFailure("The world stands still; resume it, or use step.");
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(LISTEN_MS / 10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      checkStopped();
    }
  }

  private static void checkStopped() {
    if (Thread.currentThread().isInterrupted()) {
      throw new ScriptFailure("The script was stopped.");
    }
  }

  // Entities.

  /// The entities that match, as the search field of the entity table finds them; at most
  /// [#QUERY_MAX].
  public ScriptEntities query(String query) {
    var handles = new ArrayList<EntityHandle>();
    EntityPage page;
    do {
      page = page(query, handles.size(), WorldSession.MAX_PAGE);
      page.rows().stream().map(EntityRow::handle).forEach(handles::add);
    } while (!page.rows().isEmpty() && handles.size() < Math.min(page.total(), QUERY_MAX));
    return new ScriptEntities(this, handles);
  }

  private EntityPage page(String query, int offset, int limit) {
    return Answers.await(session.entities(new EntityQuery(query, offset, limit)));
  }

  /// How many entities match.
  public int count(String query) {
    return page(query, 0, 1).total();
  }

  /// The first entity that matches; fails where none does.
  public ScriptEntity first(String query) {
    var rows = page(query, 0, 1).rows();
    if (rows.isEmpty()) {
      throw new ScriptFailure("No entity matches '%s'.".formatted(query));
    }
    return new ScriptEntity(this, rows.getFirst().handle());
  }

  /// The entity with this number, as people read it: 214 for `#214`.
  public ScriptEntity entity(long number) {
    return first("#" + number);
  }

  /// The entity behind a handle of the session.
  public ScriptEntity entity(EntityHandle handle) {
    return new ScriptEntity(this, handle);
  }

  ScriptEntity handle(long bits) {
    return new ScriptEntity(this, new EntityHandle(bits));
  }

  Optional<EntityDetails> details(EntityHandle handle) {
    return Answers.await(session.entity(handle));
  }

  /// Makes an entity with these components at their defaults: `Transform`, `fish/Fish`.
  ///
  /// @param name what people call it; empty for none
  public ScriptEntity spawn(String name, String... components) {
    var full = List.of(components).stream().map(ScriptWorld::fullName).toList();
    return switch (submit(new WorldCommand.Spawn(name, full))) {
      case CommandResult.Done done ->
          new ScriptEntity(
              this,
              done.spawned().orElseThrow(() -> new ScriptFailure("The world made no entity.")));
      case CommandResult.Refused refused -> throw new ScriptFailure(refused.reason());
    };
  }

  /// A component without an owner is one of the engine's own.
  static String fullName(String component) {
    return component.contains("/") ? component : "vivarium/" + component;
  }

  // Messages, logs, events.

  /// Every message since the script began, as far as they are kept; see [#messages(String)].
  public List<ScriptMessage> messages() {
    return messages("");
  }

  /// The messages of one channel, oldest first: `food/Eaten`, or `Eaten` where that is clear.
  public List<ScriptMessage> messages(String channel) {
    tap.look();
    if (everyMessage && tap.missed() > 0) {
      throw new ScriptFailure(
          "%,d messages passed unseen; call clearMessages() now and then, or step fewer ticks."
              .formatted(tap.missed()));
    }
    return tap.of(channel);
  }

  /// Forgets the messages so far.
  public void clearMessages() {
    tap.skip();
  }

  /// Calls `listener` with every message of a channel from now on, on a thread of its own, until
  /// the subscription is closed or the console is.
  public Subscription on(String channel, Consumer<ScriptMessage> listener) {
    var own = new MessageTap(session);
    own.skip();
    var thread =
        Thread.ofVirtual().name("script listens").unstarted(() -> listen(own, channel, listener));
    Subscription subscription = thread::interrupt;
    subscriptions.add(subscription);
    thread.start();
    return subscription;
  }

  private static void listen(MessageTap tap, String channel, Consumer<ScriptMessage> listener) {
    try {
      while (true) {
        Thread.sleep(LISTEN_MS);
        var heard = tap.look().stream().filter(m -> m.isOf(channel)).toList();
        ScriptEdits.apart(() -> heard.forEach(listener));
        tap.clear();
      }
    } catch (InterruptedException | ScriptFailure e) {
      // Unsubscribed, or the world is gone: nothing follows in either case.
      Thread.currentThread().interrupt();
    }
  }

  /// Calls `listener` with every event of the session, such as a reload, until the subscription is
  /// closed or the console is.
  public Subscription onEvent(Consumer<SessionEvent> listener) {
    var subscription = session.subscribe(listener);
    subscriptions.add(subscription);
    return subscription;
  }

  /// The log lines that the session keeps, oldest first.
  public List<LogLine> logs() {
    var all = new ArrayList<LogLine>();
    LogPage page;
    long since = 0;
    do {
      page = Answers.await(session.logs(since, WorldSession.MAX_PAGE));
      all.addAll(page.lines());
      since = page.lastSequence();
    } while (page.lines().size() == WorldSession.MAX_PAGE && all.size() < MAX_LOGS);
    return all;
  }

  /// What is wrong now.
  public List<Diagnostic> problems() {
    return Answers.await(session.diagnostics());
  }

  // Any act.

  /// Does any act of a session and returns once it is done; fails where it is refused. Edits of one
  /// line of a script are one step of the world's history.
  public CommandResult submit(WorldCommand command) {
    var result = Answers.await(edits.submit(command));
    check(result);
    return result;
  }

  static void check(CommandResult result) {
    if (result instanceof CommandResult.Refused(String reason)) {
      throw new ScriptFailure(reason);
    }
  }

  /// Ends the subscriptions of the script; the world goes on.
  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
  }

  @Override
  public String toString() {
    var now = status();
    return "%s, %s at tick %,d, %,d entities"
        .formatted(
            now.world(),
            now.state().name().toLowerCase(java.util.Locale.ROOT),
            now.tick(),
            now.entities());
  }
}
