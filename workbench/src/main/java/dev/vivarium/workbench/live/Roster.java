package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Origin;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Which entities there are, with what makes a row of a list: name, components, owner. Values other
/// than names are left out, so that a world in which everything moves and nothing is born costs the
/// tick thread a comparison of version numbers. Taken on the tick thread; from then on it belongs
/// to the thread that reads it.
final class Roster {
  private final List<Rows> tables;
  private final List<Members> sets;
  private final List<String> owners;
  private final Map<String, int[]> matches = new HashMap<>();
  private long[] handles = {};
  private int[] places = {};

  /// The rows of one table.
  ///
  /// @param names UTF-8 of the Name column, [#NAME_BYTES] a row; empty without one
  record Rows(
      long version,
      long nameVersion,
      long[] entities,
      int[] owners,
      byte[] names,
      List<String> components) {
    String name(int row) {
      return names.length == 0 ? "" : EntityReading.text(names, row * NAME_BYTES, NAME_BYTES);
    }
  }

  /// Those who have a sparse component, ascending.
  record Members(long version, SchemaName name, long[] entities) {
    boolean has(long entity) {
      return Arrays.binarySearch(entities, entity) >= 0;
    }
  }

  private static final int NAME_BYTES = Vocabulary.NAME.layout().sizeBytes();

  private Roster(List<Rows> tables, List<Members> sets, List<String> owners) {
    this.tables = tables;
    this.sets = sets;
    this.owners = owners;
  }

  /// Copies what has changed since an earlier one. To be called on the tick thread.
  static Roster take(World world, @Nullable Roster previous) {
    List<Rows> tables = new ArrayList<>();
    for (Table table : world.store().tables()) {
      if (table.rows() > 0) {
        tables.add(rows(world.store(), table, previous));
      }
    }
    List<Members> sets = new ArrayList<>();
    for (ComponentType type : world.store().types()) {
      if (type.isSparse() && type.sparseSet().size() > 0) {
        sets.add(members(type, previous));
      }
    }
    boolean same = previous != null && previous.tables.equals(tables) && previous.sets.equals(sets);
    return previous != null && same
        ? previous
        : new Roster(tables, sets, world.plugins().ownerNames());
  }

  private static Rows rows(EntityStore store, Table table, @Nullable Roster previous) {
    Column names = table.column(store.type(Vocabulary.NAME.name()));
    long nameVersion = names == null ? 0 : names.version();
    Rows before = previous == null ? null : previous.rows(table.structureVersion());
    if (before != null && before.nameVersion() == nameVersion) {
      return before;
    }
    long[] entities = Arrays.copyOf(table.entities(), table.rows());
    int[] owners = new int[entities.length];
    for (int row = 0; row < entities.length; row++) {
      owners[row] = store.owner(entities[row]);
    }
    return new Rows(
        table.structureVersion(),
        nameVersion,
        entities,
        owners,
        names == null ? new byte[0] : bytes(names.segment(), entities.length),
        table.columns().stream().map(c -> EntityReading.shown(c.type().name())).toList());
  }

  private static byte[] bytes(MemorySegment segment, int rows) {
    return segment.asSlice(0, (long) rows * NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
  }

  private @Nullable Rows rows(long version) {
    for (Rows rows : tables) {
      if (rows.version() == version) {
        return rows;
      }
    }
    return null;
  }

  private static Members members(ComponentType type, @Nullable Roster previous) {
    SparseSet set = type.sparseSet();
    if (previous != null) {
      for (Members members : previous.sets) {
        if (members.version() == set.structureVersion()) {
          return members;
        }
      }
    }
    long[] entities = Arrays.copyOf(set.entities(), set.rows());
    Arrays.sort(entities);
    return new Members(set.structureVersion(), type.name(), entities);
  }

  // From here on: the reading thread.

  int size() {
    return tables.stream().mapToInt(rows -> rows.entities().length).sum();
  }

  /// A page of those that match, as of this tick.
  EntityPage page(long tick, EntityQuery query) {
    int[] found = matching(query.filter());
    int from = Math.min(query.offset(), found.length);
    int to = Math.min(found.length, from + query.limit());
    List<EntityRow> rows = Arrays.stream(found, from, to).mapToObj(this::row).toList();
    return new EntityPage(tick, found.length, query.offset(), rows);
  }

  /// The place of an entity among those that match.
  OptionalInt place(EntityHandle handle, String filter) {
    Optional<Integer> index = find(handle.bits());
    if (index.isEmpty()) {
      return OptionalInt.empty();
    }
    int place = Arrays.binarySearch(matching(filter), index.get());
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /// How many entities each plugin owns.
  Map<String, Integer> countByOwner() {
    int[] counts = new int[owners.size()];
    for (Rows rows : tables) {
      for (int owner : rows.owners()) {
        counts[owner]++;
      }
    }
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 1; i < counts.length; i++) {
      byName.put(owners.get(i), counts[i]);
    }
    return byName;
  }

  /// How many entities have a component.
  int count(SchemaName component) {
    String shown = EntityReading.shown(component);
    int count = 0;
    for (Rows rows : tables) {
      count += rows.components().contains(shown) ? rows.entities().length : 0;
    }
    for (Members members : sets) {
      count += members.name().equals(component) ? members.entities().length : 0;
    }
    return count;
  }

  /// Places in ascending handle order of the entities that match a filter as described by
  /// [dev.vivarium.workbench.session.EntityQuery].
  int[] matching(String filter) {
    order();
    String words = filter.toLowerCase(java.util.Locale.ROOT).strip();
    int[] found = matches.get(words);
    if (found == null) {
      found = search(words);
      if (matches.size() == MATCHES_KEPT) {
        matches.clear();
      }
      matches.put(words, found);
    }
    return found;
  }

  private int[] search(String filter) {
    List<Word> words =
        filter.isEmpty() ? List.of() : Arrays.stream(filter.split("\\s+")).map(Word::new).toList();
    int[] found = new int[handles.length];
    int count = 0;
    for (int i = 0; i < handles.length; i++) {
      if (matchesAll(words, i)) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static final int MATCHES_KEPT = 8;

  private boolean matchesAll(List<Word> words, int index) {
    for (Word word : words) {
      if (!word.matches(index)) {
        return false;
      }
    }
    return true;
  }

  /// One word of a filter, with what it says about whole tables, owners and sets.
  private final class Word {
    private final String text;
    private final long number;
    private final boolean[] inTable;
    private final boolean[] inOwner;
    private final List<Members> inSets;

    Word(String text) {
      this.text = text;
      this.number = number(text);
      this.inTable = new boolean[tables.size()];
      for (int i = 0; i < inTable.length; i++) {
        inTable[i] = tables.get(i).components().stream().anyMatch(this::isIn);
      }
      this.inOwner = new boolean[owners.size()];
      for (int i = 1; i < inOwner.length; i++) {
        inOwner[i] = isIn(owners.get(i));
      }
      this.inSets = sets.stream().filter(m -> isIn(EntityReading.shown(m.name()))).toList();
    }

    private static long number(String text) {
      try {
        return Long.parseLong(text.startsWith("#") ? text.substring(1) : text);
      } catch (NumberFormatException e) {
        return -1;
      }
    }

    private boolean isIn(String other) {
      return other.toLowerCase(java.util.Locale.ROOT).contains(text);
    }

    boolean matches(int index) {
      long handle = handles[index];
      if (number >= 0 && new EntityHandle(handle).index() == number) {
        return true;
      }
      int table = tableOf(places[index]);
      Rows rows = tables.get(table);
      int row = rowOf(places[index], table);
      return inTable[table]
          || inOwner[rows.owners()[row]]
          || (rows.names().length > 0 && isIn(rows.name(row)))
          || inSets.stream().anyMatch(set -> set.has(handle));
    }
  }

  private int[] firsts = {};

  /// Brings the entities into ascending order, once.
  private void order() {
    if (handles.length > 0 || size() == 0) {
      return;
    }
    long[] sorted = new long[size()];
    firsts = new int[tables.size()];
    int end = 0;
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = end;
      long[] entities = tables.get(i).entities();
      System.arraycopy(entities, 0, sorted, end, entities.length);
      end += entities.length;
    }
    Arrays.sort(sorted);
    places = new int[sorted.length];
    for (int i = 0; i < firsts.length; i++) {
      long[] entities = tables.get(i).entities();
      for (int row = 0; row < entities.length; row++) {
        places[Arrays.binarySearch(sorted, entities[row])] = firsts[i] + row;
      }
    }
    handles = sorted;
  }

  private int tableOf(int place) {
    int table = firsts.length - 1;
    while (firsts[table] > place) {
      table--;
    }
    return table;
  }

  private int rowOf(int place, int table) {
    return place - firsts[table];
  }

  /// The row of a list for an entity by its place in ascending handle order.
  EntityRow row(int index) {
    long handle = handles[index];
    int table = tableOf(places[index]);
    Rows rows = tables.get(table);
    int row = rowOf(places[index], table);
    List<String> components = new ArrayList<>(rows.components());
    boolean authored = false;
    for (Members set : sets) {
      if (set.has(handle)) {
        components.add(EntityReading.shown(set.name()));
        authored |= set.name().equals(Vocabulary.AUTHORED.name());
      }
    }
    int owner = rows.owners()[row];
    return new EntityRow(
        new EntityHandle(handle),
        rows.name(row),
        components,
        owner == 0 ? "" : owners.get(owner),
        authored ? Origin.SCENE : Origin.RUN_TIME);
  }

  /// The entity at a place in ascending handle order.
  long handle(int index) {
    order();
    return handles[index];
  }

  /// The table that the entity at a place is in.
  Rows tableAt(int index) {
    return tables.get(tableOf(places[index]));
  }

  /// Its row there.
  int rowAt(int index) {
    int place = places[index];
    return rowOf(place, tableOf(place));
  }

  List<String> owners() {
    return owners;
  }

  List<Rows> tables() {
    return tables;
  }

  /// Those who have a sparse component; null if nobody has.
  @Nullable Members members(SchemaName component) {
    return sets.stream().filter(m -> m.name().equals(component)).findFirst().orElse(null);
  }

  /// The id of a plugin as owner; -1 if it owns nothing and never did.
  int owner(String plugin) {
    return owners.subList(1, owners.size()).indexOf(plugin) + (owners.contains(plugin) ? 1 : 0);
  }

  /// Places in ascending handle order of the rows that are marked, table by table.
  int[] places(List<boolean[]> marked) {
    order();
    int[] found = new int[handles.length];
    int count = 0;
    for (int i = 0; i < handles.length; i++) {
      int table = tableOf(places[i]);
      if (marked.get(table)[rowOf(places[i], table)]) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// Every entity, ascending.
  LongStream handlesInOrder() {
    order();
    return Arrays.stream(handles);
  }

  /// The entity's place in ascending handle order; empty if it is not here.
  Optional<Integer> find(long handle) {
    order();
    int index = Arrays.binarySearch(handles, handle);
    return index < 0 ? Optional.empty() : Optional.of(index);
  }
}
