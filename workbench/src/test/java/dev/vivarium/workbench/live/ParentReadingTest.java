package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.session.EntityHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ParentReadingTest {
  private final World world = new World(WorldOptions.DEFAULT);

  private long spawn(long parent) {
    Map<SchemaName, JsonNode> components = new HashMap<>();
    components.put(SchemaName.parse("vivarium/Transform"), JsonNodeFactory.instance.objectNode());
    if (parent != 0) {
      components.put(
          Vocabulary.PARENT.name(),
          JsonNodeFactory.instance.objectNode().put("entity", Long.toUnsignedString(parent)));
    }
    return ((CommandResult.Done) world.execute(new WorldCommand.Spawn(components))).entity();
  }

  @Test
  void knowsThePlaceOfAnEntityAmongThoseBesideIt() {
    long top = spawn(0);
    long first = spawn(top);
    long second = spawn(top);
    var parents = ParentReading.take(world, null);
    var roster = Roster.take(world, null);
    var under = Optional.of(new EntityHandle(top));
    assertEquals(OptionalInt.of(1), parents.place(roster, under, new EntityHandle(second)));
    assertEquals(OptionalInt.empty(), parents.place(roster, under, new EntityHandle(top)));
    assertEquals(
        OptionalInt.empty(), parents.place(roster, Optional.empty(), new EntityHandle(first)));
    var root = parents.place(roster, Optional.empty(), new EntityHandle(top)).orElseThrow();
    assertEquals(
        new EntityHandle(top),
        parents.page(roster, Optional.empty(), root, 1).rows().getFirst().handle());
    world.close();
  }

  @Test
  void addsNumbersToAllThatAnEntityHangsOn() {
    long top = spawn(0);
    long middle = spawn(top);
    long leaf = spawn(middle);
    long other = spawn(0);
    assertEquals(
        Map.of(leaf, 3L, middle, 7L, top, 7L, other, 1L),
        ParentReading.take(world, null).sums(Map.of(leaf, 3, middle, 4, other, 1)));
    world.close();
  }
}
