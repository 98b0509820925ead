package dev.vivarium.engine.bus;

import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.Projection;
import dev.vivarium.engine.schema.SchemaName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Typed publish and subscribe within one world. What is published in a stage is delivered at its
/// end ([#deliver()]): to every subscriber once, the sender included. Remote messages leave for the
/// other side instead. Owned by the tick thread.
public final class MessageBus {
  /// Remote messages that wait for a link; where there is none, the newest are lost beyond this.
  private static final int LEAVING_MAX = 65_536;

  private final Map<SchemaName, Channel> channels = new LinkedHashMap<>();
  private final Map<Channel, List<Subscription>> subscriptions = new LinkedHashMap<>();
  private final List<Message> published = new ArrayList<>();
  private final List<Message> leaving = new ArrayList<>();
  private final BusTap tap;
  private long sequence;

  public MessageBus(BusTap tap) {
    this.tap = tap;
  }

  /// Makes the channel, or gives it this schema if it exists.
  public Channel declare(MessageSchema schema) {
    Channel channel = channels.get(schema.name());
    if (channel == null) {
      channel = new Channel(schema);
      channels.put(schema.name(), channel);
    } else {
      channel.replaceSchema(schema);
    }
    return channel;
  }

  public Optional<Channel> channel(SchemaName name) {
    return Optional.ofNullable(channels.get(name));
  }

  public List<Channel> channels() {
    return List.copyOf(channels.values());
  }

  /// Subscribes with the payload as the consumer declares it.
  ///
  /// @throws dev.vivarium.engine.schema.SchemaConflictException if it declares a field that the
  ///   channel does not have
  public Subscription subscribe(String subscriber, Channel channel, Layout consumer) {
    return subscribe(subscriber, channel, consumer, Subscription.Hearing.ALL);
  }

  /// As above, for a subscriber that is not told of everything.
  public Subscription subscribe(
      String subscriber, Channel channel, Layout consumer, Subscription.Hearing hearing) {
    Projection projection = Projection.of(channel.schema().layout(), consumer);
    Subscription subscription = new Subscription(subscriber, channel, projection, hearing);
    subscriptions.computeIfAbsent(channel, c -> new ArrayList<>()).add(subscription);
    return subscription;
  }

  public void unsubscribe(Subscription subscription) {
    List<Subscription> list = subscriptions.get(subscription.channel());
    if (list != null) {
      list.remove(subscription);
    }
  }

  public boolean hasSubscribers(SchemaName name) {
    Channel channel = channels.get(name);
    return channel != null && !subscriptions.getOrDefault(channel, List.of()).isEmpty();
  }

  /// Starts the counts of the per-tick limits anew.
  public void beginTick() {
    for (Channel channel : channels.values()) {
      channel.beginTick();
    }
  }

  /// Takes a message in.
  ///
  /// @return its sequence number, or -1 if the channel's limit for this tick is reached
  public long publish(
      long tick,
      String stage,
      Channel channel,
      String sender,
      long targetClient,
      byte[] payload,
      Cause cause) {
    return accept(
        new Message(sequence, tick, stage, channel, sender, 0, targetClient, payload, cause));
  }

  /// Takes in a message that came from the other side. Only Remote channels can be reached so.
  ///
  /// @return its sequence number, or -1 if refused
  public long receive(long tick, Channel channel, long senderClient, byte[] payload) {
    return channel.schema().locality() == Locality.REMOTE
        ? inject(tick, channel, senderClient, payload)
        : -1;
  }

  /// Takes in a message of the host's own, such as input; it is delivered at once.
  ///
  /// @return its sequence number, or -1 if the channel's limit for this tick is reached
  public long inject(long tick, Channel channel, long senderClient, byte[] payload) {
    return inject(
        tick,
        channel,
        senderClient == 0 ? "host" : "client " + senderClient,
        senderClient,
        payload);
  }

  /// As above, with who sent it in words.
  public long inject(long tick, Channel channel, String sender, long senderClient, byte[] payload) {
    Message message =
        new Message(
            sequence, tick, "input", channel, sender, senderClient, 0, payload, Cause.NONE_GIVEN);
    if (!channel.admit(payload.length)) {
      return -1;
    }
    hand(message);
    return sequence++;
  }

  private long accept(Message message) {
    if (!message.channel().admit(message.payload().length)) {
      return -1;
    }
    published.add(message);
    return sequence++;
  }

  /// Ends a stage: hands what was published in it to the subscribers.
  public void deliver() {
    for (int i = 0; i < published.size(); i++) {
      Message message = published.get(i);
      if (message.channel().schema().locality() == Locality.REMOTE) {
        leave(message);
        tap.sent(message, 0);
      } else {
        hand(message);
      }
    }
    published.clear();
  }

  /// Ends a stage of a tick that is run again: only predicted systems hear of what was published in
  /// it, and nothing leaves once more.
  public void deliverAgain() {
    for (Message message : published) {
      if (message.channel().schema().locality() != Locality.REMOTE) {
        subscriptions.getOrDefault(message.channel(), List.of()).stream()
            .filter(receiver -> receiver.hearing() != Subscription.Hearing.ALL)
            .forEach(receiver -> receiver.offer(message));
      }
    }
    published.clear();
  }

  /// Tells predicted systems of the server what this client sent to the server.
  ///
  /// @return the message's sequence number
  public long echo(long tick, Channel channel, long client, byte[] payload) {
    var message =
        new Message(
            sequence++,
            tick,
            "input",
            channel,
            "client " + client,
            client,
            0,
            payload,
            Cause.NONE_GIVEN);
    subscriptions.getOrDefault(channel, List.of()).stream()
        .filter(receiver -> receiver.hearing() == Subscription.Hearing.PREDICTED_OF_SERVER)
        .forEach(receiver -> receiver.offer(message));
    return message.sequence();
  }

  private void leave(Message message) {
    if (leaving.size() < LEAVING_MAX) {
      leaving.add(message);
    }
  }

  private void hand(Message message) {
    List<Subscription> receivers = subscriptions.getOrDefault(message.channel(), List.of());
    boolean remote = message.channel().schema().locality() == Locality.REMOTE;
    int told = 0;
    for (int i = 0; i < receivers.size(); i++) {
      Subscription receiver = receivers.get(i);
      if (!remote || receiver.hearing() != Subscription.Hearing.PREDICTED_OF_SERVER) {
        receiver.offer(message);
        told++;
      }
    }
    tap.sent(message, told);
  }

  /// Remote messages published since the last call, for the link to the other side.
  public List<Message> takeLeaving() {
    List<Message> taken = List.copyOf(leaving);
    leaving.clear();
    return taken;
  }

  public List<Subscription> subscriptions() {
    List<Subscription> all = new ArrayList<>();
    subscriptions.values().forEach(all::addAll);
    return all;
  }

  public long nextSequence() {
    return sequence;
  }

  /// Continues numbering where a saved world stopped.
  public void restoreSequence(long next) {
    sequence = next;
  }

  /// Puts back messages that waited when the world was saved, or that a reload migrated.
  public void restoreWaiting(Subscription subscription, List<Message> messages) {
    subscription.replaceWaiting(messages);
  }

  /// What waits in all inboxes, for an image.
  public List<MessageImage> waitingImages() {
    List<MessageImage> images = new ArrayList<>();
    for (Subscription subscription : subscriptions()) {
      for (Message m : subscription.waiting()) {
        images.add(
            new MessageImage(
                subscription.subscriber(),
                m.channel().name(),
                m.sequence(),
                m.tick(),
                m.stage(),
                m.sender(),
                m.senderClient(),
                m.payload(),
                m.cause()));
      }
    }
    return images;
  }

  /// Puts waiting messages back into the inboxes that there are.
  public void restoreWaiting(List<MessageImage> images) {
    for (Subscription subscription : subscriptions()) {
      restoreWaiting(
          subscription,
          images.stream()
              .filter(i -> i.subscriber().equals(subscription.subscriber()))
              .filter(i -> i.channel().equals(subscription.channel().name()))
              .map(i -> restored(i, subscription.channel()))
              .toList());
    }
  }

  private static Message restored(MessageImage i, Channel channel) {
    return new Message(
        i.sequence(),
        i.tick(),
        i.stage(),
        channel,
        i.sender(),
        i.senderClient(),
        0,
        i.payload(),
        i.cause());
  }
}
