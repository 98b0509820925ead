package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.ChannelInfo;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.TraceChain;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.TraceTimeline;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The trace of a world in this process. The tick thread copies a part of the ring; the rest is
/// worked out on the session's reading thread.
final class LocalTrace implements TraceSource {
  /// Most messages that one question decodes to see whether they match.
  private static final int SEARCH_MAX = 8_192;

  /// The list and the timeline ask ten times a second each; one look serves both.
  private static final double LOOK_HZ = 15;

  private final Reach reach;
  private final TraceLog log = new TraceLog();
  private final Sampler<Boolean> looks;

  LocalTrace(Reach reach, NanoClock clock) {
    this.reach = reach;
    this.looks = new Sampler<>(clock, LOOK_HZ, this::look);
  }

  private CompletableFuture<Boolean> look() {
    return CompletableFuture.supplyAsync(log::nextEntry, reach.reader())
        .thenCompose(from -> reach.ask(w -> TraceLog.look(w, from)))
        .thenApplyAsync(
            look -> {
              log.add(look);
              return true;
            },
            reach.reader());
  }

  /// Something was changed on purpose and has to be seen.
  void expire() {
    looks.expire();
  }

  /// An answer from the log once it is up to date.
  private <T> CompletableFuture<T> fresh(Supplier<T> answer) {
    return reach.sound(() -> looks.get().thenApplyAsync(look -> answer.get(), reach.reader()));
  }

  @Override
  public CompletableFuture<MessagePage> newest(TraceFilter filter, long since, int limit) {
    checkLimit(limit);
    return fresh(() -> newestNow(filter, since, limit));
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_KEPT) {
      throw new IllegalArgumentException("1 to " + MAX_KEPT + " messages, not " + limit);
    }
  }

  private MessagePage newestNow(TraceFilter filter, long since, int limit) {
    long last = log.lastSequence() + 1;
    long from = since > last ? 0 : since;
    Deque<MessageRecord> page = new ArrayDeque<>();
    long left = 0;
    long seen = 0;
    int searched = 0;
    for (TracedMessage m : log.messages().sequencedValues().reversed()) {
      if (m.message().sequence() + 1 <= from) {
        break;
      }
      seen++;
      if (!m.matchesCheaply(filter)) {
        continue;
      }
      if (page.size() >= limit || (!filter.isCheap() && ++searched > SEARCH_MAX)) {
        left++;
      } else if (filter.isCheap() || m.matchesWithin(filter)) {
        page.addFirst(m.record());
      }
    }
    // Whoever asks for the first time has missed nothing.
    left += from == 0 ? 0 : last - from - seen;
    return new MessagePage(last, left, List.copyOf(page));
  }

  @Override
  public CompletableFuture<MessagePage> next(TraceFilter filter, long since, int limit) {
    checkLimit(limit);
    return reach.sound(
        () -> CompletableFuture.supplyAsync(() -> nextNow(filter, since, limit), reach.reader()));
  }

  private MessagePage nextNow(TraceFilter filter, long since, int limit) {
    List<MessageRecord> page = new ArrayList<>();
    long last = since;
    int searched = 0;
    for (TracedMessage m : log.messages().values()) {
      long sequence = m.message().sequence() + 1;
      if (sequence <= since) {
        continue;
      }
      if (page.size() >= limit || ++searched > SEARCH_MAX) {
        break;
      }
      last = sequence;
      if (m.matchesCheaply(filter) && m.matchesWithin(filter)) {
        page.add(m.record());
      }
    }
    return new MessagePage(last, 0, page);
  }

  @Override
  public CompletableFuture<TraceTimeline> timeline() {
    return fresh(log::timeline);
  }

  @Override
  public CompletableFuture<Optional<TraceChain>> chain(long sequence) {
    return fresh(() -> log.find(sequence - 1))
        .thenCompose(found ->
            found.isEmpty()
                ? CompletableFuture.completedFuture(Optional.<TraceChain>empty())
                : walk(found.get()).thenApply(Optional::of));
  }

  private CompletableFuture<TraceChain> walk(TracedMessage start) {
    return reach.sound(() ->
        CompletableFuture.supplyAsync(start::entities, reach.reader())
            .thenCompose(entities -> reach.ask(w -> TraceWalk.writers(w, entities)))
            .thenCombineAsync(
                reach.roster(),
                (written, roster) -> new TraceWalk(log, roster, written).chain(start),
                reach.reader()));
  }

  @Override
  public CompletableFuture<List<ChannelInfo>> channels() {
    return reach.sound(() -> reach.ask(LocalTrace::channels));
  }

  private static List<ChannelInfo> channels(World world) {
    return world.bus().channels().stream()
        .map(channel -> info(world, channel))
        .sorted(Comparator.comparing(ChannelInfo::name))
        .toList();
  }

  private static ChannelInfo info(World world, Channel channel) {
    MessageSchema schema = channel.schema();
    return new ChannelInfo(
        schema.name().toString(),
        schema.locality() == Locality.LOCAL,
        schema.doc(),
        world.bus().subscriptions().stream()
            .filter(s -> s.channel() == channel)
            .map(Subscription::subscriber)
            .toList(),
        channel.droppedTotal(),
        schema.fields().stream().map(LocalTrace::field).toList(),
        defaults(schema).toString());
  }

  private static JsonNode defaults(MessageSchema schema) {
    try {
      byte[] bytes =
          SchemaCodec.encodeMessage(schema.layout(), JsonNodeFactory.instance.objectNode());
      return SchemaCodec.decodeMessage(
          schema.layout(), MemorySegment.ofArray(bytes), 0, bytes.length);
    } catch (InvalidValueException | MalformedMessageException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private static ChannelInfo.PayloadField field(Field field) {
    return new ChannelInfo.PayloadField(
        field.name(),
        field.type().toString(),
        Objects.requireNonNullElse(field.unit(), ""),
        Optional.ofNullable(field.range()).map(r -> new FieldSchema.Range(r.min(), r.max())),
        field.doc(),
        field.type().names());
  }
}
