package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityStatistics;
import dev.vivarium.workbench.session.EntityStatistics.Archetype;
import dev.vivarium.workbench.session.EntityStatistics.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sizes of the tables and sets of a world, copied on its thread. Immutable.
record StatisticsReading(
    long tick,
    int entities,
    long reservedBytes,
    List<Archetype> archetypes,
    Map<String, Integer> sizes,
    List<Use> sets) {

  /// To be called on the tick thread.
  static StatisticsReading take(World world) {
    List<Archetype> archetypes = new ArrayList<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (Table table : world.store().tables()) {
      if (table.rows() > 0) {
        table.columns().forEach(c -> sizes.put(c.type().name().toString(), c.strideBytes()));
        archetypes.add(
            new Archetype(
                table.columns().stream().map(c -> c.type().name().toString()).toList(),
                table.rows(),
                table.columns().stream().mapToInt(Column::strideBytes).sum()));
      }
    }
    List<Use> sets = new ArrayList<>();
    for (ComponentType type : world.store().types()) {
      if (type.isSparse() && type.sparseSet().size() > 0) {
        sets.add(
            new Use(type.name().toString(), type.sparseSet().size(), type.layout().sizeBytes()));
      }
    }
    return new StatisticsReading(
        world.tick(),
        world.store().entityCount(),
        world.store().reservedBytes(),
        archetypes,
        sizes,
        sets);
  }

  EntityStatistics statistics() {
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (Archetype archetype : archetypes) {
      archetype.components().forEach(c -> rows.merge(c, archetype.rows(), Integer::sum));
    }
    List<Use> uses = new ArrayList<>(sets);
    rows.forEach((name, count) -> uses.add(new Use(name, count, sizes.getOrDefault(name, 0))));
    uses.sort(Comparator.comparingLong(Use::bytes).reversed().thenComparing(Use::component));
    List<Archetype> ordered =
        archetypes.stream().sorted(Comparator.comparingInt(Archetype::rows).reversed()).toList();
    return new EntityStatistics(tick, entities, reservedBytes, ordered, uses);
  }
}
