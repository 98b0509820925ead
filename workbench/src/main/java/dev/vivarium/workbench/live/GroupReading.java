package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// Tells entities apart by what the map's colours show.
final class GroupReading {
  private GroupReading() {}

  /// Who last changed each Transform, copied on the tick thread.
  ///
  /// @param writers names by the ids in `writerOf`
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  record Movers(long[] entities, short[] writerOf, Map<Short, String> writers) {}

  /// To be called on the tick thread.
  static Movers movers(World world) {
    ComponentType transform = world.store().type(Vocabulary.TRANSFORM.name());
    List<Table> tables =
        world.store().tables().stream().filter(t -> t.column(transform) != null).toList();
    int count = tables.stream().mapToInt(Table::rows).sum();
    long[] entities = new long[count];
    short[] writerOf = new short[count];
    int end = 0;
    for (Table table : tables) {
      Column column = table.column(transform);
      for (int row = 0; column != null && row < table.rows(); row++, end++) {
        entities[end] = table.entities()[row];
        writerOf[end] = column.writtenTick(row) <= 0 ? -1 : column.writtenBy(row);
      }
    }
    Map<Short, String> writers = new HashMap<>();
    for (short writer : writerOf) {
      if (writer > 0) {
        writers.computeIfAbsent(writer, w -> world.plugins().writerName(w));
      }
    }
    return new Movers(entities, writerOf, writers);
  }

  static EntityGroups groups(Movers movers) {
    Names names = new Names();
    short[] groups = new short[movers.entities().length];
    for (int i = 0; i < groups.length; i++) {
      short writer = movers.writerOf()[i];
      String system = writer < 0 ? "nobody" : movers.writers().getOrDefault(writer, "workbench");
      int slash = system.indexOf('/');
      groups[i] = names.place(slash < 0 ? system : system.substring(0, slash));
    }
    return new EntityGroups(names.all, movers.entities(), groups);
  }

  /// The other groupings, which a roster tells.
  static EntityGroups groups(Roster roster, EntityGrouping grouping) {
    Names names = new Names();
    ToIntFunction<Integer> group =
        switch (grouping) {
          case EntityGrouping.Owner owner ->
              i -> {
                int id = roster.tableAt(i).owners()[roster.rowAt(i)];
                return names.place(id == 0 ? "" : roster.owners().get(id));
              };
          case EntityGrouping.Archetype archetype ->
              i -> names.place(text(roster.tableAt(i).components()));
          case EntityGrouping.Component component -> byComponent(roster, component, names);
          case EntityGrouping.Mover mover -> i -> names.place("nobody");
        };
    long[] entities = roster.handlesInOrder().toArray();
    short[] groups = new short[entities.length];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (short) group.applyAsInt(i);
    }
    return new EntityGroups(names.all, entities, groups);
  }

  private static ToIntFunction<Integer> byComponent(
      Roster roster, EntityGrouping.Component component, Names names) {
    SchemaName name = SchemaName.parse(component.component());
    String shown = EntityReading.shown(name);
    short with = names.place("with " + name.name());
    short without = names.place("without");
    Roster.Members members = roster.members(name);
    return i ->
        roster.tableAt(i).components().contains(shown)
                || (members != null && members.has(roster.handle(i)))
            ? with
            : without;
  }

  private static String text(List<String> components) {
    String[] names =
        components.stream().map(c -> c.substring(c.indexOf('/') + 1)).toArray(String[]::new);
    Arrays.sort(names);
    return names.length == 0 ? "(tags only)" : String.join(" ", names);
  }

  /// Names of groups as they come; too many share the last.
  private static final class Names {
    private final List<String> all = new ArrayList<>();
    private final Map<String, Short> places = new HashMap<>();

    short place(String name) {
      return places.computeIfAbsent(
          name,
          n -> {
            if (all.size() == EntityGroups.MAX_GROUPS) {
              all.set(all.size() - 1, "others");
            } else {
              all.add(n);
            }
            return (short) (all.size() - 1);
          });
    }
  }
}
