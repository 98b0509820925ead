package dev.vivarium.workbench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of one column by entity, to order by. Numbers, names and flags are read where they
/// lie: only what is rarely sorted by is decoded as a whole.
final class ColumnValues {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final QueryReading reading;
  private final ValuePath path;
  private final String component;
  private final Map<Long, Integer> sparseRows = new HashMap<>();
  private final IdentityHashMap<QueryReading.Values, Place> places = new IdentityHashMap<>();

  /// Where the value lies in a row, as the component is in these rows.
  ///
  /// @param type null where there is no such value
  private record Place(ByteBuffer bytes, int strideBytes, int offset, @Nullable FieldType type) {
    int at(int row) {
      return row * strideBytes + offset;
    }
  }

  ColumnValues(QueryReading reading, ValuePath path) {
    this.reading = reading;
    this.path = path;
    this.component = path.component().toString();
    QueryReading.Values sparse = reading.sparseValues(component);
    for (int row = 0; sparse != null && row < sparse.entities().length; row++) {
      sparseRows.put(sparse.entities()[row], row);
    }
  }

  /// Whether the values are numbers.
  boolean isNumber() {
    return reading.columns().values().stream()
        .filter(v -> v.bytes().length > 0)
        .findFirst()
        .map(v -> isNumber(place(v).type()))
        .orElse(true);
  }

  private static boolean isNumber(@Nullable FieldType type) {
    return type != null
        && switch (type.kind()) {
          case F32, F64, I8, I16, I32, I64, U8, U16, U32, U64 -> true;
          default -> false;
        };
  }

  /// NaN where there is none.
  double number(long entity) {
    QueryReading.Values values = values(entity);
    Place place = values == null ? null : place(values);
    FieldType type = place == null ? null : place.type();
    if (values == null || place == null || type == null || !isNumber(type)) {
      return Double.NaN;
    }
    double number =
        QueryEvaluation.number(type.kind(), place.bytes(), place.at(row(values, entity)));
    return type.kind() == Kind.U64 && number < 0 ? number + 0x1p64 : number;
  }

  /// Empty where there is none.
  String text(long entity) {
    QueryReading.Values values = values(entity);
    Place place = values == null ? null : place(values);
    FieldType type = place == null ? null : place.type();
    if (values == null || place == null || type == null) {
      return "";
    }
    int row = row(values, entity);
    return switch (type.kind()) {
      case ENUM, CHARS -> QueryEvaluation.text(type, place.bytes(), place.at(row));
      case BOOL -> Boolean.toString(place.bytes().get(place.at(row)) != 0);
      default -> decoded(values, row);
    };
  }

  private String decoded(QueryReading.Values values, int row) {
    int size = values.schema().layout().sizeBytes();
    byte[] bytes = Arrays.copyOfRange(values.bytes(), row * size, (row + 1) * size);
    try {
      String json = path.json(values.schema(), bytes);
      JsonNode value = json.isEmpty() ? null : JSON.readTree(json);
      return value == null ? "" : value.isValueNode() ? value.asText() : value.toString();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private QueryReading.@Nullable Values values(long entity) {
    int index = reading.roster().find(entity).orElse(-1);
    if (index < 0) {
      return null;
    }
    QueryReading.Values dense = reading.values(component, reading.roster().tableAt(index));
    return dense != null
        ? dense
        : sparseRows.containsKey(entity) ? reading.sparseValues(component) : null;
  }

  private int row(QueryReading.Values values, long entity) {
    Integer sparse = values.entities().length == 0 ? null : sparseRows.get(entity);
    return sparse != null
        ? sparse
        : reading.roster().rowAt(reading.roster().find(entity).orElseThrow());
  }

  private Place place(QueryReading.Values values) {
    return places.computeIfAbsent(values, this::find);
  }

  private Place find(QueryReading.Values values) {
    Layout layout = values.schema().layout();
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int field = layout.indexOf(path.field());
    FieldType type = field < 0 ? null : layout.fields().get(field).type();
    int offset = field < 0 ? 0 : layout.offset(field);
    if (type != null && path.part() >= 0) {
      FieldType part = part(type);
      offset += part == null ? 0 : path.part() * part.sizeBytes();
      type = part;
    }
    return new Place(bytes, layout.sizeBytes(), offset, type);
  }

  private @Nullable FieldType part(FieldType type) {
    if (type.kind() == Kind.ARRAY) {
      return path.part() < type.count() ? type.element() : null;
    }
    return path.part() < type.kind().floats() ? FieldType.of(Kind.F32) : null;
  }
}
