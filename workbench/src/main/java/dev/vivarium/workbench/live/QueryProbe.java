package dev.vivarium.workbench.live;

import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.query.EntityFilter;
import dev.vivarium.workbench.query.QueryException;
import dev.vivarium.workbench.query.QueryParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the steps of answering a query one by one, for measuring them. For the thread that ticks
/// the world.
public final class QueryProbe {
  private final World world;
  private final Map<String, QueryReading> readings = new HashMap<>();
  private @Nullable Roster roster;

  public QueryProbe(World world) {
    this.world = world;
  }

  private EntityFilter filter(String line) throws QueryException {
    return QueryParser.parse(line, SchemaReading.take(world, List.of()).schema());
  }

  /// What the tick thread does: copies what has changed.
  public void take(String line) throws QueryException {
    QueryReading reading = QueryReading.take(world, filter(line), roster, readings.get(line));
    roster = reading.roster();
    readings.put(line, reading);
  }

  /// What the reading thread does, as often as wanted; the number of entities that match.
  public int match(String line) throws QueryException {
    QueryReading reading = readings.get(line);
    return reading == null ? -1 : QueryEvaluation.matching(reading, filter(line)).length;
  }

  /// What an open inspector asks of the tick thread beside its query.
  public void look() {
    var _ = ParentReading.take(world, null);
    var _ = StatisticsReading.take(world);
    long[] some = world.store().tables().getLast().entities();
    if (some.length > 0) {
      var _ = EntityReading.take(world, some[0]);
    }
  }
}
