package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The benchmarks' world in this store.
final class OwnWorld {
  final EntityStore store = new EntityStore(1, 0);
  final ComponentType position = type("Position", Storage.TABLE, Field.of("value", "vec3"));
  final ComponentType velocity = type("Velocity", Storage.TABLE, Field.of("value", "vec3"));
  final ComponentType health = type("Health", Storage.TABLE, Field.of("value", "f32"));
  final ComponentType marked = type("Marked", Storage.SPARSE);
  final MemorySegment zero = MemorySegment.ofArray(new byte[12]);
  final MemorySegment speed = MemorySegment.ofArray(new float[] {1, 2, 3});
  final Table moving = store.table(position, velocity);
  final Query all =
      store.query(
          List.of(QueryTerm.of(position, Access.WRITE), QueryTerm.of(velocity, Access.READ)));
  final long[] ids;

  OwnWorld(int size) {
    ids = new long[size];
    for (int i = 0; i < size; i++) {
      ids[i] = store.spawn(1, moving, 1, 1);
      store.set(ids[i], velocity, speed, 0, 1, 1);
    }
  }

  private ComponentType type(String name, Storage storage, Field... fields) {
    return store.register(
        ComponentSchema.of(new SchemaName("bench", name), 1, storage, List.of(fields), ""));
  }
}
