package dev.vivarium.net.protocol.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.vivarium.net.protocol.control.InvalidControlException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The control protocol's JSON, as protocol buffers map to it: snake_case names, what is zero or
/// empty is left out, 64-bit numbers are strings (numbers are read, too), bytes are base64, times
/// are RFC 3339.
///
/// Bodies ignore unknown fields; frames from a client may have none; frames from a server may, so
/// that a newer server does not lose older clients. Thread-safe.
public final class ControlJson {
  private static final JsonMapper MAPPER = mapper();
  private static final ObjectReader TREES =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectReader STRICT =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final ObjectReader LENIENT =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private ControlJson() {}

  /// @return UTF-8
  public static byte[] write(Record body) {
    return bytes(body);
  }

  /// Reads a request's or a response's body; nothing at all reads as an empty object.
  ///
  /// @throws InvalidControlException if it is too large, no JSON object, or a field is of another
  ///   type
  public static <T extends Record> T read(byte[] body, Class<T> type)
      throws InvalidControlException {
    checkSize(body, ControlLimits.MAX_BODY_BYTES);
    JsonNode tree = body.length == 0 ? MAPPER.createObjectNode() : tree(body);
    return value(LENIENT, object(tree), type, "");
  }

  /// A text as a JSON string, which is how a call's payload travels in a body.
  ///
  /// @return UTF-8
  public static byte[] writeString(String text) {
    return bytes(text);
  }

  /// Reads what [#writeString] wrote; nothing at all reads as an empty text.
  ///
  /// @throws InvalidControlException if it is too large or no JSON string
  public static String readString(byte[] body) throws InvalidControlException {
    checkSize(body, ControlLimits.MAX_BODY_BYTES);
    if (body.length == 0) {
      return "";
    }
    JsonNode tree = tree(body);
    if (!tree.isTextual()) {
      throw invalid(Reason.BAD_FIELD, "", "the body is not a JSON string");
    }
    return tree.textValue();
  }

  /// @return UTF-8
  public static byte[] write(Envelope<?> envelope) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(256);
    try (JsonGenerator out = MAPPER.createGenerator(frame)) {
      out.writeStartObject();
      if (!envelope.cid().isEmpty()) {
        out.writeStringField("cid", envelope.cid());
      }
      String kind = Kinds.nameOf(envelope.message());
      if (!kind.isEmpty()) {
        out.writeFieldName(kind);
        MAPPER.writeValue(out, envelope.message());
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frame.toByteArray();
  }

  public static String writeText(Envelope<?> envelope) {
    return new String(write(envelope), StandardCharsets.UTF_8);
  }

  /// Reads a frame as the server does: strictly, at most [ControlLimits#MAX_CLIENT_FRAME_BYTES].
  ///
  /// @throws InvalidControlException see its reasons
  public static Envelope<ClientMessage> readFromClient(byte[] utf8) throws InvalidControlException {
    checkSize(utf8, ControlLimits.MAX_CLIENT_FRAME_BYTES);
    return envelope(STRICT, object(tree(utf8)), Kinds.OF_CLIENT);
  }

  /// Reads a frame as the client does: unknown fields are ignored, at most
  /// [ControlLimits#MAX_SERVER_FRAME_BYTES].
  ///
  /// @throws InvalidControlException see its reasons
  public static Envelope<ServerMessage> readFromServer(byte[] utf8) throws InvalidControlException {
    checkSize(utf8, ControlLimits.MAX_SERVER_FRAME_BYTES);
    ObjectNode tree = object(tree(utf8));
    if (tree.size() == 1 && tree.has("cid")) {
      return new Envelope<>(cid(tree), new ServerMessage.Done());
    }
    return envelope(LENIENT, tree, Kinds.OF_SERVER);
  }

  private static <M extends ControlMessage> Envelope<M> envelope(
      ObjectReader reader, ObjectNode tree, Map<String, Class<? extends M>> kinds)
      throws InvalidControlException {
    String cid = cid(tree);
    String found = "";
    boolean strict = reader.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      String name = field.getKey();
      if (name.equals("cid") || (!strict && !kinds.containsKey(name))) {
        continue;
      }
      if (!found.isEmpty()) {
        throw invalid(Reason.BAD_FIELD, cid, "a frame says one thing");
      }
      found = name;
    }
    Class<? extends M> type = kinds.get(found);
    if (type == null) {
      boolean empty = tree.isEmpty() || (tree.size() == 1 && tree.has("cid"));
      throw empty
          ? invalid(Reason.EMPTY, cid, "Missing message.")
          : invalid(Reason.UNKNOWN_KIND, cid, "Unrecognized message.");
    }
    return new Envelope<>(cid, value(reader, object(tree.get(found), cid), type, cid));
  }

  private static String cid(ObjectNode tree) throws InvalidControlException {
    JsonNode cid = tree.get("cid");
    if (cid == null || cid.isNull()) {
      return "";
    }
    if (!cid.isTextual() || cid.textValue().length() > ControlLimits.MAX_CID_CHARS) {
      throw invalid(Reason.BAD_FIELD, "", "the cid is not a short string");
    }
    return cid.textValue();
  }

  private static <T> T value(ObjectReader reader, JsonNode tree, Class<T> type, String cid)
      throws InvalidControlException {
    try {
      return reader.forType(type).readValue(tree);
    } catch (IOException e) {
      throw new InvalidControlException(Reason.BAD_FIELD, cid, wordsOf(e), e);
    }
  }

  /// The place in the input; the mapper's own words would name classes.
  private static String wordsOf(IOException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return "a value does not fit";
    }
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      String name = step.getFieldName();
      place.append(place.isEmpty() ? "" : ".").append(name == null ? step.getIndex() : name);
    }
    String fault = e instanceof UnrecognizedPropertyException ? "unknown field " : "bad value of ";
    return fault + place;
  }

  private static JsonNode tree(byte[] utf8) throws InvalidControlException {
    try {
      return TREES.readTree(utf8);
    } catch (IOException e) {
      throw new InvalidControlException(Reason.NOT_JSON, "", "not JSON", e);
    }
  }

  private static ObjectNode object(JsonNode tree) throws InvalidControlException {
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw invalid(Reason.NOT_JSON, "", "not a JSON object");
  }

  private static ObjectNode object(JsonNode tree, String cid) throws InvalidControlException {
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw invalid(Reason.BAD_FIELD, cid, "the message is not a JSON object");
  }

  private static void checkSize(byte[] utf8, int maxBytes) throws InvalidControlException {
    if (utf8.length > maxBytes) {
      throw invalid(Reason.TOO_LARGE, "", utf8.length + " bytes, at most " + maxBytes);
    }
  }

  private static InvalidControlException invalid(Reason reason, String cid, String message) {
    return new InvalidControlException(reason, cid, message, null);
  }

  private static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder(factory())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new ScalarModule())
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS))
            .withCoercionConfig(
                LogicalType.Textual,
                config ->
                    config
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(
                LogicalType.Boolean,
                config ->
                    config
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .withCoercionConfig(
                LogicalType.Integer,
                config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .build();
    for (Class<?> type : List.of(String.class, List.class, Map.class, byte[].class)) {
      mapper.configOverride(type).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }
    return mapper;
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(ControlLimits.MAX_NESTING)
                .maxNameLength(ControlLimits.MAX_NAME_CHARS)
                .maxStringLength(ControlLimits.MAX_BODY_BYTES)
                .maxNumberLength(32)
                .build())
        .build();
  }
}
