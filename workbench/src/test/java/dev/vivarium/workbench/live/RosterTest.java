package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RosterTest {
  @Test
  void answersAnyNumberOfFiltersWhileTheWorldStandsStill() {
    try (World world = new World(WorldOptions.DEFAULT)) {
      var transform = Map.of(SchemaName.parse("vivarium/Transform"), nothing());
      world.execute(new WorldCommand.Spawn(transform));
      Roster roster = Roster.take(world, null);
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 40; i++) {
          assertEquals(0, roster.matching("word" + i).length);
          assertEquals(1, roster.matching("transform").length);
        }
      }
    }
  }

  private static JsonNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }
}
