package dev.vivarium.net.server.room;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.Arrival;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldLink;
import dev.vivarium.net.server.control.Member;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.control.ServedWorld;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running world and the people in it. To the world each of them is a client with a number; what
/// they send on its remote channels reaches the plugins with that number, and what the plugins send
/// reaches them.
///
/// Members come, go and send on any thread; the world takes note at the end of its tick's stages.
public final class Room implements ServedWorld, WorldLink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  /// Number 1 is the client in the world's own process.
  private static final long FIRST_CLIENT = 2;

  private final UUID id;
  private final String name;
  private final String label;
  private final AtomicLong nextClient = new AtomicLong(FIRST_CLIENT);
  private final Map<UUID, Guest> guests = new ConcurrentHashMap<>();
  private final Queue<Sent> incoming = new ConcurrentLinkedQueue<>();
  private final ThreadPoolExecutor sender;

  /// Who the world knows of; owned by the tick thread.
  private List<Long> known = List.of();

  private volatile int tickRate;
  private volatile @Nullable OpenWorld match;

  /// @param waiting messages that the world has not taken in yet
  private record Guest(Member member, long client, AtomicInteger waiting) {}

  private record Sent(Guest guest, RoomMessage message) {}

  /// @param label a JSON object that clients can search
  public Room(UUID id, String name, String label, int tickRate) {
    this.id = id;
    this.name = name;
    this.label = label;
    this.tickRate = tickRate;
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(RoomLimits.LEAVING),
            Thread.ofPlatform().daemon().name("room " + name).factory(),
            (task, pool) -> LOG.warn("event=room_messages_lost room={}", name));
  }

  /// An id that a world of this name keeps over restarts.
  public static UUID idOf(String name) {
    return UUID.nameUUIDFromBytes(("vivarium:" + name).getBytes(StandardCharsets.UTF_8));
  }

  /// Says where the room is shown, before anybody can come.
  public void shownAs(OpenWorld opened) {
    match = opened;
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

  @Override
  public Entry join(Member member, Map<String, String> metadata) {
    if (guests.size() >= RoomLimits.MEMBERS) {
      return new Entry.Refused("The world is full.");
    }
    guests.computeIfAbsent(
        member.sessionId(),
        session -> new Guest(member, nextClient.getAndIncrement(), new AtomicInteger()));
    return new Entry.Allowed();
  }

  @Override
  public void left(Member member) {
    guests.remove(member.sessionId());
  }

  @Override
  public void received(Member member, long opCode, byte[] data) {
    Guest guest = guests.get(member.sessionId());
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

  private void accept(Guest guest, RoomMessage message) {
    if (guest.waiting().incrementAndGet() > RoomLimits.WAITING_PER_MEMBER) {
      guest.waiting().decrementAndGet();
      refuse(guest, message.channel().toString(), "too many messages in one tick");
      return;
    }
    incoming.add(new Sent(guest, message));
  }

  // On the tick thread.

  @Override
  public void exchange(World world, List<Message> leaving) {
    tickRate = world.time().rateHz();
    tellOfConnections(world);
    for (int i = 0; i < RoomLimits.TAKEN_PER_TICK; i++) {
      Sent sent = incoming.poll();
      if (sent == null) {
        break;
      }
      sent.guest().waiting().decrementAndGet();
      hand(world, sent);
    }
    if (!leaving.isEmpty() && !guests.isEmpty()) {
      sender.execute(() -> leaving.forEach(this::send));
    }
  }

  private void tellOfConnections(World world) {
    List<Long> now = guests.values().stream().map(Guest::client).sorted().toList();
    if (now.equals(known)) {
      return;
    }
    List<Long> joined = without(now, known);
    List<Long> left = without(known, now);
    known = now;
    world.connections(now, joined, left);
  }

  private static List<Long> without(List<Long> all, Collection<Long> some) {
    List<Long> rest = new ArrayList<>(all);
    rest.removeAll(Set.copyOf(some));
    return rest;
  }

  private void hand(World world, Sent sent) {
    SchemaName channel = sent.message().channel();
    Channel known = world.bus().channel(channel).orElse(null);
    if (known == null) {
      refuse(sent.guest(), channel.toString(), text(Arrival.UNKNOWN_CHANNEL));
      return;
    }
    try {
      byte[] payload = SchemaCodec.encodeMessage(known.schema().layout(), sent.message().payload());
      Arrival arrival = world.receive(channel, sent.guest().client(), payload);
      if (arrival != Arrival.TAKEN) {
        refuse(sent.guest(), channel.toString(), text(arrival));
      }
    } catch (InvalidValueException e) {
      refuse(sent.guest(), channel.toString(), String.valueOf(e.getMessage()));
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

  // To members.

  private void refuse(Guest guest, String channel, String why) {
    OpenWorld shown = match;
    if (shown != null) {
      shown.send(
          OpCodes.REFUSED, RoomMessage.refused(channel, why), List.of(guest.member().sessionId()));
    }
  }

  private void send(Message message) {
    OpenWorld shown = match;
    if (shown == null) {
      return;
    }
    List<UUID> sessions =
        guests.values().stream()
            .filter(g -> message.targetClient() == 0 || g.client() == message.targetClient())
            .map(g -> g.member().sessionId())
            .toList();
    if (!sessions.isEmpty()) {
      decoded(message).ifPresent(m -> shown.send(OpCodes.MESSAGE, m.data(), sessions));
    }
  }

  private Optional<RoomMessage> decoded(Message message) {
    try {
      return Optional.of(
          new RoomMessage(
              message.channel().name(),
              SchemaCodec.decodeMessage(
                  message.channel().schema().layout(),
                  MemorySegment.ofArray(message.payload()),
                  0,
                  message.payload().length)));
    } catch (MalformedMessageException e) {
      // A reload gave the channel another schema while this was on its way.
      LOG.info("event=message_outdated room={} channel={}", name, message.channel().name());
      return Optional.empty();
    }
  }

  /// Ends the handing out of messages.
  @Override
  public void close() {
    sender.shutdown();
  }
}
