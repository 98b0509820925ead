package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.TablePage;
import dev.vivarium.workbench.session.TableQuery;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tables of a real world: values, orders, groups.
class LocalTablesTest {
  private static final String X = "vivarium/Transform.position.x";
  private static final String KIND = "vivarium/Light.kind";
  private final World world = new World(WorldOptions.DEFAULT);
  private final LocalTables tables =
      new LocalTables(
          new LocalInspection.Asking() {
            @Override
            public <T> CompletableFuture<T> ask(Function<World, T> question) {
              return CompletableFuture.completedFuture(question.apply(world));
            }
          },
          filter -> {
            var roster = Roster.take(world, null);
            return CompletableFuture.completedFuture(
                new LocalQueries.Answer(world.tick(), roster, roster.matching(filter)));
          },
          Runnable::run,
          NanoClock.SYSTEM);
  private long first;

  @BeforeEach
  void populate() {
    first = spawn(3, "Spot");
    spawn(1, "Point");
    spawn(2, "");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private long spawn(int x, String kind) {
    var transform = JsonNodeFactory.instance.objectNode();
    transform.putArray("position").add(x).add(0).add(0);
    Map<SchemaName, JsonNode> components = new java.util.HashMap<>();
    components.put(SchemaName.parse("vivarium/Transform"), transform);
    if (!kind.isEmpty()) {
      components.put(
          SchemaName.parse("vivarium/Light"),
          JsonNodeFactory.instance.objectNode().put("kind", kind));
    }
    return ((CommandResult.Done) world.execute(new WorldCommand.Spawn(components))).entity();
  }

  private static TableQuery query(String by, boolean descending) {
    return new TableQuery(
        new EntityQuery("transform", 0, 10), List.of(X, KIND), new EntityOrder(by, descending));
  }

  private List<String> column(TableQuery query, int place) {
    TablePage page = tables.table(query).join();
    return page.values().stream().map(v -> v.get(place)).toList();
  }

  @Test
  void givesTheValuesOfItsRowsAndNothingWhereThereIsNone() {
    assertEquals(List.of("3.0", "1.0", "2.0"), column(query("", false), 0));
    assertEquals(List.of("\"Spot\"", "\"Point\"", ""), column(query("", false), 1));
  }

  @Test
  void ordersByNumberUpAndDown() {
    assertEquals(List.of("1.0", "2.0", "3.0"), column(query(X, false), 0));
    assertEquals(List.of("3.0", "2.0", "1.0"), column(query(X, true), 0));
  }

  @Test
  void putsThoseWithoutTheValueLastEitherWay() {
    assertEquals(List.of("\"Point\"", "\"Spot\"", ""), column(query(KIND, false), 1));
    assertEquals(List.of("\"Spot\"", "\"Point\"", ""), column(query(KIND, true), 1));
  }

  @Test
  void tellsAnEntitysPlaceInTheOrder() {
    var handle = new EntityHandle(first);
    assertEquals(OptionalInt.of(2), tables.place(query(X, false), handle).join());
    assertEquals(OptionalInt.of(0), tables.place(query(X, true), handle).join());
    assertEquals(OptionalInt.empty(), tables.place(query(X, true), new EntityHandle(99)).join());
  }

  @Test
  void groupsByArchetypeAndComponent() {
    var roster = Roster.take(world, null);
    var archetypes = GroupReading.groups(roster, new EntityGrouping.Archetype());
    assertEquals("Light Transform", archetypes.names().get(archetypes.of(first)));
    var lights = GroupReading.groups(roster, new EntityGrouping.Component("vivarium/Light"));
    assertEquals(0, lights.of(first));
    assertEquals(-1, lights.of(99));
    var movers = GroupReading.groups(GroupReading.movers(world));
    assertEquals("nobody", movers.names().get(movers.of(first)));
  }
}
