package dev.vivarium.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random operations on a store and on a model made of maps; both have to agree all the time.
class EntityStorePropertyTest {
  private static final int OPERATIONS = 20_000;

  private static final class Value {
    private final byte[] bytes;
    private final int tick;
    private final int writer;

    Value(byte[] bytes, int tick, int writer) {
      this.bytes = bytes;
      this.tick = tick;
      this.writer = writer;
    }
  }

  private record Model(int owner, Map<ComponentType, Value> values) {
    Model copy() {
      return new Model(owner, new HashMap<>(values));
    }
  }

  private record Saved(StoreImage image, Map<Long, Model> model, long hash) {}

  private final EntityStore store = new EntityStore(77, 2);
  private final ComponentType position = store.register(Samples.POSITION);
  private final ComponentType count = store.register(Samples.COUNT);
  private final ComponentType mixed = store.register(Samples.MIXED);
  private final ComponentType tag = store.register(Samples.TAG);
  private final ComponentType note = store.register(Samples.NOTE);
  private final ComponentType parent = store.register(Vocabulary.PARENT);
  private final List<ComponentType> types = List.of(position, count, mixed, tag, note, parent);
  private final List<Query> queries = new ArrayList<>();
  private final List<Long> reserved = new ArrayList<>();
  private Map<Long, Model> model = new TreeMap<>();
  private final List<Long> dead = new ArrayList<>();
  private @Nullable StoreImage lastImage;
  private @Nullable Saved saved;
  private int tick = 1;
  private Random random = new Random(0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithANaiveModel(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      queries.add(store.query(randomTerms()));
    }
    for (int i = 0; i < OPERATIONS; i++) {
      operate();
      if (i % 500 == 0) {
        checkAll();
      }
    }
    checkAll();
  }

  private void operate() {
    switch (random.nextInt(25)) {
      case 0, 1, 2 -> spawn();
      case 3 -> reserved.add(store.reserve());
      case 4 -> useReserved();
      case 5 -> despawn();
      case 6, 7, 8, 9, 10, 11, 12, 13 -> set();
      case 14, 15, 16 -> remove();
      case 17, 18, 19 -> writeBack();
      case 20 -> writeBackSparse();
      case 21 -> checkQuery();
      case 22 -> tick++;
      case 23 -> many();
      default -> rarely();
    }
  }

  private void rarely() {
    switch (random.nextInt(40)) {
      case 0 -> save();
      case 1 -> restore();
      case 2 -> lastImage = store.image(lastImage);
      default -> checkDead();
    }
  }

  private void spawn() {
    if (model.size() < 400) {
      born(store.spawn(model.size()), model.size());
    }
  }

  private void born(long entity, int owner) {
    assertTrue(!model.containsKey(entity) && !dead.contains(entity));
    model.put(entity, new Model(owner, new HashMap<>()));
  }

  private void useReserved() {
    if (!reserved.isEmpty()) {
      long entity = reserved.remove(random.nextInt(reserved.size()));
      if (random.nextBoolean()) {
        store.spawn(entity, 99);
        born(entity, 99);
      } else {
        store.release(entity);
      }
    }
  }

  private long any() {
    List<Long> all = new ArrayList<>(model.keySet());
    return all.isEmpty() ? EntityHandle.NONE : all.get(random.nextInt(all.size()));
  }

  private void despawn() {
    long entity = any();
    assertEquals(entity != EntityHandle.NONE, store.despawn(entity));
    modelDespawn(entity);
  }

  private void modelDespawn(long entity) {
    if (model.remove(entity) != null) {
      dead.add(entity);
      modelChildren(entity).forEach(this::modelDespawn);
    }
  }

  private List<Long> modelChildren(long entity) {
    return model.keySet().stream().filter(e -> parentOf(e) == entity).toList();
  }

  private long parentOf(long entity) {
    Value value = Objects.requireNonNull(model.get(entity)).values.get(parent);
    return value == null ? 0 : handleIn(value.bytes);
  }

  private static long handleIn(byte[] bytes) {
    return MemorySegment.ofArray(bytes).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }

  private void set() {
    long entity = any();
    ComponentType type = types.get(random.nextInt(types.size()));
    byte[] bytes = randomValue(type);
    int writer = random.nextInt(9);
    SetResult result = store.set(entity, type, MemorySegment.ofArray(bytes), 0, tick, writer);
    assertEquals(modelSet(entity, type, canonical(type.layout(), bytes), writer), result);
  }

  private SetResult modelSet(long entity, ComponentType type, byte[] bytes, int writer) {
    Model target = model.get(entity);
    if (target == null) {
      return SetResult.NO_ENTITY;
    }
    if (type == parent && handleIn(bytes) != 0) {
      if (!model.containsKey(handleIn(bytes))) {
        return SetResult.NO_PARENT;
      }
      for (long at = handleIn(bytes); at != 0; at = parentOf(at)) {
        if (at == entity) {
          return SetResult.PARENT_LOOP;
        }
      }
    }
    Value old = target.values.get(type);
    if (old != null && Arrays.equals(old.bytes, bytes)) {
      return SetResult.UNCHANGED;
    }
    target.values.put(type, new Value(bytes, tick, writer));
    return old == null ? SetResult.ADDED : SetResult.CHANGED;
  }

  /// Few distinct values, so that equal ones are written often, and NaNs of all kinds.
  private byte[] randomValue(ComponentType type) {
    byte[] bytes = new byte[type.layout().sizeBytes()];
    if (type == parent) {
      long target = random.nextInt(8) == 0 ? random.nextInt(3) : any();
      MemorySegment.ofArray(bytes).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, target);
    } else if (random.nextInt(10) == 0) {
      random.nextBytes(bytes);
      Arrays.fill(bytes, 0, bytes.length / 2, (byte) 0xff);
    } else if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(3);
    }
    return bytes;
  }

  private static byte[] canonical(Layout layout, byte[] bytes) {
    byte[] result = bytes.clone();
    MemorySegment segment = MemorySegment.ofArray(result);
    for (int at : layout.f32Offsets()) {
      if (Float.isNaN(segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at))) {
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, at, 0x7fc00000);
      }
    }
    for (int at : layout.f64Offsets()) {
      if (Double.isNaN(segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at))) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, at, 0x7ff8000000000000L);
      }
    }
    return result;
  }

  private void remove() {
    long entity = any();
    ComponentType type = types.get(random.nextInt(types.size()));
    Model target = model.get(entity);
    boolean had = target != null && target.values.remove(type) != null;
    assertEquals(had, store.remove(entity, type));
  }

  /// Duplicates and dead entities included.
  private void many() {
    ComponentType type = types.get(random.nextInt(types.size()));
    long[] handles = new long[random.nextInt(200)];
    Arrays.setAll(handles, i -> random.nextInt(20) == 0 ? i : any());
    int stride = type.layout().sizeBytes();
    boolean[] done = new boolean[handles.length];
    if (random.nextBoolean()) {
      int expected = 0;
      for (long entity : handles) {
        Model target = model.get(entity);
        expected += target != null && target.values.remove(type) != null ? 1 : 0;
      }
      assertEquals(expected, store.removeAll(handles, handles.length, type, done));
      return;
    }
    byte[] values = new byte[4 + handles.length * (stride + 8)];
    int expected = 0;
    for (int i = 0; i < handles.length; i++) {
      byte[] value = randomValue(type);
      System.arraycopy(value, 0, values, 4 + i * (stride + 8), stride);
      boolean taken = modelSet(handles[i], type, canonical(type.layout(), value), 5).accepted();
      expected += taken ? 1 : 0;
    }
    MemorySegment source = MemorySegment.ofArray(values);
    assertEquals(
        expected,
        store.setAll(handles, handles.length, type, source, 4, stride + 8, tick, 5, done));
  }

  private void writeBack() {
    Table table = store.tables().get(random.nextInt(store.tables().size()));
    List<Column> columns = table.columns();
    if (columns.isEmpty() || table.rows() == 0) {
      return;
    }
    Column column = columns.get(random.nextInt(columns.size()));
    int[] rows = randomRows(table);
    byte[] back = new byte[rows.length * column.strideBytes()];
    column.gather(rows, rows.length, MemorySegment.ofArray(back), 0);
    for (int i = 0; i < rows.length; i++) {
      if (random.nextInt(4) == 0) {
        byte[] value = randomValue(column.type());
        System.arraycopy(value, 0, back, i * value.length, value.length);
      }
    }
    long[] allowed = random.nextBoolean() ? null : new long[] {random.nextLong()};
    int writer = random.nextInt(9);
    int expected = modelWriteBack(table, column.type(), rows, back, allowed, writer);
    assertEquals(expected, write(column, rows, back, allowed, (short) writer));
  }

  private int write(
      Column column, int[] rows, byte[] back, long @Nullable [] allowed, short writer) {
    MemorySegment src = MemorySegment.ofArray(back);
    boolean inOrder = rows[rows.length - 1] - rows[0] == rows.length - 1;
    return inOrder
        ? column.writeBack(src, 0, rows[0], rows.length, tick, writer, allowed)
        : column.writeBackRows(src, 0, rows, rows.length, tick, writer, allowed);
  }

  /// Either a run of rows or every other one.
  private int[] randomRows(Table table) {
    int first = random.nextInt(table.rows());
    int step = 1 + random.nextInt(2);
    int most = (table.rows() - first + step - 1) / step;
    int length = 1 + random.nextInt(most);
    int[] rows = new int[length];
    Arrays.setAll(rows, i -> first + i * step);
    return rows;
  }

  private int modelWriteBack(
      Table table,
      ComponentType type,
      int[] rows,
      byte[] back,
      long @Nullable [] allowed,
      int writer) {
    int stride = type.layout().sizeBytes();
    int changed = 0;
    for (int i = 0; i < rows.length; i++) {
      long entity = table.entities()[rows[i]];
      boolean present = Objects.requireNonNull(model.get(entity)).values.containsKey(type);
      if (present && Column.allows(allowed, rows[i])) {
        byte[] value = Arrays.copyOfRange(back, i * stride, (i + 1) * stride);
        SetResult result = modelSet(entity, type, canonical(type.layout(), value), writer);
        changed += result == SetResult.CHANGED ? 1 : 0;
      }
    }
    return changed;
  }

  private void writeBackSparse() {
    Table table = store.tables().get(random.nextInt(store.tables().size()));
    ComponentType type = random.nextBoolean() ? note : parent;
    int stride = type.layout().sizeBytes();
    if (table.rows() == 0) {
      return;
    }
    int[] rows = randomRows(table);
    byte[] back = new byte[rows.length * stride];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(randomValue(type), 0, back, i * stride, stride);
    }
    int expected = modelWriteBack(table, type, rows, back, null, 6);
    MemorySegment src = MemorySegment.ofArray(back);
    assertEquals(
        expected,
        store.writeBackSparse(type, table, rows, 0, rows.length, src, 0, tick, (short) 6, null));
  }

  private List<QueryTerm> randomTerms() {
    List<Access> accesses = List.of(Access.values());
    List<QueryTerm> terms = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Access access = accesses.get(random.nextInt(accesses.size()));
      ComponentType type = types.get(random.nextInt(types.size()));
      terms.add(new QueryTerm(type, access, random.nextInt(4) == 0));
    }
    return terms;
  }

  private void checkQuery() {
    Query query = queries.get(random.nextInt(queries.size()));
    int since = tick - random.nextInt(4);
    var expected = new TreeSet<Long>();
    model.forEach((entity, state) -> {
      if (query.terms().stream().allMatch(term -> matches(term, state, since))) {
        expected.add(entity);
      }
    });
    assertEquals(expected, found(query, since));
  }

  private static boolean matches(QueryTerm term, Model state, int since) {
    Value value = state.values.get(term.type());
    return switch (term.access()) {
      case READ, WRITE, WITH -> term.optional() || value != null;
      case WITHOUT -> value == null;
      case CHANGED -> value == null ? term.optional() : value.tick > since;
    };
  }

  private static Set<Long> found(Query query, int since) {
    var found = new TreeSet<Long>();
    for (Table table : query.tables()) {
      int[] rows = new int[table.rows()];
      int matching = query.select(table, Moment.endOf(since), rows);
      assertTrue(query.isFiltered() || matching == table.rows());
      for (int i = 0; i < matching; i++) {
        assertTrue(i == 0 || rows[i] > rows[i - 1]);
        found.add(table.entities()[rows[i]]);
      }
    }
    return found;
  }

  private void save() {
    reserved.forEach(store::release);
    reserved.clear();
    lastImage = store.image(lastImage);
    Map<Long, Model> copy = new TreeMap<>();
    model.forEach((entity, state) -> copy.put(entity, state.copy()));
    saved = new Saved(lastImage, copy, Samples.hash(store));
    EntityStore twin = new EntityStore(0, 0);
    twin.restore(lastImage);
    assertEquals(saved.hash, Samples.hash(twin));
  }

  private void restore() {
    if (saved != null) {
      store.restore(saved.image);
      reserved.clear();
      dead.clear();
      model = new TreeMap<>();
      saved.model.forEach((entity, state) -> model.put(entity, state.copy()));
      assertEquals(saved.hash, Samples.hash(store));
      checkAll();
    }
  }

  private void checkDead() {
    for (long entity : dead) {
      assertTrue(!store.isAlive(entity));
    }
  }

  private void checkAll() {
    assertEquals(model.size(), store.entityCount());
    model.forEach(this::checkEntity);
    StoreImage image = store.image(lastImage);
    model.forEach((entity, state) ->
        types.forEach(type -> {
          Value value = state.values.get(type);
          byte[] seen = image.value(entity, type.name());
          assertArrayEquals(value == null ? null : value.bytes, seen);
        }));
    lastImage = image;
  }

  private void checkEntity(long entity, Model state) {
    assertTrue(store.isAlive(entity));
    assertEquals(state.owner, store.owner(entity));
    assertEquals(entity, store.find(store.globalId(entity)));
    long[] children = modelChildren(entity).stream().mapToLong(Long::longValue).toArray();
    long[] seen = store.children(entity);
    Arrays.sort(seen);
    assertArrayEquals(children, seen);
    for (ComponentType type : types) {
      Value value = state.values.get(type);
      assertEquals(value != null, store.has(entity, type));
      assertArrayEquals(value == null ? null : value.bytes, store.get(entity, type));
      if (value != null) {
        checkWriter(entity, type, value);
      }
    }
  }

  private void checkWriter(long entity, ComponentType type, Value value) {
    Column column =
        type.isSparse()
            ? type.sparseSet().values()
            : Objects.requireNonNull(store.tableOf(entity).column(type));
    int row = type.isSparse() ? type.sparseSet().row(entity) : store.rowOf(entity);
    assertEquals(value.tick, column.writtenTick(row));
    assertEquals(value.writer, column.writtenBy(row));
    assertTrue(column.changedSince(Moment.endOf(value.tick - 1)));
  }
}
