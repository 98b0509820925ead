package dev.vivarium.net.server.room;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.Arrival;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldLink;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.control.Member;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.control.ServedWorld;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.replication.ClientWrites;
import dev.vivarium.net.server.replication.WorldEpoch;
import dev.vivarium.net.server.replication.WorldReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running world and the people in it, however they came. To the world each of them is a client
/// with a number; what they send on its remote channels reaches the plugins with that number, and
/// what the plugins send reaches them. Those who came by the realtime protocol also see the world's
/// synchronised entities, and write to those that are their own.
///
/// People come, go and send on any thread; the world takes note at the end of its tick's stages.
/// What it shows them is made and sent on a thread of the room's own.
public final class Room implements ServedWorld, WorldLink, RoomPeople, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  /// Number 1 is the client in the world's own process.
  private static final int FIRST_CLIENT = 2;

  private static final int NOBODY = 0;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int TOKEN_BYTES = 24;
  private static final String ONLY_WATCHES = "who only watches sends nothing";
  private static final String IS_MUTED = "you are muted";

  private final UUID id;
  private final String name;
  private final String label;
  private final RoomOptions options;
  private final RoomLoop loop;
  private final SecureRandom random = new SecureRandom();

  /// Who is in. Written under `lock`.
  private final Map<Integer, Guest> guests = new ConcurrentSkipListMap<>();

  private final Map<UUID, MatchGuest> bySession = new ConcurrentHashMap<>();

  /// Guards itself, `nextClient`, and whose place is whose.
  private final Object lock = new Object();

  /// Guarded by `lock`.
  private final Map<String, RealtimeGuest> byToken = new HashMap<>();

  private int nextClient = FIRST_CLIENT;

  /// Written under `lock`.
  private volatile int presenter = NOBODY;

  private final Queue<Incoming> incoming = new ConcurrentLinkedQueue<>();
  private final Queue<FromLine> inputs = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean inputsAsked = new AtomicBoolean();
  private final AtomicBoolean stateAsked = new AtomicBoolean();

  /// Grows when somebody comes or goes.
  private final AtomicInteger presence = new AtomicInteger();

  /// Owned by the world's thread.
  private List<Long> known = List.of();

  private int knownPresence;
  private final WorldReader reader = new WorldReader();
  private final List<TickDone.Taken> taken = new ArrayList<>();
  private boolean replicates = true;

  /// Written by the world's thread, read by connections.
  private volatile @Nullable World world;

  private volatile long tick;
  private volatile int tickRate;
  private volatile @Nullable OpenWorld match;
  private volatile ServerMetrics metrics = new ServerMetrics();

  /// A message that the world has not taken in yet.
  private sealed interface Incoming {
    Guest guest();

    record OfMember(MatchGuest guest, RoomMessage message) implements Incoming {}

    record OfClient(RealtimeGuest guest, Line line, RemoteMessage message) implements Incoming {}
  }

  private record FromLine(Line line, Input input, AtomicInteger waiting) {}

  /// A room in which everybody plays.
  ///
  /// @param label a JSON object that clients can search
  public Room(UUID id, String name, String label, int tickRate) {
    this(id, name, label, tickRate, RoomOptions.DEFAULT);
  }

  /// @param label a JSON object that clients can search
  public Room(UUID id, String name, String label, int tickRate, RoomOptions options) {
    this.id = id;
    this.name = name;
    this.label = label;
    this.tickRate = tickRate;
    this.options = options;
    this.loop = new RoomLoop(this);
  }

  /// An id that a world of this name keeps over restarts.
  public static UUID idOf(String name) {
    return UUID.nameUUIDFromBytes(("vivarium:" + name).getBytes(StandardCharsets.UTF_8));
  }

  /// Says where the room is shown, before anybody can come.
  public void shownAs(OpenWorld opened) {
    match = opened;
  }

  /// Says where the room counts what it does, before anybody can come.
  public void countedBy(ServerMetrics server) {
    metrics = server;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public int size() {
    return guests.size();
  }

  @Override
  public int tickRate() {
    return tickRate;
  }

  /// The newest tick.
  public long tick() {
    return tick;
  }

  RoomLoop loop() {
    return loop;
  }

  RoomOptions options() {
    return options;
  }

  ServerMetrics metrics() {
    return metrics;
  }

  @Nullable ModulePieces pieces() {
    return loop.pieces();
  }

  // Coming and going, by the control protocol.

  @Override
  public Entry join(Member member, Map<String, String> metadata) {
    Role role = options.roles().of(member.userId(), name);
    boolean muted = options.roles().muted(member.userId(), name);
    synchronized (lock) {
      if (guests.size() >= RoomLimits.MEMBERS) {
        return new Entry.Refused("The world is full.");
      }
      if (!bySession.containsKey(member.sessionId())) {
        MatchGuest guest = new MatchGuest(nextClient++, member, role);
        guest.muted(muted);
        bySession.put(member.sessionId(), guest);
        guests.put(guest.client(), guest);
        presence.incrementAndGet();
        choosePresenter();
      }
    }
    return new Entry.Allowed();
  }

  @Override
  public void left(Member member) {
    synchronized (lock) {
      MatchGuest guest = bySession.remove(member.sessionId());
      if (guest != null) {
        guests.remove(guest.client());
        presence.incrementAndGet();
        choosePresenter();
      }
    }
  }

  // Coming and going, by the realtime protocol.

  /// Gives somebody a place, or again the one it had. It is welcomed on the connection. May block.
  ///
  /// @return empty if the world is full
  public Optional<Place> enter(Newcomer newcomer) {
    Role role = options.roles().of(newcomer.userId(), name);
    boolean muted = options.roles().muted(newcomer.userId(), name);
    synchronized (lock) {
      RealtimeGuest guest = resumed(newcomer);
      if (guest == null) {
        if (guests.size() >= RoomLimits.MEMBERS) {
          return Optional.empty();
        }
        guest = new RealtimeGuest(nextClient++, newcomer.userId(), newcomer.username(), role);
        guest.muted(muted);
        guests.put(guest.client(), guest);
        metrics.realtimeEntered();
      }
      Line line = new Line(this, guest, newcomer.connection());
      connect(guest, line);
      choosePresenter();
      loop.execute(() -> loop.welcome(line));
      return Optional.of(line);
    }
  }

  private @Nullable RealtimeGuest resumed(Newcomer newcomer) {
    RealtimeGuest guest = byToken.get(newcomer.resumeToken());
    return guest != null && guest.userId().equals(newcomer.userId()) ? guest : null;
  }

  /// Each token is good once.
  private void connect(RealtimeGuest guest, Line line) {
    Line before = guest.line();
    if (before != null) {
      before.end(Notice.Kind.REPLACED, "your place was taken from another connection");
    }
    byToken.remove(guest.resumeToken());
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    guest.connected(line, fresh);
    byToken.put(fresh, guest);
  }

  /// A connection is gone; its place is kept for a while.
  void lost(Line line) {
    synchronized (lock) {
      if (line.isCurrent()) {
        line.guest().lost(options.clock().nanos());
      }
    }
  }

  /// A place was given up.
  void left(Line line) {
    synchronized (lock) {
      if (line.isCurrent()) {
        remove(line.guest());
      }
    }
  }

  /// Gives up the places of those who have been away for too long.
  void letGoLost(long nowNanos) {
    long wait = options.resumeWait().toNanos();
    synchronized (lock) {
      for (RealtimeGuest guest : List.copyOf(byToken.values())) {
        if (guest.isLostFor(wait, nowNanos)) {
          remove(guest);
        }
      }
    }
  }

  private void remove(RealtimeGuest guest) {
    byToken.remove(guest.resumeToken());
    guest.lost(options.clock().nanos());
    if (guests.remove(guest.client()) != null) {
      metrics.realtimeLeft();
      presence.incrementAndGet();
      choosePresenter();
    }
  }

  /// Somebody has what it needs to take part: the world is told, and it is shown the world, even if
  /// that stands still.
  void began(Line line) {
    line.guest().arrived();
    presence.incrementAndGet();
    World current = world;
    if (current != null && stateAsked.compareAndSet(false, true)) {
      var _ =
          current
              .ask(asked -> {
                stateAsked.set(false);
                offerStanding(asked);
                return asked.tick();
              })
              .exceptionally(e -> {
                stateAsked.set(false);
                return 0L;
              });
    }
  }

  /// The connections of all who have one.
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Guest guest : guests.values()) {
      if (guest instanceof RealtimeGuest realtime && realtime.line() != null) {
        lines.add(realtime.line());
      }
    }
    return lines;
  }

  /// The connection of a client, if it has one.
  Optional<Line> line(int client) {
    return guests.get(client) instanceof RealtimeGuest guest
        ? Optional.ofNullable(guest.line())
        : Optional.empty();
  }

  /// Whether a client with a place by the realtime protocol has a connection now.
  public boolean isConnected(int client) {
    return line(client).isPresent();
  }

  /// Tells everybody that the server stops. Their connections are the server's to close.
  public void drain() {
    for (Line line : lines()) {
      line.send(new Notice(Notice.Kind.DRAINING, "the server stops"));
    }
  }

  // The presenter.

  /// The client that presents the room; 0 for nobody.
  int presenter() {
    return presenter;
  }

  /// Keeps the presenter as long as it is in and may act; else the next one who may is it. Under
  /// the lock.
  private void choosePresenter() {
    Guest current = guests.get(presenter);
    if (current != null && current.role().mayAct()) {
      return;
    }
    presenter(
        guests.values().stream()
            .filter(guest -> guest.role().mayAct())
            .findFirst()
            .map(Guest::client)
            .orElse(NOBODY));
  }

  private void presenter(int client) {
    if (client != presenter) {
      presenter = client;
      loop.execute(() -> {
        for (Line line : lines()) {
          if (line.epoch() != null) {
            line.send(new PresenterChanged(client));
          }
        }
      });
    }
  }

  // People.

  @Override
  public List<Participant> people() {
    return guests.values().stream().map(this::participant).toList();
  }

  private Participant participant(Guest guest) {
    boolean presents = guest.client() == presenter;
    return switch (guest) {
      case MatchGuest member -> participant(member, presents, 0, 0, 0, Map.of());
      case RealtimeGuest player ->
          participant(
              player,
              presents,
              player.pingNanos(),
              player.bytesIn(),
              player.bytesOut(),
              player.bytesByComponent());
    };
  }

  private static Participant participant(
      Guest guest,
      boolean presents,
      long pingNanos,
      long bytesIn,
      long bytesOut,
      Map<String, Long> bytesByComponent) {
    return new Participant(
        guest.client(),
        guest.userId(),
        guest.username(),
        guest.role(),
        guest.muted(),
        presents,
        pingNanos,
        bytesIn,
        bytesOut,
        bytesByComponent);
  }

  @Override
  public boolean kick(long client, String reason) {
    Guest guest = guest(client);
    if (guest == null) {
      return false;
    }
    end(guest, Notice.Kind.KICKED, reason);
    return true;
  }

  @Override
  public int expel(UUID userId, String reason) {
    List<Guest> stays = staysOf(userId);
    stays.forEach(guest -> end(guest, Notice.Kind.BANNED, reason));
    return stays.size();
  }

  private void end(Guest guest, Notice.Kind kind, String reason) {
    switch (guest) {
      case MatchGuest member -> {
        refuse(member, "", reason);
        OpenWorld shown = match;
        if (shown != null) {
          shown.remove(member.member().sessionId());
        }
      }
      case RealtimeGuest player -> {
        synchronized (lock) {
          Line line = player.line();
          if (line != null) {
            line.end(kind, reason);
          }
          remove(player);
        }
      }
    }
  }

  @Override
  public boolean mute(long client, boolean muted) {
    Guest guest = guest(client);
    if (guest == null) {
      return false;
    }
    guest.muted(muted);
    inform(guest, muted ? IS_MUTED : "you are no longer muted");
    return true;
  }

  @Override
  public boolean present(long client) {
    synchronized (lock) {
      Guest guest = guest(client);
      if (guest == null || !guest.role().mayAct()) {
        return false;
      }
      presenter(guest.client());
      return true;
    }
  }

  @Override
  public void role(UUID userId, Role role) {
    synchronized (lock) {
      for (Guest guest : staysOf(userId)) {
        guest.role(role);
        inform(guest, "your role is now " + role.name().toLowerCase(Locale.ROOT));
      }
      choosePresenter();
    }
  }

  /// Whether what a user says here is to reach nobody; for chat, which asks before it hands a
  /// message on.
  public boolean isMuted(UUID userId) {
    return guests.values().stream()
        .anyMatch(guest -> guest.muted() && guest.userId().equals(userId));
  }

  private @Nullable Guest guest(long client) {
    return client == (int) client ? guests.get((int) client) : null;
  }

  private List<Guest> staysOf(UUID userId) {
    return guests.values().stream().filter(guest -> guest.userId().equals(userId)).toList();
  }

  private static void inform(Guest guest, String text) {
    if (guest instanceof RealtimeGuest player && player.line() != null) {
      player.line().send(new Notice(Notice.Kind.INFORMATION, text));
    }
  }

  // What clients send.

  @Override
  public void received(Member member, long opCode, byte[] data) {
    MatchGuest guest = bySession.get(member.sessionId());
    if (guest == null) {
      return;
    }
    if (opCode != OpCodes.MESSAGE) {
      refuse(guest, "", "unknown op code " + opCode);
      return;
    }
    RoomMessage.read(data)
        .ifPresentOrElse(
            message -> accept(guest, message),
            () -> refuse(guest, "", "expected {\"channel\": \"plugin/Name\", \"payload\": {...}}"));
  }

  private void accept(MatchGuest guest, RoomMessage message) {
    Optional<String> silenced = silenced(guest, message.channel());
    if (silenced.isPresent()) {
      refuse(guest, message.channel().toString(), silenced.get());
    } else if (guest.enqueue()) {
      incoming.add(new Incoming.OfMember(guest, message));
    } else {
      refuse(guest, message.channel().toString(), "too many messages in one tick");
    }
  }

  /// Why nothing of a guest is taken on a channel. Who is muted still acts: what its devices do is
  /// not what it says.
  private static Optional<String> silenced(Guest guest, SchemaName channel) {
    if (!guest.role().mayAct()) {
      return Optional.of(ONLY_WATCHES);
    }
    return guest.muted() && !channel.isBuiltIn() ? Optional.of(IS_MUTED) : Optional.empty();
  }

  /// On the connection's thread.
  void take(Line line, RemoteMessage message) {
    WorldEpoch epoch = loop.epoch();
    if (epoch == null || message.epoch() != epoch.number()) {
      return;
    }
    if (message.channel() >= epoch.channels().size()) {
      line.refuse("channel", "the world has no channel number " + message.channel());
      return;
    }
    MessageSchema channel = epoch.channels().get(message.channel());
    Optional<String> silenced = silenced(line.guest(), channel.name());
    if (silenced.isPresent()) {
      line.refuse("silenced " + silenced.get(), silenced.get());
    } else if (!line.guest().enqueue()) {
      line.refuse("messages", "too many messages in one tick");
    } else if (message.target() instanceof Target.Server) {
      incoming.add(new Incoming.OfClient(line.guest(), line, message));
    } else {
      relay(line, channel, message);
    }
  }

  /// From client to clients, past the world.
  private void relay(Line line, MessageSchema channel, RemoteMessage message) {
    if (channel.locality() != Locality.REMOTE) {
      line.guest().dequeued();
      refuse(line, channel.name(), Arrival.LOCAL_CHANNEL);
    } else if (!SchemaCodec.isMessage(channel.layout(), message.payload())) {
      line.guest().dequeued();
      refuse(line, channel.name(), Arrival.MALFORMED);
    } else if (!line.mayRelay(message.payload().length)) {
      line.guest().dequeued();
      line.refuse("relay", "too much is to be handed on to others");
    } else {
      loop.execute(() -> relay(line.guest(), message));
    }
  }

  /// On the room's thread.
  private void relay(RealtimeGuest from, RemoteMessage message) {
    from.dequeued();
    WorldEpoch epoch = loop.epoch();
    if (epoch != null && epoch.number() == message.epoch()) {
      loop.send(
          new RemoteMessage(
              message.epoch(),
              message.channel(),
              from.client(),
              message.target(),
              message.payload()));
      MessageSchema channel = epoch.channels().get(message.channel());
      sendToMatch(channel, message.payload(), guest -> isFor(message.target(), guest.client()));
    }
  }

  private static boolean isFor(Target target, int client) {
    return switch (target) {
      case Target.Server server -> false;
      case Target.Everyone everyone -> true;
      case Target.Clients(List<Integer> ids) -> ids.contains(client);
    };
  }

  /// On the connection's thread.
  void take(Line line, Input input) {
    WorldEpoch epoch = loop.epoch();
    World current = world;
    if (epoch == null || current == null || input.epoch() != epoch.number()) {
      return;
    }
    AtomicInteger waiting = line.inputsWaiting();
    if (waiting.incrementAndGet() > RoomLimits.INPUTS_PER_CLIENT) {
      waiting.decrementAndGet();
      line.refuse("inputs", "too many inputs in one tick");
      return;
    }
    inputs.add(new FromLine(line, input, waiting));
    askForInputs(current);
  }

  /// Inputs are commands, carried out before the next tick begins.
  private void askForInputs(World current) {
    if (inputsAsked.compareAndSet(false, true)) {
      var _ =
          current
              .ask(asked -> {
                applyInputs(asked);
                return asked.tick();
              })
              .exceptionally(e -> {
                inputsAsked.set(false);
                LOG.warn("event=inputs_lost room={}", name, e);
                return 0L;
              });
    }
  }

  // On the world's thread.

  private void applyInputs(World current) {
    inputsAsked.set(false);
    for (int i = 0; i < RoomLimits.INPUTS_PER_TICK; i++) {
      FromLine next = inputs.poll();
      if (next == null) {
        return;
      }
      next.waiting().decrementAndGet();
      apply(current, next.line(), next.input());
    }
    askForInputs(current);
  }

  private void apply(World current, Line line, Input input) {
    RealtimeGuest guest = line.guest();
    WorldEpoch epoch = reader.epoch(current);
    if (input.epoch() != epoch.number() || !line.isCurrent() || !line.isNext(input.sequence())) {
      return;
    }
    for (Input.Write write : input.writes()) {
      Optional<String> refusal = refusal(current, guest, epoch, write);
      if (refusal.isPresent()) {
        metrics.writeRefused();
        String why = refusal.get();
        line.refuse("write " + why, "input was not taken: " + why);
      }
    }
    taken.add(new TickDone.Taken(guest, input.sequence()));
  }

  private Optional<String> refusal(
      World current, RealtimeGuest guest, WorldEpoch epoch, Input.Write write) {
    if (!guest.role().mayAct()) {
      return Optional.of(ONLY_WATCHES);
    }
    if (!guest.mayWrite(current.tick(), options.writesPerTick())) {
      return Optional.of("more than %d writes in one tick".formatted(options.writesPerTick()));
    }
    return ClientWrites.apply(current, epoch.components(), guest.client(), write);
  }

  @Override
  public void linked(World current) {
    follow(current);
    tick = lastTick(current);
    tickRate = current.time().rateHz();
    offerStanding(current);
  }

  private static long lastTick(World current) {
    return Math.max(0, current.tick() - 1);
  }

  /// What is there between two ticks: for those who come while the world stands still.
  private void offerStanding(World current) {
    try {
      WorldEpoch epoch = reader.epoch(current);
      Snapshot snapshot = isWatched() ? snapshot(current, lastTick(current)) : null;
      loop.offer(
          new TickDone(epoch, tick, NANOS_PER_SECOND / tickRate, snapshot, List.of(), List.of()));
    } catch (IllegalArgumentException e) {
      LOG.error("event=not_replicated room={} reason={}", name, e.getMessage());
    }
  }

  @Override
  public void exchange(World current, List<Message> leaving) {
    try {
      exchanged(current, leaving);
    } catch (RuntimeException e) {
      LOG.error("event=exchange_failed room={} tick={}", name, current.tick(), e);
    }
  }

  /// Takes note of which world it is. Whatever the one before was asked, it answers no more.
  @SuppressWarnings("ReferenceEquality") // The very world.
  private void follow(World current) {
    if (world != current) {
      world = current;
      inputsAsked.set(false);
      stateAsked.set(false);
      known = List.of();
      presence.incrementAndGet();
    }
  }

  private void exchanged(World current, List<Message> leaving) {
    follow(current);
    tickRate = current.time().rateHz();
    tick = current.tick();
    tellOfConnections(current);
    takeMessages(current);
    if (guests.isEmpty() && leaving.isEmpty() && loop.epoch() != null) {
      taken.clear();
      return;
    }
    WorldEpoch epoch = reader.epoch(current);
    loop.offer(
        new TickDone(
            epoch,
            tick,
            NANOS_PER_SECOND / tickRate,
            isWatched() ? snapshot(current, tick) : null,
            leaving,
            taken));
    taken.clear();
  }

  private boolean isWatched() {
    return guests.values().stream()
        .anyMatch(guest ->
            guest instanceof RealtimeGuest player && player.isPresent() && player.line() != null);
  }

  private @Nullable Snapshot snapshot(World current, long tick) {
    try {
      Snapshot snapshot = reader.read(current, tick);
      replicates = true;
      return snapshot;
    } catch (IllegalArgumentException e) {
      if (replicates) {
        LOG.error("event=not_replicated room={} reason={}", name, e.getMessage());
      }
      replicates = false;
      return null;
    }
  }

  private void takeMessages(World current) {
    for (int i = 0; i < RoomLimits.TAKEN_PER_TICK; i++) {
      Incoming next = incoming.poll();
      if (next == null) {
        return;
      }
      next.guest().dequeued();
      switch (next) {
        case Incoming.OfMember(MatchGuest guest, RoomMessage message) ->
            hand(current, guest, message);
        case Incoming.OfClient(RealtimeGuest guest, Line line, RemoteMessage message) ->
            hand(current, guest, line, message);
      }
    }
  }

  private void tellOfConnections(World current) {
    int presenceNow = presence.get();
    if (presenceNow == knownPresence) {
      return;
    }
    knownPresence = presenceNow;
    List<Long> now =
        guests.values().stream().filter(Guest::isPresent).map(g -> (long) g.client()).toList();
    if (now.equals(known)) {
      return;
    }
    List<Long> joined = without(now, known);
    List<Long> left = without(known, now);
    known = now;
    int most = RoomLimits.NAMED_CLIENTS;
    for (int at = 0; at < Math.max(joined.size(), left.size()); at += most) {
      current.connections(part(now, 0, most), part(joined, at, most), part(left, at, most));
    }
  }

  private static List<Long> part(List<Long> all, int from, int most) {
    return all.subList(Math.min(from, all.size()), Math.min(from + most, all.size()));
  }

  private static List<Long> without(List<Long> all, Collection<Long> some) {
    Set<Long> others = Set.copyOf(some);
    return all.stream().filter(one -> !others.contains(one)).toList();
  }

  private void hand(World current, RealtimeGuest guest, Line line, RemoteMessage message) {
    WorldEpoch epoch = reader.epoch(current);
    if (message.epoch() != epoch.number()) {
      return;
    }
    SchemaName channel = epoch.channels().get(message.channel()).name();
    Arrival arrival = current.receive(channel, guest.client(), message.payload());
    if (arrival != Arrival.TAKEN) {
      refuse(line, channel, arrival);
    }
  }

  private static void refuse(Line line, SchemaName channel, Arrival arrival) {
    line.refuse(arrival + " " + channel, "%s: %s".formatted(channel, text(arrival)));
  }

  private void hand(World current, MatchGuest guest, RoomMessage message) {
    SchemaName channel = message.channel();
    Channel known = current.bus().channel(channel).orElse(null);
    if (known == null) {
      refuse(guest, channel.toString(), text(Arrival.UNKNOWN_CHANNEL));
      return;
    }
    try {
      byte[] payload = SchemaCodec.encodeMessage(known.schema().layout(), message.payload());
      Arrival arrival = current.receive(channel, guest.client(), payload);
      if (arrival != Arrival.TAKEN) {
        refuse(guest, channel.toString(), text(arrival));
      }
    } catch (InvalidValueException e) {
      refuse(guest, channel.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static String text(Arrival arrival) {
    return switch (arrival) {
      case TAKEN -> "taken";
      case UNKNOWN_CHANNEL -> "the world has no such channel";
      case LOCAL_CHANNEL -> "the channel is local to the world";
      case MALFORMED -> "the payload is not as the channel's schema says";
      case OVER_LIMIT -> "the channel takes no more messages in this tick";
    };
  }

  // To members of the match.

  private void refuse(MatchGuest guest, String channel, String why) {
    OpenWorld shown = match;
    if (shown != null) {
      shown.send(
          OpCodes.REFUSED, RoomMessage.refused(channel, why), List.of(guest.member().sessionId()));
    }
  }

  /// What a plugin sent, to those it is for. On the room's thread.
  void sendToMatch(Message message) {
    sendToMatch(
        message.channel().schema(),
        message.payload(),
        guest -> message.targetClient() == 0 || guest.client() == message.targetClient());
  }

  private void sendToMatch(MessageSchema channel, byte[] payload, Predicate<MatchGuest> isFor) {
    OpenWorld shown = match;
    List<UUID> sessions =
        bySession.values().stream().filter(isFor).map(g -> g.member().sessionId()).toList();
    if (shown != null && !sessions.isEmpty()) {
      decoded(channel, payload).ifPresent(m -> shown.send(OpCodes.MESSAGE, m.data(), sessions));
    }
  }

  private Optional<RoomMessage> decoded(MessageSchema channel, byte[] payload) {
    try {
      return Optional.of(
          new RoomMessage(
              channel.name(),
              SchemaCodec.decodeMessage(
                  channel.layout(), MemorySegment.ofArray(payload), 0, payload.length)));
    } catch (MalformedMessageException e) {
      // A reload gave the channel another schema while this was on its way.
      LOG.info("event=message_outdated room={} channel={}", name, channel.name());
      return Optional.empty();
    }
  }

  /// Ends the showing and handing out.
  @Override
  public void close() {
    loop.close();
  }
}
