package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Fishes.TWO;
import static dev.vivarium.engine.world.Fishes.field;
import static dev.vivarium.engine.world.Fishes.fish;
import static dev.vivarium.engine.world.Fishes.reader;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A reload and the plugins that use what the reloaded one declares.
class ReloadConsumersTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void refusesToBreakAConsumerAndNamesBoth() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    PluginModule without = world.load("f", fish(field("b", "i32"), "", ""));
    var refused = assertThrows(PluginLoadException.class, () -> world.swap(without));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("'reader'") && message.contains("'f'"), message);
    world.tick(1);
    assertEquals(List.of("0", "0", "0"), world.log(), "the consumer reads on");
  }

  @Test
  void swapsTwoTogetherThatDoNotFitAlone() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    PluginModule fish = world.load("f", fish(field("b", "i32"), "", ""));
    PluginModule reader = world.load("reader", reader("b", "i32"));
    world.swap(fish, reader);
    world.tick(1);
    assertEquals("0:", world.log().getFirst() + world.log().getLast());
    assertEquals(List.of(), world.failures());
  }

  @Test
  void letsAReaderBeAfterACompatibleAddition() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    world.swap(world.load("f", fish(field("z", "i64") + "," + TWO, "", "")));
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(3, world.values("f/Fish").size());
    assertEquals(List.of("0", "0", "0"), world.log());
  }

  @Test
  void refusesACircleAndKeepsTheOldOrder() throws Exception {
    String one = "{\"abi\": 1, \"systems\": [{\"name\": \"s\" %s}]}";
    world.add(
        world.load("a", WatPlugin.describedBy(one.formatted("")).system("")),
        world.load("b", WatPlugin.describedBy(one.formatted(", \"after\": [\"a/s\"]")).system("")));
    PluginModule circle =
        world.load("a", WatPlugin.describedBy(one.formatted(", \"after\": [\"b/s\"]")).system(""));
    assertThrows(PluginLoadException.class, () -> world.swap(circle));
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(PluginState.RUNNING, world.status("a").state());
  }
}
