package dev.vivarium.workbench.live;

import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.workbench.query.EntityFilter;
import dev.vivarium.workbench.query.EntityFilter.Condition;
import dev.vivarium.workbench.query.EntityFilter.Path;
import dev.vivarium.workbench.query.EntityFilter.Term;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Origin;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Finds the rows that a filter matches, table by table and column by column.
final class QueryEvaluation {
  private final QueryReading reading;
  private final EntityFilter filter;
  private final Map<String, Map<Long, Integer>> sparseRows = new HashMap<>();

  private QueryEvaluation(QueryReading reading, EntityFilter filter) {
    this.reading = reading;
    this.filter = filter;
  }

  /// Places in ascending handle order of the entities that match.
  static int[] matching(QueryReading reading, EntityFilter filter) {
    QueryEvaluation evaluation = new QueryEvaluation(reading, filter);
    List<boolean[]> rows = reading.roster().tables().stream().map(evaluation::rows).toList();
    return reading.roster().places(rows);
  }

  private boolean[] rows(Roster.Rows table) {
    boolean[] matching = new boolean[table.entities().length];
    Arrays.fill(matching, true);
    for (Term term : filter.terms()) {
      keep(matching, predicate(term, table), term.negated());
    }
    filter.where().ifPresent(where -> and(matching, rows(where, table)));
    return matching;
  }

  private static void keep(boolean[] matching, IntPredicate predicate, boolean negated) {
    for (int row = 0; row < matching.length; row++) {
      matching[row] &= predicate.test(row) != negated;
    }
  }

  private IntPredicate predicate(Term term, Roster.Rows table) {
    return switch (term) {
      case Term.Has has -> has(SchemaName.parse(has.component()), table);
      case Term.Id id -> row -> new EntityHandle(table.entities()[row]).index() == id.index();
      case Term.OwnedBy owned -> {
        int owner = owned.plugin().isEmpty() ? 0 : reading.roster().owner(owned.plugin());
        yield row -> table.owners()[row] == owner;
      }
      case Term.From from -> {
        IntPredicate authored = has(Vocabulary.AUTHORED.name(), table);
        yield from.origin() == Origin.SCENE ? authored : authored.negate();
      }
    };
  }

  private IntPredicate has(SchemaName component, Roster.Rows table) {
    if (table.components().contains(EntityReading.shown(component))) {
      return row -> true;
    }
    Roster.Members members = reading.roster().members(component);
    return members == null ? row -> false : row -> members.has(table.entities()[row]);
  }

  private boolean[] rows(Condition condition, Roster.Rows table) {
    return switch (condition) {
      case Condition.And and -> and(rows(and.left(), table), rows(and.right(), table));
      case Condition.Or or -> or(rows(or.left(), table), rows(or.right(), table));
      case Condition.Not not -> not(rows(not.inner(), table));
      case Condition.Real c -> compare(c.path(), table, number(c));
      case Condition.Whole c -> compare(c.path(), table, whole(c));
      case Condition.Text c -> compare(c.path(), table, text(c));
      case Condition.Flag c ->
          compare(c.path(), table, (type, bytes, at) -> (bytes.get(at) != 0) == c.value());
      case Condition.Names c -> compare(c.path(), table, names(c));
    };
  }

  private static boolean[] and(boolean[] left, boolean[] right) {
    for (int row = 0; row < left.length; row++) {
      left[row] &= right[row];
    }
    return left;
  }

  private static boolean[] or(boolean[] left, boolean[] right) {
    for (int row = 0; row < left.length; row++) {
      left[row] |= right[row];
    }
    return left;
  }

  private static boolean[] not(boolean[] rows) {
    for (int row = 0; row < rows.length; row++) {
      rows[row] = !rows[row];
    }
    return rows;
  }

  /// Tests a value at a place in a column.
  @FunctionalInterface
  private interface Test {
    boolean holds(FieldType type, ByteBuffer bytes, int at);
  }

  private boolean[] compare(Path path, Roster.Rows table, Test test) {
    boolean[] found = new boolean[table.entities().length];
    QueryReading.@Nullable Values dense = reading.values(path.component(), table);
    QueryReading.@Nullable Values values =
        dense == null ? reading.sparseValues(path.component()) : dense;
    Place place = values == null ? null : place(path, values.schema().layout());
    if (values == null || place == null) {
      return found;
    }
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int stride = values.schema().layout().sizeBytes();
    if (dense != null) {
      for (int row = 0, at = place.offset(); row < found.length; row++, at += stride) {
        found[row] = test.holds(place.type(), bytes, at);
      }
      return found;
    }
    Map<Long, Integer> rows = sparseRows(path.component(), values.entities());
    for (int row = 0; row < found.length; row++) {
      Integer own = rows.get(table.entities()[row]);
      found[row] = own != null && test.holds(place.type(), bytes, own * stride + place.offset());
    }
    return found;
  }

  private Map<Long, Integer> sparseRows(String component, long[] entities) {
    return sparseRows.computeIfAbsent(
        component,
        c -> {
          Map<Long, Integer> rows = new HashMap<>();
          for (int row = 0; row < entities.length; row++) {
            rows.put(entities[row], row);
          }
          return rows;
        });
  }

  /// Where in a row the value lies, and its type as the component has it now.
  private record Place(int offset, FieldType type) {}

  /// Null where the component has changed so that the query does not fit it any more.
  private static @Nullable Place place(Path path, Layout layout) {
    int field = layout.indexOf(path.field());
    if (field < 0) {
      return null;
    }
    FieldType type = layout.fields().get(field).type();
    int offset = layout.offset(field);
    if (path.element() >= 0) {
      if (type.kind() != Kind.ARRAY || path.element() >= type.count()) {
        return null;
      }
      type = type.element();
      offset += path.element() * type.sizeBytes();
    }
    if (path.part() >= 0) {
      boolean there = path.part() < type.kind().floats();
      return there ? new Place(offset + 4 * path.part(), FieldType.of(Kind.F32)) : null;
    }
    return SchemaValues.type(type).equals(path.type()) ? new Place(offset, type) : null;
  }

  private static Test number(Condition.Real c) {
    return (type, bytes, at) -> c.comparison().holds(number(type.kind(), bytes, at), c.value());
  }

  static double number(Kind kind, ByteBuffer bytes, int at) {
    return switch (kind) {
      case F32 -> bytes.getFloat(at);
      case F64 -> bytes.getDouble(at);
      case I32 -> bytes.getInt(at);
      case U32 -> Integer.toUnsignedLong(bytes.getInt(at));
      case I16 -> bytes.getShort(at);
      case U16 -> Short.toUnsignedInt(bytes.getShort(at));
      case I8 -> bytes.get(at);
      case U8, ENUM, BOOL -> Byte.toUnsignedInt(bytes.get(at));
      case I64, U64 -> bytes.getLong(at);
      default -> Double.NaN;
    };
  }

  private static Test whole(Condition.Whole c) {
    return (type, bytes, at) -> {
      long value = bytes.getLong(at);
      int order =
          c.signed() ? Long.compare(value, c.value()) : Long.compareUnsigned(value, c.value());
      return c.comparison().holds(order);
    };
  }

  private static Test text(Condition.Text c) {
    String wanted = c.value().toLowerCase(Locale.ROOT);
    return (type, bytes, at) -> {
      String text = text(type, bytes, at);
      return switch (c.match()) {
        case EQUAL -> text.equals(c.value());
        case NOT_EQUAL -> !text.equals(c.value());
        case CONTAINS -> text.toLowerCase(Locale.ROOT).contains(wanted);
        case CONTAINS_NOT -> !text.toLowerCase(Locale.ROOT).contains(wanted);
      };
    };
  }

  @SuppressWarnings("ByteBufferBackingArray") // it was made by wrapping the array
  static String text(FieldType type, ByteBuffer bytes, int at) {
    if (type.kind() == Kind.ENUM) {
      int index = Byte.toUnsignedInt(bytes.get(at));
      return index < type.names().size() ? type.names().get(index) : Integer.toString(index);
    }
    return EntityReading.text(bytes.array(), at, type.capacity());
  }

  private static Test names(Condition.Names c) {
    long wanted = c.entity().map(EntityHandle::index).orElse(0L);
    return (type, bytes, at) -> {
      long handle = bytes.getLong(at);
      boolean named =
          c.entity().isEmpty()
              ? handle == 0
              : handle != 0 && new EntityHandle(handle).index() == wanted;
      return named == c.equal();
    };
  }
}
