package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.QueryDescriptor;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.trace.TraceEntry;
import dev.vivarium.engine.trace.TraceRing;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.MessageRecord;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The messages that somebody has looked at, as many as fit, decoded only when they are shown.
/// Belongs to the thread that reads it, but for [#look], which belongs to the tick thread.
final class MessageLog {
  private static final int KEPT_MAX = 16_384;

  /// Most trace entries that one look takes over; what a flood brings beyond it is counted as
  /// missed.
  private static final int LOOK_MAX = 4_096;

  private final Deque<Kept> kept = new ArrayDeque<>();
  private long nextEntry;

  /// A message with what was true of it when it was looked at.
  record Kept(
      Message message,
      MessageSchema schema,
      List<String> receivers,
      List<QueryDescriptor> queries) {}

  /// What a look brought back.
  ///
  /// @param descriptors of the plugins, to say what a sender was going over
  record Look(long nextEntry, List<Kept> messages, Map<String, PluginDescriptor> descriptors) {}

  /// Number of the trace entry to look from.
  long nextEntry() {
    return nextEntry;
  }

  /// Copies references of what passed since an entry. To be called on the tick thread.
  static Look look(World world, long fromEntry) {
    TraceRing trace = world.trace();
    // A world that began anew counts from 0 again.
    long first = fromEntry > trace.next() ? 0 : fromEntry;
    long from = Math.max(first, trace.next() - LOOK_MAX);
    Map<String, PluginDescriptor> descriptors = new HashMap<>();
    for (Map.Entry<String, PluginModule> module : world.plugins().modules().entrySet()) {
      descriptors.put(module.getKey(), module.getValue().descriptor());
    }
    Map<Channel, List<String>> receivers = receivers(world);
    List<Kept> messages = new ArrayList<>();
    for (TraceEntry entry : trace.since(from, LOOK_MAX)) {
      if (entry instanceof TraceEntry.Sent sent) {
        Message m = sent.message();
        messages.add(
            new Kept(
                m,
                m.channel().schema(),
                receivers.getOrDefault(m.channel(), List.of()),
                queries(descriptors, m.sender())));
      }
    }
    return new Look(trace.next(), messages, descriptors);
  }

  private static Map<Channel, List<String>> receivers(World world) {
    Map<Channel, List<String>> receivers = new HashMap<>();
    for (Subscription subscription : world.bus().subscriptions()) {
      receivers
          .computeIfAbsent(subscription.channel(), c -> new ArrayList<>())
          .add(subscription.subscriber());
    }
    return receivers;
  }

  private static List<QueryDescriptor> queries(
      Map<String, PluginDescriptor> descriptors, String sender) {
    int slash = sender.indexOf('/');
    PluginDescriptor plugin = slash < 0 ? null : descriptors.get(sender.substring(0, slash));
    if (plugin == null) {
      return List.of();
    }
    for (SystemDescriptor system : plugin.systems()) {
      if (system.id().equals(sender)) {
        return system.queries();
      }
    }
    return List.of();
  }

  /// Takes over what a look brought.
  void add(Look look) {
    if (!kept.isEmpty()
        && !look.messages().isEmpty()
        && look.messages().getFirst().message().sequence() <= kept.getLast().message().sequence()) {
      kept.clear(); // the world began anew
    }
    nextEntry = look.nextEntry();
    kept.addAll(look.messages());
    while (kept.size() > KEPT_MAX) {
      kept.removeFirst();
    }
  }

  /// The newest messages after a sequence number.
  ///
  /// @param roster for names of entities and counts of rows
  MessagePage page(long since, int limit, Look look, Roster roster) {
    long last = kept.isEmpty() ? since : kept.getLast().message().sequence() + 1;
    long from = since > last ? 0 : since;
    Deque<Kept> page = new ArrayDeque<>();
    Iterator<Kept> newestFirst = kept.descendingIterator();
    while (newestFirst.hasNext() && page.size() < limit) {
      Kept next = newestFirst.next();
      if (next.message().sequence() + 1 <= from) {
        break;
      }
      page.addFirst(next);
    }
    List<MessageRecord> records =
        page.stream().map(k -> record(k, new Causes(look.descriptors(), roster))).toList();
    return new MessagePage(last, Math.max(0, last - from - records.size()), records);
  }

  private static MessageRecord record(Kept kept, Causes causes) {
    Message m = kept.message();
    return new MessageRecord(
        m.sequence() + 1,
        m.tick(),
        m.stage(),
        kept.schema().name().toString(),
        m.sender(),
        kept.receivers(),
        kept.schema().locality() == Locality.LOCAL,
        m.payload().length,
        causes.of(kept),
        payload(kept));
  }

  private static String payload(Kept kept) {
    byte[] bytes = kept.message().payload();
    try {
      var decoded =
          (ObjectNode)
              SchemaCodec.decodeMessage(
                  kept.schema().layout(), MemorySegment.ofArray(bytes), 0, bytes.length);
      for (Field field : kept.schema().fields()) {
        decoded.set(field.name(), named(field.type(), decoded.path(field.name())));
      }
      return decoded.toString();
    } catch (MalformedMessageException e) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("unreadable", "laid out by another version of the channel: " + e.getMessage())
          .toString();
    }
  }

  /// Entities by the numbers that people know them by.
  private static JsonNode named(FieldType type, JsonNode value) {
    return switch (type.kind()) {
      case ENTITY ->
          TextNode.valueOf(new EntityHandle(Long.parseUnsignedLong(value.asText())).label());
      case ARRAY, LIST -> {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        value.forEach(element -> elements.add(named(type.element(), element)));
        yield elements;
      }
      default -> value;
    };
  }

  /// Puts causes into words.
  private record Causes(Map<String, PluginDescriptor> descriptors, Roster roster) {
    Optional<MessageRecord.Cause> of(Kept kept) {
      var cause = kept.message().cause();
      if (!cause.isGiven()) {
        return oneOf(kept)
            .map(text -> new MessageRecord.Cause(Optional.empty(), Optional.empty(), text));
      }
      Optional<EntityHandle> entity =
          cause.entity() == 0 ? Optional.empty() : Optional.of(new EntityHandle(cause.entity()));
      Optional<Long> message =
          cause.message() < 0 ? Optional.empty() : Optional.of(cause.message() + 1);
      String text = entity.map(this::label).orElseGet(() -> "message " + (cause.message() + 1));
      return Optional.of(new MessageRecord.Cause(entity, message, text));
    }

    private String label(EntityHandle handle) {
      return roster.find(handle.bits()).map(i -> roster.row(i).label()).orElse(handle.label());
    }

    /// The sender did not say; how many rows it may have been at is all that is known.
    private Optional<String> oneOf(Kept kept) {
      int slash = kept.message().sender().indexOf('/');
      PluginDescriptor plugin =
          slash < 0 ? null : descriptors.get(kept.message().sender().substring(0, slash));
      if (plugin == null || kept.queries().isEmpty()) {
        return Optional.empty();
      }
      int rows = 0;
      for (QueryDescriptor query : kept.queries()) {
        rows += rows(plugin, query);
      }
      return rows == 0
          ? Optional.empty()
          : Optional.of(String.format(Locale.ROOT, "one of %,d in %s", rows, plugin.plugin()));
    }

    /// At most so many rows: the fewest that have one of the components asked for.
    private int rows(PluginDescriptor plugin, QueryDescriptor query) {
      return query.terms().stream()
          .filter(term -> !term.optional() && term.access() != QueryDescriptor.Access.WITHOUT)
          .filter(term -> term.component() < plugin.components().size())
          .mapToInt(term -> roster.count(plugin.components().get(term.component()).name()))
          .min()
          .orElse(0);
    }
  }
}
