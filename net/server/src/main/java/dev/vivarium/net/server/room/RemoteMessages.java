package dev.vivarium.net.server.room;

import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.Arrival;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.server.replication.WorldEpoch;
import dev.vivarium.net.server.replication.WorldReader;
import java.util.List;
import java.util.Optional;

/// The messages that clients send by the realtime protocol: to the world, or past it to other
/// clients. What the world sends them goes by the [RoomLoop] alone.
final class RemoteMessages {
  private final Room room;
  private final Inbox inbox;
  private final MatchMessages match;

  /// On the world's thread.
  private final WorldReader reader;

  RemoteMessages(Room room, Inbox inbox, MatchMessages match, WorldReader reader) {
    this.room = room;
    this.inbox = inbox;
    this.match = match;
    this.reader = reader;
  }

  // On the connection's thread.

  void take(Line line, RemoteMessage message) {
    WorldEpoch epoch = room.loop().epoch();
    if (epoch == null || message.epoch() != epoch.number()) {
      return;
    }
    if (message.channel() >= epoch.channels().size()) {
      line.refuse("channel", "the world has no channel number " + message.channel());
      return;
    }
    MessageSchema channel = epoch.channels().get(message.channel());
    Optional<String> silenced = line.guest().silencedOn(channel.name());
    if (silenced.isPresent()) {
      line.refuse("silenced " + silenced.get(), silenced.get());
    } else if (!line.guest().enqueue()) {
      line.refuse("messages", "too many messages in one tick");
    } else if (message.target() instanceof Target.Server) {
      inbox.add(line.guest(), world -> hand(world, line, message));
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
      room.loop().execute(() -> relay(line.guest(), message));
    }
  }

  // On the room's thread.

  private void relay(RealtimeGuest from, RemoteMessage message) {
    from.dequeued();
    WorldEpoch epoch = room.loop().epoch();
    if (epoch != null && epoch.number() == message.epoch()) {
      room.loop()
          .send(
              new RemoteMessage(
                  message.epoch(),
                  message.channel(),
                  from.client(),
                  message.target(),
                  message.payload()));
      MessageSchema channel = epoch.channels().get(message.channel());
      match.send(channel, message.payload(), guest -> isFor(message.target(), guest.client()));
    }
  }

  private static boolean isFor(Target target, int client) {
    return switch (target) {
      case Target.Server server -> false;
      case Target.Everyone everyone -> true;
      case Target.Clients(List<Integer> ids) -> ids.contains(client);
    };
  }

  // On the world's thread.

  private void hand(World world, Line line, RemoteMessage message) {
    WorldEpoch epoch = reader.epoch(world);
    if (message.epoch() != epoch.number()) {
      return;
    }
    SchemaName channel = epoch.channels().get(message.channel()).name();
    Arrival arrival = world.receive(channel, line.guest().client(), message.payload());
    if (arrival != Arrival.TAKEN) {
      refuse(line, channel, arrival);
    }
  }

  private static void refuse(Line line, SchemaName channel, Arrival arrival) {
    line.refuse(arrival + " " + channel, "%s: %s".formatted(channel, Inbox.text(arrival)));
  }
}
