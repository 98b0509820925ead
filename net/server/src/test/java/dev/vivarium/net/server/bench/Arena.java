package dev.vivarium.net.server.bench;

import dev.vivarium.engine.plugin.WatPlugin;

/// A world for measuring: entities that jitter in place, and a kilobyte said to everybody.
///
/// @param entities that clients see
/// @param movers of them that get another position each tick
/// @param talks whether each tick says 1,000 bytes to everybody
record Arena(int entities, int movers, boolean talks) {
  static final int SAID_BYTES = 1_000;

  WatPlugin plugin() {
    return WatPlugin.describedBy(
            """
            {"abi": 1,
             "components": [
               {"use": "vivarium/Transform", "fields": [{"name": "position", "type": "vec3"}]},
               {"use": "vivarium/Synchronized", "fields": []}],
             "messages": [
               {"name": "Up", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
               {"name": "Said", "locality": "remote",
                "fields": [{"name": "text", "type": "char[%d]"}]}],
             "systems": [
               {"name": "birth", "stage": "PostInit"},
               {"name": "move", "subscribes": [0], "queries": [
                 {"terms": [{"component": 0, "access": "write"}]}]}]}
            """
                .formatted(SAID_BYTES))
        .system(
            """
            (block $done
              (loop $next
                (br_if $done (i32.ge_u (local.get $i) (i32.const COUNT)))
                (f32.store (i32.const 16) (f32.convert_i32_u (i32.rem_u (local.get $i) (i32.const 300))))
                (f32.store (i32.const 20) (f32.const 0))
                (f32.store (i32.const 24) (f32.convert_i32_u (i32.div_u (local.get $i) (i32.const 300))))
                (local.set $e (call $spawn (local.get $f)))
                (call $set (local.get $f) (i32.const 0) (local.get $e) (i32.const 16) (i32.const 12))
                (call $set (local.get $f) (i32.const 1) (local.get $e) (i32.const 16) (i32.const 0))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br $next)))
            """
                .replace("COUNT", Integer.toString(entities)))
        .system(
            """
            (if (i32.const TALKS) (then
              (call $publish (local.get $f) (i32.const 1) (i32.const 16) (i32.const SAID))))
            (if (i32.eqz (call $chunks (local.get $f) (i32.const 0))) (then (return)))
            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
            (local.set $k (i32.add (local.get $p) (i32.const MOVED)))
            (block $done
              (loop $row
                (br_if $done (i32.ge_u (local.get $p) (local.get $k)))
                (f32.store (local.get $p)
                  (f32.add (f32.load (local.get $p))
                    (f32.div (f32.convert_i64_s (i64.sub (i64.and (call $random) (i64.const 255)) (i64.const 128)))
                      (f32.const 256))))
                (local.set $p (i32.add (local.get $p) (i32.const 4)))
                (br $row)))
            """
                .replace("TALKS", talks ? "1" : "0")
                .replace("SAID", Integer.toString(SAID_BYTES))
                .replace("MOVED", Integer.toString(12 * movers)));
  }
}
