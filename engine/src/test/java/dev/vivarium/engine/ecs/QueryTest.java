package dev.vivarium.engine.ecs;

import static dev.vivarium.engine.ecs.Samples.floats;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {
  private final EntityStore store = new EntityStore(1, 0);
  private final ComponentType position = store.register(Samples.POSITION);
  private final ComponentType count = store.register(Samples.COUNT);
  private final ComponentType tag = store.register(Samples.TAG);
  private final ComponentType note = store.register(Samples.NOTE);

  private Query query(QueryTerm... terms) {
    return store.query(List.of(terms));
  }

  private long[] found(Query query, int since) {
    return query.tables().stream()
        .flatMapToLong(table -> {
          int[] rows = new int[table.rows()];
          int matching = query.select(table, Moment.endOf(since), rows);
          return Arrays.stream(rows, 0, matching).mapToLong(row -> table.entities()[row]);
        })
        .toArray();
  }

  @Test
  void tableTermsCostNothingARow() {
    long plain = store.spawn(0, store.table(position), 1, 1);
    Query query =
        query(
            QueryTerm.of(position, Access.READ),
            new QueryTerm(count, Access.WRITE, true),
            new QueryTerm(tag, Access.READ, true));
    long both = store.spawn(0, store.table(position, count), 1, 1);
    store.spawn(0, store.table(count), 1, 1);
    assertFalse(query.isFiltered());
    assertEquals(List.of(store.tableOf(plain), store.tableOf(both)), query.tables());
    assertArrayEquals(new long[] {plain, both}, found(query, 0));
  }

  @Test
  void withoutLeavesTablesOut() {
    long plain = store.spawn(0, store.table(position), 1, 1);
    store.spawn(0, store.table(position, count), 1, 1);
    Query query = query(QueryTerm.of(position, Access.WITH), QueryTerm.of(count, Access.WITHOUT));
    assertArrayEquals(new long[] {plain}, found(query, 0));
  }

  @Test
  void sparseTermsPickRowsInOrder() {
    long[] all = new long[100];
    for (int i = 0; i < all.length; i++) {
      all[i] = store.spawn(0, store.table(position), 1, 1);
    }
    store.set(all[70], tag, floats(), 0, 1, 1);
    store.set(all[7], tag, floats(), 0, 1, 1);
    Query with = query(QueryTerm.of(position, Access.READ), QueryTerm.of(tag, Access.WITH));
    Query without = query(QueryTerm.of(position, Access.READ), QueryTerm.of(tag, Access.WITHOUT));
    assertTrue(with.isFiltered());
    assertArrayEquals(new long[] {all[7], all[70]}, found(with, 0));
    assertEquals(98, found(without, 0).length);
    for (int i = 0; i < 50; i++) {
      store.set(all[i], tag, floats(), 0, 1, 1);
    }
    assertEquals(51, found(with, 0).length);
  }

  @Test
  void changedKeepsRowsWrittenSince() {
    long first = store.spawn(0, store.table(position), 1, 1);
    long second = store.spawn(0, store.table(position), 1, 1);
    Query query = query(QueryTerm.of(position, Access.CHANGED));
    assertArrayEquals(new long[] {first, second}, found(query, 0));
    assertArrayEquals(new long[] {}, found(query, 1));
    store.set(second, position, floats(1, 1, 1), 0, 5, 1);
    store.set(first, position, floats(0, 0, 0), 0, 6, 1);
    assertArrayEquals(new long[] {second}, found(query, 4));
    assertArrayEquals(new long[] {}, found(query, 5));
  }

  @Test
  void changedTellsApartWhatCameBeforeAndAfterWithinATick() {
    long first = store.spawn(0, store.table(position), 1, 9);
    long second = store.spawn(0, store.table(position), 1, 9);
    Query query = query(QueryTerm.of(position, Access.CHANGED));
    store.advance();
    store.set(first, position, floats(1, 1, 1), 0, 2, 0xffff);
    Moment run = store.now(2);
    store.advance();
    store.set(second, position, floats(1, 1, 1), 0, 2, 1);
    int[] rows = new int[2];
    assertEquals(1, query.select(store.tableOf(first), run, rows));
    assertEquals(store.rowOf(second), rows[0]);
    assertEquals(0, query.select(store.tableOf(first), store.now(2), rows));
    store.beginTick();
    store.set(first, position, floats(2, 2, 2), 0, 3, 1);
    assertEquals(1, query.select(store.tableOf(first), Moment.endOf(2), rows));
  }

  @Test
  void changedWorksOnSparseAndOptionalTerms() {
    long noted = store.spawn(0);
    long bare = store.spawn(0);
    store.set(noted, note, floats(1, 2), 0, 3, 1);
    assertArrayEquals(new long[] {noted}, found(query(QueryTerm.of(note, Access.CHANGED)), 2));
    assertArrayEquals(new long[] {}, found(query(QueryTerm.of(note, Access.CHANGED)), 3));
    assertArrayEquals(
        new long[] {bare}, found(query(new QueryTerm(note, Access.CHANGED, true)), 3));
  }

  @Test
  void theSameTermsGiveTheSameQuery() {
    assertSame(
        query(QueryTerm.of(position, Access.READ)), query(QueryTerm.of(position, Access.READ)));
    store.unregister(note);
    assertThrows(IllegalArgumentException.class, () -> query(QueryTerm.of(note, Access.READ)));
  }

  @Test
  void sparseValuesAreGatheredWithZerosForThoseWithout() {
    long a = store.spawn(0);
    long b = store.spawn(0);
    store.set(b, note, floats(1, 2), 0, 3, 1);
    float[] out = {9, 9, 9, 9};
    note.sparseSet().gather(store.tableOf(a), 0, 2, MemorySegment.ofArray(out), 0);
    assertArrayEquals(new float[] {0, 0, 1, 2}, out);
    float[] back = {5, 5, 7, 2};
    int changed =
        store.writeBackSparse(
            note, store.tableOf(a), null, 0, 2, MemorySegment.ofArray(back), 0, 4, (short) 8, null);
    assertEquals(1, changed);
    assertFalse(store.has(a, note));
    assertEquals(8, note.sparseSet().values().writtenBy(0));
    assertEquals(
        0,
        store.writeBackSparse(
            note,
            store.tableOf(a),
            new int[] {1},
            0,
            1,
            floats(8, 8),
            0,
            4,
            (short) 8,
            new long[] {1}));
    assertEquals(1, note.sparseSet().values().droppedRows());
  }
}
