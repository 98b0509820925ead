package dev.vivarium.engine.ecs;

import static dev.vivarium.engine.ecs.Samples.floats;
import static dev.vivarium.engine.ecs.Samples.handle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.Storage;
import dev.vivarium.engine.schema.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntityStoreTest {
  private final EntityStore store = new EntityStore(42, 0);
  private final ComponentType position = store.register(Samples.POSITION);
  private final ComponentType tag = store.register(Samples.TAG);
  private final ComponentType parent = store.register(Vocabulary.PARENT);

  private SetResult hang(long child, long on) {
    return store.set(child, parent, handle(on), 0, 1, 1);
  }

  @Test
  void aReservedEntityLivesOnceSpawned() {
    long reserved = store.reserve();
    assertFalse(store.isAlive(reserved));
    assertEquals(SetResult.NO_ENTITY, store.set(reserved, tag, floats(), 0, 1, 1));
    store.spawn(reserved, 7);
    assertTrue(store.isAlive(reserved));
    assertEquals(7, store.owner(reserved));
    assertThrows(IllegalArgumentException.class, () -> store.spawn(reserved, 7));
    assertThrows(IllegalArgumentException.class, () -> store.release(reserved));
  }

  @Test
  void aReleasedBlockLeavesTheStateAsItWas() {
    store.despawn(store.spawn(1));
    store.spawn(1);
    store.despawn(store.spawn(1));
    long[] block = {store.reserve()};
    store.release(block[0]);
    long before = Samples.hash(store);
    long again = store.reserve();
    assertEquals(block[0], again);
    store.release(again);
    assertEquals(before, Samples.hash(store));
  }

  @Test
  void anIndexIsUsedAgainUnderAnotherGeneration() {
    long first = store.spawn(0);
    assertTrue(store.despawn(first));
    assertFalse(store.despawn(first));
    long second = store.spawn(0);
    assertEquals(EntityHandle.index(first), EntityHandle.index(second));
    assertNotEquals(first, second);
    assertFalse(store.isAlive(first));
    assertNull(store.get(first, position));
    assertEquals(SetResult.NO_ENTITY, store.set(first, position, floats(1, 2, 3), 0, 1, 1));
  }

  @Test
  void handlesOfAnotherAuthorityAreNotAlive() {
    long mine = store.spawn(0);
    long theirs = new EntityStore(42, 3).spawn(0);
    assertEquals(3, EntityHandle.authority(theirs));
    assertFalse(store.isAlive(theirs));
    assertTrue(store.isAlive(mine));
    assertFalse(store.isAlive(0));
    assertFalse(store.isAlive(-1));
  }

  @Test
  void globalIdsAreFoundAndTheSameInTheSameWorld() {
    long entity = store.spawn(0);
    GlobalId id = store.globalId(entity);
    assertEquals(entity, store.find(id));
    EntityStore sameWorld = new EntityStore(42, 0);
    assertEquals(id, sameWorld.globalId(sameWorld.spawn(0)));
    long later = store.spawn(0);
    assertEquals(later, store.find(store.globalId(later)));
    store.despawn(entity);
    assertEquals(EntityHandle.NONE, store.find(id));
    long reborn = store.spawn(0);
    assertNotEquals(id, store.globalId(reborn));
    assertEquals(EntityHandle.NONE, store.find(new GlobalId(id.high() + 1, id.low())));
  }

  @Test
  void settingTellsWhatItDid() {
    long entity = store.spawn(0);
    assertEquals(SetResult.ADDED, store.set(entity, position, floats(1, 2, 3), 0, 1, 1));
    assertEquals(SetResult.UNCHANGED, store.set(entity, position, floats(1, 2, 3), 0, 2, 2));
    assertEquals(SetResult.CHANGED, store.set(entity, position, floats(1, 2, 4), 0, 3, 3));
    Column column = store.tableOf(entity).column(position);
    assertEquals(3, column == null ? -1 : column.writtenTick(store.rowOf(entity)));
    assertEquals(SetResult.ADDED, store.set(entity, tag, floats(), 0, 4, 4));
    assertEquals(SetResult.UNCHANGED, store.set(entity, tag, floats(), 0, 5, 5));
    assertArrayEquals(new byte[0], store.get(entity, tag));
  }

  @Test
  void removingOneComponentKeepsTheOthers() {
    ComponentType count = store.register(Samples.COUNT);
    long entity = store.spawn(0);
    long other = store.spawn(0);
    for (long e : List.of(entity, other)) {
      store.set(e, position, floats(1, 2, (float) e), 0, 1, 1);
      store.set(e, count, Samples.ints(9), 0, 1, 1);
    }
    assertTrue(store.remove(entity, count));
    assertFalse(store.remove(entity, count));
    assertFalse(store.has(entity, count));
    assertTrue(store.has(other, count));
    byte[] value = store.get(entity, position);
    assertArrayEquals(floats(1, 2, (float) entity).toArray(ValueLayout.JAVA_BYTE), value);
  }

  @Test
  void sparseComponentsDoNotMoveTheEntity() {
    long entity = store.spawn(0);
    Table before = store.tableOf(entity);
    store.set(entity, tag, floats(), 0, 1, 1);
    assertSame(before, store.tableOf(entity));
    assertTrue(tag.sparseSet().has(entity));
    store.despawn(entity);
    assertEquals(0, tag.sparseSet().size());
  }

  @Test
  void parentLoopsAreRefused() {
    long a = store.spawn(0);
    long b = store.spawn(0);
    long c = store.spawn(0);
    assertEquals(SetResult.ADDED, hang(b, a));
    assertEquals(SetResult.ADDED, hang(c, b));
    assertEquals(SetResult.PARENT_LOOP, hang(a, c));
    assertEquals(SetResult.PARENT_LOOP, hang(a, a));
    assertFalse(store.has(a, parent));
    assertEquals(SetResult.NO_PARENT, hang(a, 999));
    assertEquals(SetResult.CHANGED, hang(c, a));
    assertArrayEquals(new long[] {b, c}, store.children(a));
    assertEquals(SetResult.ADDED, hang(a, EntityHandle.NONE));
  }

  @Test
  void aSystemCannotWriteAParentLoopEither() {
    long a = store.spawn(0);
    long b = store.spawn(0);
    hang(a, EntityHandle.NONE);
    hang(b, a);
    MemorySegment written = MemorySegment.ofArray(new long[] {b, EntityHandle.NONE});
    Table table = store.tableOf(a);
    assertEquals(
        1, store.writeBackSparse(parent, table, null, 0, 2, written, 0, 2, (short) 2, null));
    assertArrayEquals(new long[0], store.children(b));
    assertEquals(0, store.children(a).length);
    store.set(b, parent, handle(a), 0, 3, 1);
    written.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, a);
    assertEquals(
        0, store.writeBackSparse(parent, table, null, 0, 2, written, 0, 4, (short) 2, null));
  }

  @Test
  void despawningEndsAllDescendants() {
    long root = store.spawn(0);
    long last = root;
    for (int i = 0; i < 20_000; i++) {
      long child = store.spawn(0);
      hang(child, last);
      last = child;
    }
    long other = store.spawn(0);
    assertTrue(store.despawn(root));
    assertEquals(1, store.entityCount());
    assertTrue(store.isAlive(other));
    assertEquals(0, parent.sparseSet().size());
  }

  @Test
  void aSingletonHasItsOwnEntityFromTheStart() {
    ComponentType clock = store.register(Samples.CLOCK);
    long holder = clock.singleton();
    assertTrue(store.has(holder, clock));
    assertFalse(store.despawn(holder));
    assertFalse(store.remove(holder, clock));
    long other = store.spawn(0);
    MemorySegment value = MemorySegment.ofArray(new double[] {1});
    assertEquals(SetResult.NOT_THE_SINGLETON, store.set(other, clock, value, 0, 1, 1));
    assertEquals(SetResult.CHANGED, store.set(holder, clock, value, 0, 1, 1));
    hang(holder, other);
    store.despawn(other);
    assertTrue(store.isAlive(holder));
    assertFalse(store.has(holder, parent));
  }

  @Test
  void registeringTwiceNeedsTheSameSchema() {
    assertSame(position, store.register(Samples.POSITION));
    assertThrows(
        SchemaConflictException.class,
        () -> store.register(Samples.schema("Position", Storage.TABLE, "at", "vec2")));
  }

  @Test
  void anUnregisteredComponentIsGoneEverywhere() {
    ComponentType count = store.register(Samples.COUNT);
    ComponentType clock = store.register(Samples.CLOCK);
    long entity = store.spawn(0);
    store.set(entity, position, floats(1, 2, 3), 0, 1, 1);
    long both = store.spawn(0);
    store.set(both, position, floats(4, 5, 6), 0, 1, 1);
    store.set(both, count, Samples.ints(3), 0, 1, 1);
    store.set(both, tag, floats(), 0, 1, 1);
    Query positions = store.query(List.of(QueryTerm.of(position, Access.READ)));
    store.unregister(count);
    store.unregister(clock);
    store.unregister(tag);
    assertNull(store.findType(count.name()));
    assertEquals(2, store.entityCount());
    assertSame(store.tableOf(entity), store.tableOf(both));
    assertEquals(List.of(store.tableOf(entity)), positions.tables());
    long later = store.spawn(0);
    ComponentType again = store.register(Samples.COUNT);
    store.set(later, again, Samples.ints(5), 0, 1, 1);
    store.set(later, position, floats(7, 8, 9), 0, 1, 1);
    assertEquals(2, positions.tables().size());
    assertTrue(store.despawn(both));
  }

  @Test
  void entitiesCanBeMadeWithAllComponentsAtOnce() {
    Table table = store.table(position, store.register(Samples.COUNT));
    long entity = store.spawn(3, table, 5, 2);
    assertSame(table, store.tableOf(entity));
    assertArrayEquals(new byte[12], store.get(entity, position));
    assertThrows(IllegalArgumentException.class, () -> store.table(tag));
  }
}
