package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Ages.ADD_ONE;
import static dev.vivarium.engine.world.Ages.ages;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which components a plugin may write on whose entities.
class PluginRightsTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static WatPlugin meddler(String capabilities) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "capabilities": [%s],
             "components": [
               {"use": "age/Age", "fields": [{"name": "ticks", "type": "i32"}]},
               {"use": "vivarium/Velocity", "fields": [{"name": "linear", "type": "vec3"}]}],
             "systems": [{"name": "meddle", "stage": "PreUpdate",
               "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
            """
                .formatted(capabilities))
        .system(ADD_ONE);
  }

  @Test
  void keepsWhatAPluginHasNoRightToWriteAndSaysSo() throws Exception {
    world.add(world.load("age", ages(3, "").without("x")), world.load("meddler", meddler("")));
    world.tick(3);
    assertEquals(List.of(0, 1, 2), List.copyOf(world.values("age/Age").values()));
    assertTrue(
        world.events().stream()
            .anyMatch(e ->
                e instanceof WorldEvent.OfPlugin(PluginEvent.WriteRefused refused)
                    && refused.rows() == 3
                    && refused.system().equals("meddler/meddle")));
  }

  @Test
  void letsAGrantedCapabilityWrite() throws Exception {
    String capability = "write:age/Age";
    PluginSource asking = PluginSource.of("meddler", meddler("\"" + capability + "\"").wasm());
    assertThrows(PluginLoadException.class, () -> world.load(asking));
    world.add(world.load("age", ages(3, "")), world.load(asking.withGranted(Set.of(capability))));
    world.tick(3);
    assertEquals(List.of(3, 4, 5), List.copyOf(world.values("age/Age").values()));
  }

  @Test
  void writesBuiltInComponentsOnItsOwnEntitiesRowByRow() throws Exception {
    String both =
        """
        {"abi": 1, "components": [
           {"use": "vivarium/Velocity", "fields": [{"name": "linear", "type": "vec3"}]}],
         "systems": [{"name": "birth", "stage": "PostInit"}%s]}
        """;
    String birth =
        """
        (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const 12))
        """;
    world.add(
        world.load("a", WatPlugin.describedBy(both.formatted("")).system(birth)),
        world.load(
            "b",
            WatPlugin.describedBy(
                    both.formatted(
                        ", {\"name\": \"go\", \"queries\": [{\"terms\": [{\"component\": 0, \"access\": \"write\"}]}]}"))
                .system(birth)
                .system(
                    """
                    (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
                    (i32.store (local.get $p) (i32.const 5))
                    (i32.store offset=12 (local.get $p) (i32.const 5))
                    """)));
    world.tick(2);
    assertEquals(List.of(0, 5), List.copyOf(world.values("vivarium/Velocity").values()));
    assertEquals(List.of(), world.failures());
  }
}
