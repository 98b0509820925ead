package dev.vivarium.engine.ecs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tables of a store by creation order and by signature, and the queries kept over them.
final class Archetypes {
  private final ChangeClock clock;
  private final ComponentTypes types;
  private final List<Table> tables = new ArrayList<>();
  private Table[] byId = new Table[16];
  private final Map<BitSet, Table> bySignature = new HashMap<>();
  private final Map<List<QueryTerm>, Query> queries = new HashMap<>();

  /// @param types looked into when a table is made
  Archetypes(ChangeClock clock, ComponentTypes types) {
    this.clock = clock;
    this.types = types;
    table(new BitSet());
  }

  List<Table> tables() {
    return Collections.unmodifiableList(tables);
  }

  Table get(int id) {
    return byId[id];
  }

  /// The table of entities without table components.
  Table empty() {
    return byId[0];
  }

  Table table(BitSet signature) {
    Table known = bySignature.get(signature);
    return known == null ? add((BitSet) signature.clone()) : known;
  }

  private Table add(BitSet signature) {
    var columns = new ArrayList<ComponentType>();
    signature.stream().mapToObj(types::get).forEach(columns::add);
    Table table = new Table(tables.size(), signature, columns, clock);
    enter(table);
    return table;
  }

  private void enter(Table table) {
    if (table.id == byId.length) {
      byId = Arrays.copyOf(byId, table.id * 2);
    }
    byId[table.id] = table;
    tables.add(table);
    bySignature.put(table.signature(), table);
    queries.values().forEach(query -> query.offer(table));
  }

  /// Where the component's values lie: its sparse set, or the tables with a column of it.
  List<RowSpace> spacesOf(ComponentType type) {
    if (type.isSparse()) {
      return List.of(type.sparseSet());
    }
    var found = new ArrayList<RowSpace>();
    tables.stream().filter(table -> table.has(type)).forEach(found::add);
    return found;
  }

  /// The entities that have the component, in the order of their rows.
  long[] holders(ComponentType type) {
    return spacesOf(type).stream()
        .flatMapToLong(space -> Arrays.stream(space.entities, 0, space.rows))
        .toArray();
  }

  /// Makes all tables find their neighbours anew, for columns have been replaced.
  void disconnect() {
    tables.forEach(Table::disconnect);
  }

  Table.Edge with(Table from, ComponentType type) {
    Table.Edge edge = from.edge(type.id());
    return edge == null ? connect(from, type, true) : edge;
  }

  Table.Edge without(Table from, ComponentType type) {
    Table.Edge edge = from.edge(type.id());
    return edge == null ? connect(from, type, false) : edge;
  }

  private Table.Edge connect(Table from, ComponentType type, boolean has) {
    BitSet signature = (BitSet) from.signature().clone();
    signature.set(type.id(), has);
    return from.connect(type, table(signature));
  }

  Query query(List<QueryTerm> terms, EntityAllocator entities) {
    return queries.computeIfAbsent(
        List.copyOf(terms),
        key -> {
          Query query = new Query(key, entities);
          tables.forEach(query::offer);
          return query;
        });
  }

  /// Forgets all tables, the empty one included; queries stay and are filled as tables come.
  void clear() {
    tables.clear();
    bySignature.clear();
    queries.values().forEach(Query::clear);
  }

  /// Takes out the tables of a type that is no more, and the queries that asked for it. The tables'
  /// entities must have left. Those left behind move up and get new ids.
  void drop(ComponentType type) {
    queries.values().removeIf(query -> query.mentions(type));
    List<Table> left = tables.stream().filter(table -> !table.has(type)).toList();
    clear();
    for (Table table : left) {
      table.id = tables.size();
      table.disconnect();
      enter(table);
    }
  }
}
