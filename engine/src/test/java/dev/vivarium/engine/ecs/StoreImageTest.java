package dev.vivarium.engine.ecs;

import static dev.vivarium.engine.ecs.Samples.floats;
import static dev.vivarium.engine.ecs.Samples.handle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.Storage;
import dev.vivarium.engine.schema.Vocabulary;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoreImageTest {
  private final EntityStore store = new EntityStore(9, 0);
  private final ComponentType position = store.register(Samples.POSITION);
  private final ComponentType count = store.register(Samples.COUNT);
  private final ComponentType note = store.register(Samples.NOTE);
  private final ComponentType parent = store.register(Vocabulary.PARENT);
  private final ComponentType clock = store.register(Samples.CLOCK);
  private final long first = store.spawn(4);
  private final long second = store.spawn(5);

  StoreImageTest() {
    store.set(first, position, floats(1, 2, 3), 0, 1, 7);
    store.set(second, position, floats(4, 5, 6), 0, 2, 8);
    store.set(second, count, Samples.ints(3), 0, 2, 8);
    store.set(first, note, floats(1, 1), 0, 3, 9);
    store.set(second, parent, handle(first), 0, 3, 9);
    store.despawn(store.spawn(1));
  }

  @Test
  void anImageAnswersWhatAnInspectorAsks() {
    StoreImage image = store.image(null);
    assertEquals(3, image.entityCount());
    assertEquals(4, image.owner(first).getAsInt());
    assertEquals(store.rowOf(second), image.row(second).getAsInt());
    assertEquals(store.globalId(second), image.globalId(second));
    assertEquals(new StoreImage.LastWrite(2, (short) 8), image.lastWrite(second, position.name()));
    assertEquals(new StoreImage.LastWrite(3, (short) 9), image.lastWrite(first, note.name()));
    assertNull(image.lastWrite(first, count.name()));
    assertArrayEquals(store.get(second, position), image.value(second, position.name()));
    assertArrayEquals(store.get(first, note), image.value(first, note.name()));
    assertNull(image.value(second, note.name()));
    assertEquals(
        List.of(new StoreImage.Singleton(clock.name(), clock.singleton())), image.singletons());
    assertTrue(image.row(12345L << 32).isEmpty());
  }

  @Test
  void anImageDoesNotFollowTheStore() {
    StoreImage image = store.image(null);
    store.set(first, position, floats(9, 9, 9), 0, 5, 7);
    store.despawn(second);
    assertTrue(image.isAlive(second));
    byte[] value = Objects.requireNonNull(image.value(first, position.name()));
    assertArrayEquals(floats(1, 2, 3).toArray(ValueLayout.JAVA_BYTE), value);
  }

  @Test
  void whatDidNotChangeIsHeldOnce() {
    StoreImage before = store.image(null);
    StoreImage same = store.image(before);
    assertSame(before.allocator(), same.allocator());
    store.set(second, position, floats(7, 7, 7), 0, 5, 7);
    StoreImage after = store.image(same);
    int table = after.table(second).getAsInt();
    assertSame(column(before, table, count), column(after, table, count));
    assertNotSame(column(before, table, position), column(after, table, position));
    store.despawn(second);
    StoreImage later = store.image(after);
    assertNotSame(column(after, table, count), column(later, table, count));
  }

  private static ColumnImage column(StoreImage image, int table, ComponentType type) {
    return Objects.requireNonNull(image.tables().get(table).column(type.name()));
  }

  @Test
  void restoringBringsEverythingBack() {
    StoreImage image = store.image(null);
    long hash = Samples.hash(store);
    Query query = store.query(List.of(QueryTerm.of(position, Access.READ)));
    store.despawn(first);
    store.spawn(3, store.table(position), 8, 8);
    assertNotEquals(hash, Samples.hash(store));
    store.restore(image);
    assertEquals(hash, Samples.hash(store));
    assertArrayEquals(new long[] {second}, store.children(first));
    assertEquals(2, query.tables().stream().mapToInt(Table::rows).sum());
    assertEquals(SetResult.PARENT_LOOP, store.set(first, parent, handle(second), 0, 9, 9));
    assertEquals(first, store.find(store.globalId(first)));
    assertFalse(store.despawn(clock.singleton()));
  }

  @Test
  void bothSidesOfARestoreGoOnAlike() {
    StoreImage image = store.image(null);
    EntityStore other = new EntityStore(0, 0);
    other.restore(image);
    for (EntityStore each : List.of(store, other)) {
      long entity = each.spawn(2);
      each.set(entity, each.type(position.name()), floats(1, 1, 1), 0, 9, 9);
      each.despawn(second);
    }
    assertEquals(Samples.hash(store), Samples.hash(other));
  }

  @Test
  void anImageOfPartsReadFromAFileIsAsGood() {
    StoreImage image = store.image(null);
    EntityStore other = new EntityStore(0, 0);
    other.register(Samples.NOTE);
    other.register(Samples.CLOCK);
    other.restore(copy(image));
    assertEquals(Samples.hash(store), Samples.hash(other));
    Column column =
        Objects.requireNonNull(other.tableOf(second).column(other.type(position.name())));
    assertEquals(8, column.writtenBy(other.rowOf(second)));
    assertFalse(column.changedSince(Moment.endOf(2)));
  }

  private static StoreImage copy(StoreImage image) {
    AllocatorImage a = image.allocator();
    AllocatorImage allocator =
        AllocatorImage.of(
            a.seed(),
            a.authority(),
            a.nextSerial(),
            a.copyOfStamps(),
            a.copyOfTables(),
            a.copyOfRows(),
            a.copyOfOwners(),
            a.copyOfSerials(),
            a.copyOfFree());
    return new StoreImage(
        allocator,
        image.tables().stream().map(StoreImageTest::copy).toList(),
        image.sparseSets().stream().map(StoreImageTest::copy).toList(),
        image.singletons());
  }

  private static RowsImage copy(RowsImage rows) {
    var columns = new ArrayList<ColumnImage>();
    for (ColumnImage column : rows.columns()) {
      long[] written = new long[column.rows()];
      Arrays.setAll(written, column::written);
      byte[] values = column.segment().toArray(ValueLayout.JAVA_BYTE);
      columns.add(ColumnImage.of(column.schema(), values, written));
    }
    return RowsImage.of(rows.copyOfEntities(), columns);
  }

  @Test
  void anImageWithAnotherSchemaBringsItBack() {
    StoreImage image = store.image(null);
    EntityStore newer = new EntityStore(0, 0);
    newer.register(Samples.schema("Count", Storage.TABLE, "n", "i64"));
    newer.restore(image);
    assertEquals(Samples.COUNT, newer.type(count.name()).schema());
    assertArrayEquals(store.get(second, count), newer.get(second, newer.type(count.name())));
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ColumnImage.of(Samples.COUNT, new byte[5], new long[1]));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            AllocatorImage.of(
                0,
                0,
                1,
                new int[1],
                new int[1],
                new int[1],
                new int[1],
                new long[1],
                new int[] {3}));
  }

  @Test
  void writersAreNoPartOfTheHash() {
    EntityStore a = new EntityStore(1, 0);
    EntityStore b = new EntityStore(1, 0);
    a.spawn(0, a.table(a.register(Samples.COUNT)), 1, 1);
    b.spawn(0, b.table(b.register(Samples.COUNT)), 2, 2);
    assertEquals(Samples.hash(a), Samples.hash(b));
  }

  @Test
  void theHashDoesNotDependOnTheOrderOfRegistration() {
    EntityStore a = new EntityStore(1, 0);
    EntityStore b = new EntityStore(1, 0);
    a.register(Samples.COUNT);
    b.register(Samples.POSITION);
    a.spawn(0, a.table(a.register(Samples.POSITION), a.register(Samples.COUNT)), 1, 1);
    b.spawn(0, b.table(b.register(Samples.POSITION), b.register(Samples.COUNT)), 1, 1);
    assertEquals(Samples.hash(a), Samples.hash(b));
  }
}
