package dev.vivarium.engine.world;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.schema.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where in a scene an entity is written down, as its Authored component has it.
///
/// @param scene handle of the scene
/// @param id the entity's id there; empty for the root that the scene's entities hang on
record Authorship(long scene, String id) {
  static final String ROOT = "";
  private static final int ID_AT = 8;
  private static final int ID_BYTES = 64;

  static Optional<Authorship> of(EntityStore store, long entity) {
    byte @Nullable [] value = store.get(entity, type(store));
    return value == null ? Optional.empty() : Optional.of(of(value));
  }

  private static ComponentType type(EntityStore store) {
    return store.type(Vocabulary.AUTHORED.name());
  }

  static Authorship of(byte[] value) {
    MemorySegment segment = MemorySegment.ofArray(value);
    int end = ID_AT;
    while (end < ID_AT + ID_BYTES && value[end] != 0) {
      end++;
    }
    return new Authorship(
        segment.get(ValueLayout.JAVA_LONG_UNALIGNED, 0),
        new String(value, ID_AT, end - ID_AT, StandardCharsets.UTF_8));
  }

  byte[] toBytes() {
    byte[] value = new byte[ID_AT + ID_BYTES];
    MemorySegment.ofArray(value).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, scene);
    byte[] text = id.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, value, ID_AT, Math.min(text.length, ID_BYTES));
    return value;
  }

  /// All authored entities of a world.
  static Map<Authorship, Long> index(EntityStore store) {
    SparseSet set = type(store).sparseSet();
    Map<Authorship, Long> index = new HashMap<>();
    for (int row = 0; row < set.size(); row++) {
      int stride = set.values().strideBytes();
      byte[] value =
          set.values()
              .segment()
              .asSlice((long) row * stride, stride)
              .toArray(ValueLayout.JAVA_BYTE);
      index.put(of(value), set.entities()[row]);
    }
    return index;
  }

  /// The entity that is written down there, or [EntityHandle#NONE].
  static long find(EntityStore store, Authorship wanted) {
    SparseSet set = type(store).sparseSet();
    byte[] value = wanted.toBytes();
    MemorySegment values = set.values().segment();
    int stride = set.values().strideBytes();
    for (int row = 0; row < set.size(); row++) {
      byte[] other =
          values.asSlice((long) row * stride, value.length).toArray(ValueLayout.JAVA_BYTE);
      if (Arrays.equals(value, other)) {
        return set.entities()[row];
      }
    }
    return EntityHandle.NONE;
  }
}
