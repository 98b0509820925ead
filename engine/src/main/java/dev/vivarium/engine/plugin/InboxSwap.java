package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The messages' part of a swap: what waits in inboxes goes over to the systems that listen next,
/// in their channels' new schemas. What cannot is reported.
final class InboxSwap {
  private final MessageBus bus;
  private final List<String> dropped;

  /// The former schemas of channels whose layout changed.
  private final Map<Channel, MessageSchema> changedChannels = new HashMap<>();

  /// @param dropped takes what could not be carried over, in words
  InboxSwap(MessageBus bus, List<String> dropped) {
    this.bus = bus;
    this.dropped = dropped;
  }

  // Channels

  /// Gives channels their new schema.
  void declare(PluginModule next) {
    for (MessageSchema schema : next.descriptor().ownMessages()) {
      Optional<MessageSchema> old = bus.channel(schema.name()).map(Channel::schema);
      Channel channel = bus.declare(schema);
      if (old.isPresent() && !old.get().layout().sameShape(schema.layout())) {
        changedChannels.put(channel, old.get());
      }
    }
  }

  /// The channels' present schemas are the ones to go on from.
  void settle() {
    changedChannels.clear();
  }

  /// Carries waiting messages of changed channels over, in every running subscriber's inbox.
  void migrate() {
    for (Subscription subscription : bus.subscriptions()) {
      if (changedChannels.containsKey(subscription.channel())) {
        bus.restoreWaiting(subscription, carried(subscription.waiting()));
      }
    }
  }

  private List<Message> carried(List<Message> waiting) {
    if (waiting.isEmpty()) {
      return waiting;
    }
    Channel channel = waiting.getFirst().channel();
    MessageSchema old = changedChannels.get(channel);
    return old == null ? waiting : migrated(waiting, old, channel.schema());
  }

  private List<Message> migrated(List<Message> waiting, MessageSchema from, MessageSchema to) {
    List<Message> kept = new ArrayList<>();
    for (Message message : waiting) {
      migrated(message, from, to)
          .ifPresentOrElse(
              kept::add,
              () ->
                  dropped.add(
                      "a waiting %s of tick %d does not fit the new version"
                          .formatted(from.name(), message.tick())));
    }
    return kept;
  }

  private static Optional<Message> migrated(Message message, MessageSchema from, MessageSchema to) {
    try {
      byte[] payload = message.payload();
      var json =
          SchemaCodec.decodeMessage(
              from.layout(), MemorySegment.ofArray(payload), 0, payload.length);
      return Optional.of(
          message.withPayload(
              SchemaCodec.encodeMessage(to.layout(), MessageFields.known(json, to))));
    } catch (MalformedMessageException | InvalidValueException e) {
      return Optional.empty();
    }
  }

  // Inboxes

  /// What waits in a plugin's inboxes, by subscriber and channel.
  static Map<String, List<Message>> waitingOf(Plugin plugin) {
    Map<String, List<Message>> waiting = new HashMap<>();
    for (Subscription inbox : plugin.inboxes()) {
      waiting.put(key(inbox), List.copyOf(inbox.waiting()));
    }
    return waiting;
  }

  private static String key(Subscription inbox) {
    return inbox.subscriber() + " " + inbox.channel().name();
  }

  /// Subscribes a running plugin anew and keeps what waits for it.
  void resubscribe(Plugin plugin) {
    Map<String, List<Message>> waiting = waitingOf(plugin);
    for (PluginSystem system : plugin.systems) {
      system.resubscribe();
      restore(system, waiting);
    }
  }

  /// Puts back what waited, as it was.
  void restore(Plugin plugin, Map<String, List<Message>> waiting) {
    plugin.systems.forEach(system -> restore(system, waiting));
  }

  private void restore(PluginSystem system, Map<String, List<Message>> waiting) {
    for (Subscription inbox : system.inboxes()) {
      List<Message> messages = waiting.get(key(inbox));
      if (messages != null) {
        bus.restoreWaiting(inbox, messages);
      }
    }
  }

  /// Hands a plugin what waited for another version of it.
  void carry(Plugin plugin, Map<String, List<Message>> waiting) {
    Map<String, List<Message>> left = new LinkedHashMap<>(waiting);
    for (PluginSystem system : plugin.systems) {
      for (Subscription inbox : system.inboxes()) {
        List<Message> messages = left.remove(key(inbox));
        if (messages != null) {
          bus.restoreWaiting(inbox, carried(messages));
        }
      }
    }
    reportDropped(left);
  }

  /// Reports what nobody takes any more.
  void reportDropped(Map<String, List<Message>> left) {
    left.forEach((inbox, messages) -> {
      if (!messages.isEmpty()) {
        dropped.add(
            "%d waiting for %s, which no longer subscribes".formatted(messages.size(), inbox));
      }
    });
  }
}
