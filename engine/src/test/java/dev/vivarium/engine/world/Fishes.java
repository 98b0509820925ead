package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.WatPlugin;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Text of plugins that own a component `Fish`, in the versions that the tests of reloads need.
final class Fishes {
  private Fishes() {}

  static String field(String name, String type) {
    return "{\"name\": \"%s\", \"type\": \"%s\"}".formatted(name, type);
  }

  static final String TWO = field("a", "i32") + "," + field("b", "i32");

  /// A plugin whose component Fish has these fields, which spawns three and then runs `body`.
  static WatPlugin fish(String fields, String more, String body) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"name": "Fish", "fields": [%s] %s},
               {"use": "vivarium/Transient"}],
             "systems": [{"name": "birth", "stage": "PostInit"},
               {"name": "swim", "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
            """
                .formatted(fields, more))
        .system(
            """
            (if (i32.eq (i32.load offset=28 (local.get $f)) (i32.const 1))
              (then
                (loop $next
                  (i64.store (i32.const 16) (i64.const 0))
                  (i64.store (i32.const 24) (i64.const 0))
                  (i32.store (i32.const 16) (i32.add (local.get $i) (i32.const 10)))
                  (i32.store (i32.const 20) (i32.add (local.get $i) (i32.const 20)))
                  (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const SIZE))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $next (i32.lt_u (local.get $i) (i32.const 3))))))
            """
                .replace(
                    "SIZE", Integer.toString(4 * Math.max(1, fields.split("name").length - 1))))
        .system(body);
  }

  private static final String STATE =
      """
      (global $ticks (mut i32) (i32.const 0))
      """;

  private static final String COUNT =
      """
      (global.set $ticks (i32.add (global.get $ticks) (i32.const 1)))
      (i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)) (global.get $ticks))
      """;

  /// A plugin that counts its ticks in a global, which a reload does not keep, and shows them in
  /// its first Fish.
  static WatPlugin counting(String fields, String body) {
    return fish(fields, "", COUNT + body).define(STATE);
  }

  /// A plugin that logs one field of the first Fish.
  static WatPlugin reader(String name, String type) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"use": "f/Fish", "fields": [%s]}],
             "systems": [{"name": "read", "queries": [{"terms": [{"component": 0}]}]}]}
            """
                .formatted(field(name, type)))
        .system(
            """
            (i32.store8 (i32.const 16)
              (i32.add (i32.const 38) (i32.load (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))))
            (call $log (i32.const 2) (i32.const 16) (i32.const 1))
            """);
  }

  static String trapAt(int tick) {
    return "(if (i32.eq (i32.wrap_i64 (i64.load offset=8 (local.get $f))) (i32.const %d)) (then (unreachable)))"
        .formatted(tick);
  }

  /// Adds the plugin `f` and runs it for two ticks.
  static void start(TestWorld world) throws PluginLoadException {
    world.add("f", fish(TWO, "", "")).tick(2);
  }

  /// The value of the first entity with a Fish.
  static ByteBuffer first(TestWorld world) {
    long entity = world.entityWith("f/Fish");
    return TestWorld.buffer(
        Objects.requireNonNull(world.world().store().get(entity, world.type("f/Fish"))));
  }
}
