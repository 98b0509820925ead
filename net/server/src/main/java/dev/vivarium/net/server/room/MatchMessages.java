package dev.vivarium.net.server.room;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.Arrival;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.server.control.Member;
import dev.vivarium.net.server.control.OpenWorld;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What those who joined the room as a match, by the control protocol, send to the world and get
/// from it: match data that carries messages as JSON.
final class MatchMessages {
  private static final Logger LOG = LoggerFactory.getLogger(MatchMessages.class);

  private final String room;
  private final Roster roster;
  private final Inbox inbox;

  /// Where the room is shown; written once, before anybody can come.
  private volatile @Nullable OpenWorld match;

  /// @param room its name
  MatchMessages(String room, Roster roster, Inbox inbox) {
    this.room = room;
    this.roster = roster;
    this.inbox = inbox;
  }

  void shownAs(OpenWorld opened) {
    match = opened;
  }

  // On the session's thread.

  void received(Member member, long opCode, byte[] data) {
    roster.guest(member).ifPresent(guest -> received(guest, opCode, data));
  }

  private void received(MatchGuest guest, long opCode, byte[] data) {
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
    Optional<String> silenced = guest.silencedOn(message.channel());
    if (silenced.isPresent()) {
      refuse(guest, message.channel().toString(), silenced.get());
    } else if (guest.enqueue()) {
      inbox.add(guest, world -> hand(world, guest, message));
    } else {
      refuse(guest, message.channel().toString(), "too many messages in one tick");
    }
  }

  // On the world's thread.

  private void hand(World world, MatchGuest guest, RoomMessage message) {
    SchemaName channel = message.channel();
    Channel known = world.bus().channel(channel).orElse(null);
    if (known == null) {
      refuse(guest, channel.toString(), Inbox.text(Arrival.UNKNOWN_CHANNEL));
      return;
    }
    try {
      byte[] payload = SchemaCodec.encodeMessage(known.schema().layout(), message.payload());
      Arrival arrival = world.receive(channel, guest.client(), payload);
      if (arrival != Arrival.TAKEN) {
        refuse(guest, channel.toString(), Inbox.text(arrival));
      }
    } catch (InvalidValueException e) {
      refuse(guest, channel.toString(), String.valueOf(e.getMessage()));
    }
  }

  // On the room's thread.

  /// What a plugin sent, to those it is for.
  void send(Message message) {
    send(
        message.channel().schema(),
        message.payload(),
        guest -> message.targetClient() == 0 || guest.client() == message.targetClient());
  }

  void send(MessageSchema channel, byte[] payload, Predicate<MatchGuest> isFor) {
    OpenWorld shown = match;
    List<UUID> sessions =
        roster.matchGuests().stream().filter(isFor).map(g -> g.member().sessionId()).toList();
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
      LOG.info("event=message_outdated room={} channel={}", room, channel.name());
      return Optional.empty();
    }
  }

  // Any thread.

  private void refuse(MatchGuest guest, String channel, String why) {
    OpenWorld shown = match;
    if (shown != null) {
      shown.send(
          OpCodes.REFUSED, RoomMessage.refused(channel, why), List.of(guest.member().sessionId()));
    }
  }

  /// Says why, and takes somebody out of the match; the room is told by [Room#left].
  void end(MatchGuest guest, String reason) {
    refuse(guest, "", reason);
    OpenWorld shown = match;
    if (shown != null) {
      shown.remove(guest.member().sessionId());
    }
  }
}
