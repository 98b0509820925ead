package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Ages.ADD_ONE;
import static dev.vivarium.engine.world.Ages.WRITE_AGE;
import static dev.vivarium.engine.world.Ages.ages;
import static dev.vivarium.engine.world.Ages.eachRow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same plugin in the same world does the same, interpreted or compiled, and from an image on.
class PluginDeterminismTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void goldenTrace(ExecutionMode mode) throws Exception {
    try (TestWorld golden = new TestWorld(TestWorld.options(mode))) {
      golden.add("age", ages(200, "{\"name\": \"grow\", " + WRITE_AGE + "}").system(ADD_ONE));
      StringBuilder trace = new StringBuilder();
      for (int i = 0; i < 3; i++) {
        golden.tick(1);
        int sum = golden.values("age/Age").values().stream().mapToInt(Integer::intValue).sum();
        trace.append(golden.values("age/Age").size()).append(':').append(sum).append(' ');
      }
      assertEquals("200:20100 200:20300 200:20500 ", trace.toString());
      assertEquals(List.of(), golden.failures());
    }
  }

  @Test
  void interpreterAndCompilerAgreeOnTheStateHash() throws Exception {
    List<Long> hashes = new ArrayList<>();
    for (ExecutionMode mode : ExecutionMode.values()) {
      try (TestWorld golden = new TestWorld(TestWorld.options(mode))) {
        golden.add(
            "age",
            ages(20, "{\"name\": \"grow\", " + WRITE_AGE + "}")
                .system(
                    eachRow(
                        "(i32.store (local.get $p) (i32.xor (i32.load (local.get $p)) (i32.wrap_i64 (call $random))))")));
        golden.tick(20);
        hashes.add(golden.world().stateHash());
      }
    }
    assertEquals(hashes.get(0), hashes.get(1));
  }

  @Test
  void continuesAnImageTickForTick() throws Exception {
    PluginModule module =
        world.load(
            "age",
            ages(0, "{\"name\": \"grow\", " + WRITE_AGE + "}")
                .system(
                    ADD_ONE
                        + "(call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.wrap_i64 (call $random)))"));
    world.add(module).tick(13);
    WorldImage image = world.world().image(null);
    try (TestWorld other = new TestWorld()) {
      other.world().restore(image, Map.of("age", module));
      assertEquals(world.world().stateHash(), other.world().stateHash());
      for (int i = 0; i < 30; i++) {
        world.tick(1);
        other.tick(1);
        assertEquals(world.world().stateHash(), other.world().stateHash(), "tick " + i);
      }
    }
  }
}
