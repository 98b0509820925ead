package dev.vivarium.workbench.remote;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The JSON of [SessionWire]: records by the names of their components, each of them there and none
/// null; a sealed type's records with their simple name as `is`, taken from what the type permits
/// and never a class that the message names; arrays of numbers as base64 of their bytes.
/// Thread-safe.
public final class WireJson {
  private static final JsonMapper MAPPER = mapper();
  private static final JavaType TO_SERVER = type(ClientSays.class);
  private static final JavaType TO_CLIENT = type(ServerSays.class);

  private WireJson() {}

  private static JsonMapper mapper() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(SessionWire.NESTING_MAX)
            .maxStringLength(SessionWire.DOWN_BYTES_MAX)
            .maxDocumentLength(SessionWire.DOWN_BYTES_MAX)
            .build();
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .annotationIntrospector(new SealedTypes())
        .addModule(new Jdk8Module())
        .addModule(WireArrays.module())
        .visibility(PropertyAccessor.ALL, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(
            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
        .build();
  }

  static JavaType type(Type type) {
    return MAPPER.constructType(type);
  }

  /// @return UTF-8
  public static byte[] write(ServerSays message) {
    return text(message, TO_CLIENT).getBytes(StandardCharsets.UTF_8);
  }

  public static String write(ClientSays message) {
    return text(message, TO_SERVER);
  }

  private static String text(@Nullable Object value, JavaType type) {
    try {
      return MAPPER.writerFor(type).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON of " + type, e);
    }
  }

  /// A value within a message. It is written once, here.
  static JsonNode node(@Nullable Object value, JavaType type) {
    return JsonNodeFactory.instance.rawValueNode(new RawValue(text(value, type)));
  }

  /// @param text UTF-8
  /// @throws MalformedException if it is no message to a server
  public static ClientSays readAtServer(byte[] text) throws MalformedException {
    try {
      return some(MAPPER.readerFor(TO_SERVER).readValue(text), "a message");
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /// @throws MalformedException if it is no message to a client
  static ServerSays readAtClient(String text) throws MalformedException {
    try {
      return some(MAPPER.readerFor(TO_CLIENT).readValue(text), "a message");
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /// @throws MalformedException if it is of another type
  static Object read(JsonNode tree, JavaType type) throws MalformedException {
    try {
      Object value = MAPPER.readerFor(type).readValue(tree);
      return some(value, type.getRawClass().getSimpleName());
    } catch (IOException | IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  private static <T> T some(@Nullable T value, String what) throws MalformedException {
    if (value == null) {
      throw new MalformedException("null is not " + what);
    }
    return value;
  }

  private static MalformedException malformed(Exception e) {
    String words =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return new MalformedException(words == null ? e.getClass().getSimpleName() : words);
  }

  /// The types that a sealed one permits, down to those that are not sealed themselves.
  static List<Class<?>> leaves(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(c -> c.isSealed() ? leaves(c).stream() : Stream.of(c))
        .distinct()
        .toList();
  }

  /// Tells sealed types' records apart by their simple name.
  private static final class SealedTypes extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
        MapperConfig<?> config, AnnotatedClass of, JavaType base) {
      return base.getRawClass().isSealed() ? builder() : null;
    }

    private static StdTypeResolverBuilder builder() {
      return new StdTypeResolverBuilder()
          .init(JsonTypeInfo.Id.NAME, null)
          .inclusion(JsonTypeInfo.As.PROPERTY)
          .typeProperty("is");
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated of) {
      return of.getRawType().isSealed()
          ? leaves(of.getRawType()).stream()
              .map(leaf -> new NamedType(leaf, leaf.getSimpleName()))
              .toList()
          : null;
    }
  }
}
