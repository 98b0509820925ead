package dev.vivarium.net.server.room;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldLink;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.server.control.Member;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.control.ServedWorld;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.replication.WorldReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A running world and the people in it, however they came. To the world each of them is a client
/// with a number; what they send on its remote channels reaches the plugins with that number, and
/// what the plugins send reaches them. Those who came by the realtime protocol also see the world's
/// synchronised entities, and write to those that are their own.
///
/// People come, go and send on any thread; the world takes note at the end of its tick's stages.
/// What it shows them is made and sent on a thread of the room's own.
///
/// The room itself only says who does what: [Roster] knows who is in, [MatchMessages],
/// [RemoteMessages] and [Inputs] take what they send, [WorldExchange] brings it to the world,
/// [RoomLoop] shows them what the world leaves, and [RoomModeration] does what was decided about
/// them.
public final class Room implements ServedWorld, WorldLink, RoomPeople, AutoCloseable {
  private final UUID id;
  private final String name;
  private final String label;
  private final RoomOptions options;

  private final Roster roster;
  private final MatchMessages match;
  private final RemoteMessages remote;
  private final WorldExchange exchange;
  private final RoomModeration moderation;
  private final RoomLoop loop;

  /// Written once, before anybody can come.
  private volatile ServerMetrics metrics = new ServerMetrics();

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
    this.options = options;
    WorldReader reader = new WorldReader();
    Inbox inbox = new Inbox();
    roster = new Roster(this);
    match = new MatchMessages(name, roster, inbox);
    remote = new RemoteMessages(this, inbox, match, reader);
    exchange = new WorldExchange(this, roster, inbox, new Inputs(this, reader), reader, tickRate);
    moderation = new RoomModeration(roster, match);
    // Last, for its thread begins and looks at the rest.
    loop = new RoomLoop(this);
  }

  /// An id that a world of this name keeps over restarts.
  public static UUID idOf(String name) {
    return UUID.nameUUIDFromBytes(("vivarium:" + name).getBytes(StandardCharsets.UTF_8));
  }

  /// Says where the room is shown, before anybody can come.
  public void shownAs(OpenWorld opened) {
    match.shownAs(opened);
  }

  /// Says where the room counts what it does, before anybody can come.
  public void countedBy(ServerMetrics server) {
    metrics = server;
  }

  // Any thread.

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
    return roster.size();
  }

  @Override
  public int tickRate() {
    return exchange.tickRate();
  }

  /// The newest tick.
  public long tick() {
    return exchange.tick();
  }

  /// Whether a client with a place by the realtime protocol has a connection now.
  public boolean isConnected(int client) {
    return roster.line(client).isPresent();
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

  /// Tells everybody that the server stops. Their connections are the server's to close.
  public void drain() {
    for (Line line : roster.lines()) {
      line.send(new Notice(Notice.Kind.DRAINING, "the server stops"));
    }
  }

  /// Ends the showing and handing out.
  @Override
  public void close() {
    loop.close();
  }

  // On the threads of sessions of the control protocol.

  @Override
  public Entry join(Member member, Map<String, String> metadata) {
    return roster.join(member) ? new Entry.Allowed() : new Entry.Refused("The world is full.");
  }

  @Override
  public void left(Member member) {
    roster.left(member);
  }

  @Override
  public void received(Member member, long opCode, byte[] data) {
    match.received(member, opCode, data);
  }

  // On the threads of connections of the realtime protocol.

  /// Gives somebody a place, or again the one it had. It is welcomed on the connection. May block.
  ///
  /// @return empty if the world is full
  public Optional<Place> enter(Newcomer newcomer) {
    return roster.enter(newcomer);
  }

  /// Somebody has what it needs to take part: the world is told, and it is shown the world, even if
  /// that stands still. Also on the room's thread.
  void began(Line line) {
    roster.arrived(line.guest());
    exchange.askForState();
  }

  void take(Line line, RemoteMessage message) {
    remote.take(line, message);
  }

  void take(Line line, Input input) {
    exchange.take(line, input);
  }

  /// A connection is gone; its place is kept for a while. Also on the room's thread.
  void lost(Line line) {
    roster.lost(line);
  }

  /// A place was given up.
  void left(Line line) {
    roster.left(line);
  }

  // On the threads of whoever moderates.

  @Override
  public List<Participant> people() {
    return moderation.people();
  }

  @Override
  public boolean kick(long client, String reason) {
    return moderation.kick(client, reason);
  }

  @Override
  public int expel(UUID userId, String reason) {
    return moderation.expel(userId, reason);
  }

  @Override
  public boolean mute(long client, boolean muted) {
    return moderation.mute(client, muted);
  }

  /// Whether what a user says here is to reach nobody; for chat, which asks before it hands a
  /// message on.
  public boolean isMuted(UUID userId) {
    return moderation.isMuted(userId);
  }

  @Override
  public boolean present(long client) {
    return moderation.present(client);
  }

  @Override
  public void role(UUID userId, Role role) {
    moderation.role(userId, role);
  }

  // On the world's thread.

  @Override
  public void linked(World world) {
    exchange.linked(world);
  }

  @Override
  public void exchange(World world, List<Message> leaving) {
    exchange.exchange(world, leaving);
  }

  // On the room's thread, by the loop.

  /// The connections of all who have one.
  List<Line> lines() {
    return roster.lines();
  }

  /// The connection of a client, if it has one.
  Optional<Line> line(int client) {
    return roster.line(client);
  }

  /// The client that presents the room; 0 for nobody.
  int presenter() {
    return roster.presenter();
  }

  /// Gives up the places of those who have been away for too long.
  void letGoLost(long nowNanos) {
    roster.letGoLost(nowNanos);
  }

  /// What a plugin sent, to those in the match it is for.
  void sendToMatch(Message message) {
    match.send(message);
  }
}
