package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.PayloadNode;
import dev.vivarium.workbench.session.TraceFilter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A message with what was true of its channel when it was looked at, decoded once when somebody
/// needs it. Belongs to the session's reading thread.
final class TracedMessage {
  private final Message message;
  private final MessageSchema schema;
  private final String channel;
  private final List<String> receivers;
  private @Nullable ObjectNode decoded;
  private @Nullable MessageRecord shown;
  private @Nullable String searched;

  TracedMessage(Message message, MessageSchema schema, List<String> receivers) {
    this.message = message;
    this.schema = schema;
    this.channel = schema.name().toString();
    this.receivers = receivers;
  }

  Message message() {
    return message;
  }

  String channel() {
    return channel;
  }

  MessageSchema schema() {
    return schema;
  }

  List<String> receivers() {
    return receivers;
  }

  /// The payload as the codec gives and takes it.
  ObjectNode decoded() {
    if (decoded == null) {
      decoded = decode();
    }
    return decoded;
  }

  private ObjectNode decode() {
    byte[] bytes = message.payload();
    try {
      return (ObjectNode)
          SchemaCodec.decodeMessage(schema.layout(), MemorySegment.ofArray(bytes), 0, bytes.length);
    } catch (MalformedMessageException e) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("unreadable", "laid out by another version of the channel: " + e.getMessage());
    }
  }

  MessageRecord record() {
    if (shown == null) {
      var json = decoded().deepCopy();
      for (Field field : schema.fields()) {
        if (json.has(field.name())) {
          json.set(field.name(), named(field.type(), json.path(field.name())));
        }
      }
      shown =
          new MessageRecord(
              message.sequence() + 1,
              message.tick(),
              message.stage(),
              channel,
              message.sender(),
              receivers,
              schema.locality() == Locality.LOCAL,
              message.payload().length,
              cause(),
              json.toString());
    }
    return shown;
  }

  private Optional<MessageRecord.Cause> cause() {
    var cause = message.cause();
    if (!cause.isGiven()) {
      return Optional.empty();
    }
    var entity =
        cause.entity() == 0
            ? Optional.<EntityHandle>empty()
            : Optional.of(new EntityHandle(cause.entity()));
    var from = cause.message() < 0 ? Optional.<Long>empty() : Optional.of(cause.message() + 1);
    String text = entity.map(EntityHandle::label).orElseGet(() -> "message " + from.orElse(0L));
    return Optional.of(new MessageRecord.Cause(entity, from, text));
  }

  /// Entities by the numbers that people know them by.
  private static JsonNode named(FieldType type, JsonNode value) {
    return switch (type.kind()) {
      case ENTITY -> TextNode.valueOf(handle(value).label());
      case ARRAY, LIST -> {
        var elements = JsonNodeFactory.instance.arrayNode();
        value.forEach(element -> elements.add(named(type.element(), element)));
        yield elements;
      }
      default -> value;
    };
  }

  private static EntityHandle handle(JsonNode value) {
    return new EntityHandle(Long.parseUnsignedLong(value.asText("0")));
  }

  // Filters.

  boolean matchesCheaply(TraceFilter filter) {
    return message.tick() >= filter.firstTick()
        && message.tick() <= filter.lastTick()
        && !filter.hidden().contains(channel)
        && any(filter.channels(), channel)
        && (any(filter.from(), message.sender())
            || receivers.stream().anyMatch(r -> any(filter.from(), r)));
  }

  private static boolean any(List<String> parts, String text) {
    if (parts.isEmpty()) {
      return true;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    for (String part : parts) {
      if (lower.contains(part)) {
        return true;
      }
    }
    return false;
  }

  boolean matchesWithin(TraceFilter filter) {
    return (filter.entities().isEmpty()
            || entities().stream().anyMatch(e -> filter.entities().contains(e.index())))
        && filter.words().stream().allMatch(word -> searched().contains(word));
  }

  private String searched() {
    if (searched == null) {
      var r = record();
      searched =
          (r.channel() + " " + r.sender() + " " + r.receivers() + " " + r.payloadJson())
              .toLowerCase(Locale.ROOT);
    }
    return searched;
  }

  /// The entities that the payload and the cause name.
  Set<EntityHandle> entities() {
    Set<EntityHandle> entities = new LinkedHashSet<>();
    for (Field field : schema.fields()) {
      collect(field.type(), decoded().path(field.name()), entities);
    }
    if (message.cause().entity() != 0) {
      entities.add(new EntityHandle(message.cause().entity()));
    }
    return entities;
  }

  private static void collect(FieldType type, JsonNode value, Set<EntityHandle> into) {
    if (type.kind() == Kind.ENTITY && value.isTextual() && !value.asText().equals("0")) {
      into.add(handle(value));
    } else if (type.kind() == Kind.ARRAY || type.kind() == Kind.LIST) {
      value.forEach(element -> collect(type.element(), element, into));
    }
  }

  // The payload as a tree.

  List<PayloadNode> tree() {
    List<PayloadNode> nodes = new ArrayList<>();
    for (Field field : schema.fields()) {
      nodes.add(
          node(
              field.name(),
              field.type(),
              field.unit() == null ? "" : field.unit(),
              field.doc(),
              decoded().path(field.name())));
    }
    if (nodes.isEmpty() && decoded().has("unreadable")) {
      nodes.add(leaf("unreadable", decoded().path("unreadable").asText()));
    }
    return nodes;
  }

  private static PayloadNode leaf(String name, String text) {
    return new PayloadNode(name, text, "", "", "", Optional.empty(), List.of());
  }

  private static PayloadNode node(
      String name, FieldType type, String unit, String doc, JsonNode value) {
    if (type.kind() == Kind.ENTITY && value.isTextual()) {
      EntityHandle handle = handle(value);
      return new PayloadNode(
          name,
          handle.bits() == 0 ? "none" : handle.label(),
          "entity",
          "",
          doc,
          handle.bits() == 0 ? Optional.empty() : Optional.of(handle),
          List.of());
    }
    if ((type.kind() == Kind.ARRAY || type.kind() == Kind.LIST) && value.isArray()) {
      List<PayloadNode> children = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        children.add(node(Integer.toString(i), type.element(), unit, "", value.get(i)));
      }
      return new PayloadNode(
          name, value.size() + " values", type.toString(), unit, doc, Optional.empty(), children);
    }
    return new PayloadNode(
        name, text(type, value), type.toString(), unit, doc, Optional.empty(), List.of());
  }

  private static String text(FieldType type, JsonNode value) {
    if (type.kind().floats() > 1 && value.isArray()) {
      List<String> numbers = new ArrayList<>();
      value.forEach(n -> numbers.add(number(n.asDouble())));
      return String.join("  ", numbers);
    }
    return switch (type.kind()) {
      case F32, F64 -> value.isNumber() ? number(value.asDouble()) : value.asText();
      case UNION -> value.toString();
      default -> value.asText();
    };
  }

  /// Enough places to tell values apart, and no more.
  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 1_000 ? "%.1f" : "%.4f", value);
  }
}
