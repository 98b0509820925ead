package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.tick.StartReason;
import java.util.List;

/// A world with one plugin that spawns, ends and moves entities, draws random numbers, talks to
/// itself by messages, and keeps count in its memory and in a global.
final class Pond {
  static final String NAME = "pond";
  private static final String DESCRIPTOR =
      """
      {"abi": 1, "stateVersion": 1,
       "components": [
         {"name": "Drop", "version": VERSION, "fields": [
            {"name": "size", "type": "f32"}, {"name": "age", "type": "i32"}EXTRA]},
         {"use": "vivarium/Transform", "fields": [{"name": "position", "type": "vec3"}]},
         {"use": "vivarium/Saved", "fields": []}],
       "messages": [{"name": "Ripple", "fields": [{"name": "n", "type": "i32"}]}],
       "systems": [
         {"name": "birth", "stage": "PostInit"},
         {"name": "hear", "stage": "PreUpdate", "subscribes": [0], "queries": [
            {"name": "drops", "terms": [{"component": 0, "access": "read"}]}]},
         {"name": "move", "queries": [
            {"name": "drops", "terms": [{"component": 0, "access": "write"},
                                        {"component": 1, "access": "write"}]}]}]}
      """;
  private static final String BIRTH =
      """
      (if (i32.eq (i32.load offset=28 (local.get $f)) (i32.const 1)) (then
        (loop $next
          (local.set $e (call $spawn (local.get $f)))
          (f32.store (i32.const 16) (f32.convert_i32_s (local.get $i)))
          (i32.store (i32.const 20) (i32.const 0))
          (call $set (local.get $f) (i32.const 0) (local.get $e) (i32.const 16) (i32.const DROP))
          (f32.store (i32.const 48) (f32.convert_i32_s (local.get $i)))
          (call $set (local.get $f) (i32.const 1) (local.get $e) (i32.const 48) (i32.const 12))
          (call $set (local.get $f) (i32.const 2) (local.get $e) (i32.const 0) (i32.const 0))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $next (i32.lt_s (local.get $i) (i32.const COUNT))))))
      """;
  private static final String HEAR =
      """
      (global.set $heard (i32.add (global.get $heard) (call $inbox (local.get $f))))
      (if (call $inbox (local.get $f)) (then
        (i32.store (i32.const 80)
          (i32.add (i32.load (i32.const 80)) (call $inbox_i32 (local.get $f) (i32.const 0))))))
      (if (i32.eqz (i32.rem_u (global.get $heard) (i32.const 7))) (then
        (local.set $e (call $spawn (local.get $f)))
        (call $set (local.get $f) (i32.const 0) (local.get $e) (i32.const 16) (i32.const DROP))
        (call $set (local.get $f) (i32.const 2) (local.get $e) (i32.const 0) (i32.const 0))
        (if (i32.gt_s (call $rows (local.get $f) (i32.const 0)) (i32.const 5)) (then
          (call $despawn (local.get $f) (call $id (local.get $f) (i32.const 0) (i32.const 1)))))))
      """;
  private static final String MOVE =
      """
      (if (call $chunks (local.get $f) (i32.const 0)) (then
        (local.set $k (call $chunk_rows (local.get $f) (i32.const 0) (i32.const 0)))
        (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
        (local.set $j (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 1)))
        (loop $row
          (f32.store (local.get $p)
            (f32.add (f32.mul (f32.load (local.get $p)) (f32.const 0.99))
              (f32.div (f32.convert_i64_u (i64.and (call $random) (i64.const 255)))
                (f32.const 256))))
          (i32.store offset=4 (local.get $p)
            (i32.add (i32.load offset=4 (local.get $p)) (i32.const STEP)))
          (f32.store (local.get $j)
            (f32.add (f32.load (local.get $j)) (f32.const 0.125)))
          (local.set $p (i32.add (local.get $p) (i32.const DROP)))
          (local.set $j (i32.add (local.get $j) (i32.const 12)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $row (i32.lt_u (local.get $i) (local.get $k))))))
      MORE
      (call $publish_i32 (local.get $f) (i32.const 0)
        (i32.wrap_i64 (i64.load offset=8 (local.get $f))))
      """;

  /// @param step what `age` gains a tick
  /// @param more code that `move` runs too
  /// @param extra whether Drop has a third field
  record Version(int count, int step, String more, boolean extra) {
    static final Version FIRST = new Version(20, 1, "", false);

    Version withStep(int next) {
      return new Version(count, next, more, extra);
    }

    Version withMore(String next) {
      return new Version(count, step, next, extra);
    }

    Version withCount(int next) {
      return new Version(next, step, more, extra);
    }

    Version withExtra() {
      return new Version(count, step, more, true);
    }

    byte[] wasm() {
      return WatPlugin.describedBy(
              DESCRIPTOR
                  .replace("VERSION", extra ? "2" : "1")
                  .replace("EXTRA", extra ? ", {\"name\": \"hue\", \"type\": \"f32\"}" : ""))
          .define("(global $heard (mut i32) (i32.const 0))")
          .system(sized(BIRTH).replace("COUNT", Integer.toString(count)))
          .system(sized(HEAR))
          .system(sized(MOVE).replace("STEP", Integer.toString(step)).replace("MORE", more))
          .wasm();
    }

    private String sized(String body) {
      return body.replace("DROP", extra ? "12" : "8");
    }

    PluginSource source() {
      return PluginSource.of(NAME, wasm());
    }

    PluginModule module(ExecutionMode mode) {
      return load(source(), mode);
    }
  }

  private Pond() {}

  static PluginModule load(PluginSource source, ExecutionMode mode) {
    try (Watchdog watchdog = new Watchdog("test", NanoClock.SYSTEM)) {
      return PluginModule.load(source, mode, watchdog);
    } catch (PluginLoadException e) {
      throw new AssertionError(e);
    }
  }

  static World world(Version version) {
    return world(version, WorldOptions.DEFAULT.withSeed(42));
  }

  static World world(Version version, WorldOptions options) {
    World world = new World(options);
    try {
      world.addPlugins(List.of(version.module(options.mode())), StartReason.FRESH);
    } catch (PluginLoadException e) {
      throw new AssertionError(e);
    }
    return world;
  }

  static void tick(World world, int ticks) {
    for (int i = 0; i < ticks; i++) {
      world.tickOnce();
    }
  }
}
