package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// Schemas and values that the tests of this package share.
final class Samples {
  static final ComponentSchema POSITION = schema("Position", Storage.TABLE, "at", "vec3");
  static final ComponentSchema COUNT = schema("Count", Storage.TABLE, "n", "i32");
  static final ComponentSchema MIXED =
      schema("Mixed", Storage.TABLE, "a", "u8", "b", "f64", "c", "f32");
  static final ComponentSchema TAG = schema("Tag", Storage.SPARSE);
  static final ComponentSchema NOTE = schema("Note", Storage.SPARSE, "a", "f32", "b", "i32");
  static final ComponentSchema CLOCK = schema("Clock", Storage.SINGLETON, "time", "f64");

  private Samples() {}

  static ComponentSchema schema(String name, Storage storage, String... namesAndTypes) {
    List<Field> fields =
        IntStream.range(0, namesAndTypes.length / 2)
            .mapToObj(i -> Field.of(namesAndTypes[2 * i], namesAndTypes[2 * i + 1]))
            .toList();
    return ComponentSchema.of(new SchemaName("test", name), 1, storage, fields, "");
  }

  static MemorySegment floats(float... values) {
    return MemorySegment.ofArray(values);
  }

  static MemorySegment ints(int... values) {
    return MemorySegment.ofArray(values);
  }

  static MemorySegment handle(long entity) {
    return MemorySegment.ofArray(new long[] {entity});
  }

  static long hash(EntityStore store) {
    StateHasher hasher = new StateHasher();
    store.hash(hasher);
    return hasher.value();
  }
}
