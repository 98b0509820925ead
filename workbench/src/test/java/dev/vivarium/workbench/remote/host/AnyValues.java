package dev.vivarium.workbench.remote.host;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// JSON of the right shape for any type that a call takes, with values that nobody in their right
/// mind would send.
final class AnyValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 6;
  private static final double[] DOUBLES = {
    0, -0.0, 1, -1, 0.5, 1e-300, 1e300, Double.MAX_VALUE, -Double.MAX_VALUE
  };

  private final RandomGenerator random;
  private final List<String> texts;
  private final List<Long> numbers;

  /// @param texts that mean something to the world
  /// @param numbers the same, such as handles
  AnyValues(RandomGenerator random, List<String> texts, List<Long> numbers) {
    this.random = random;
    this.texts = List.copyOf(texts);
    this.numbers = List.copyOf(numbers);
  }

  ArrayNode list(List<JavaType> types) {
    ArrayNode values = JSON.arrayNode();
    types.forEach(type -> values.add(value(type, 0)));
    return values;
  }

  private JsonNode value(JavaType type, int depth) {
    Class<?> raw = type.getRawClass();
    if (raw == boolean.class || raw == Boolean.class) {
      return JSON.booleanNode(random.nextBoolean());
    } else if (raw == int.class || raw == Integer.class) {
      return JSON.numberNode((int) number());
    } else if (raw == long.class || raw == Long.class) {
      return JSON.numberNode(number());
    } else if (raw == float.class || raw == double.class || raw == Double.class) {
      return JSON.numberNode(DOUBLES[random.nextInt(DOUBLES.length)]);
    } else if (raw == String.class || raw == Path.class) {
      return JSON.textNode(text());
    } else if (raw == Optional.class) {
      return random.nextBoolean() ? JSON.nullNode() : value(type.containedType(0), depth + 1);
    } else if (raw == List.class || raw == Set.class) {
      return many(type.getContentType(), depth);
    } else if (raw.isEnum()) {
      Object[] constants = raw.getEnumConstants();
      return JSON.textNode(((Enum<?>) constants[random.nextInt(constants.length)]).name());
    } else if (raw.isArray()) {
      byte[] bytes = new byte[8 * random.nextInt(4)];
      random.nextBytes(bytes);
      return JSON.textNode(Base64.getEncoder().encodeToString(bytes));
    } else if (raw.isSealed()) {
      return leaf(raw, depth);
    } else if (raw.isRecord()) {
      return record(JSON.objectNode(), raw, depth);
    }
    throw new AssertionError("a call takes a " + type + ", of which this makes none");
  }

  private JsonNode many(JavaType type, int depth) {
    ArrayNode values = JSON.arrayNode();
    int count = depth >= DEEPEST ? 0 : random.nextInt(10) == 0 ? 300 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      values.add(value(type, depth + (count > 4 ? DEEPEST : 1)));
    }
    return values;
  }

  private JsonNode leaf(Class<?> sealed, int depth) {
    Class<?> chosen = sealed;
    while (chosen.isSealed()) {
      Class<?>[] permitted = chosen.getPermittedSubclasses();
      chosen = permitted[random.nextInt(permitted.length)];
    }
    return record(JSON.objectNode().put("is", chosen.getSimpleName()), chosen, depth);
  }

  private ObjectNode record(ObjectNode to, Class<?> type, int depth) {
    for (RecordComponent component : type.getRecordComponents()) {
      JavaType of = TypeFactory.defaultInstance().constructType(component.getGenericType());
      to.set(component.getName(), value(of, depth + 1));
    }
    return to;
  }

  private long number() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> Integer.MAX_VALUE;
      case 3 -> Integer.MIN_VALUE;
      case 4 -> random.nextLong();
      case 5 -> random.nextInt(200);
      default -> numbers.get(random.nextInt(numbers.size()));
    };
  }

  private String text() {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> "x".repeat(random.nextInt(3_000));
      case 2 -> "\u0000\ud83d\udc1f \"' \\ ../..\n";
      case 3 -> texts.get(random.nextInt(texts.size())) + texts.get(random.nextInt(texts.size()));
      default -> texts.get(random.nextInt(texts.size()));
    };
  }
}
