package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;

/// Text of plugins with a component `Age {ticks: i32}`, shared by the tests of what plugins may do.
final class Ages {
  private Ages() {}

  /// A plugin with a component `Age {ticks: i32}`, a PostInit system that spawns `count` of them
  /// with values from 0 on, and the systems given.
  static WatPlugin ages(int count, String systems) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [
               {"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]},
               {"name": "Mark"},
               {"use": "vivarium/Name", "fields": [{"name": "value", "type": "char[64]"}]}],
             "systems": [{"name": "birth", "stage": "PostInit"} %s]}
            """
                .formatted(systems.isEmpty() ? "" : ", " + systems))
        .system(spawn(count));
  }

  static String spawn(int count) {
    return """
    (if (i32.eq (i32.load offset=28 (local.get $f)) (i32.const 1))
      (then
        (loop $next
          (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (local.get $i))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $i) (i32.const %d))))))
    """
        .formatted(count);
  }

  static final String WRITE_AGE =
      "\"queries\": [{\"terms\": [{\"component\": 0, \"access\": \"write\"}]}]";

  /// Does `body` for each row of the first query; `$p` points to the row's first column.
  static String eachRow(String body) {
    return """
    (local.set $k (i32.const 0))
    (block $done
      (loop $chunks
        (br_if $done (i32.ge_u (local.get $k) (call $chunks (local.get $f) (i32.const 0))))
        (local.set $p (call $column (local.get $f) (i32.const 0) (local.get $k) (i32.const 0)))
        (local.set $i (i32.const 0))
        (block $end
          (loop $rows
            (br_if $end
              (i32.ge_u (local.get $i)
                (call $chunk_rows (local.get $f) (i32.const 0) (local.get $k))))
            BODY
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $rows)))
        (local.set $k (i32.add (local.get $k) (i32.const 1)))
        (br $chunks)))
    """
        .replace("BODY", body);
  }

  static final String ADD_ONE =
      eachRow("(i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (i32.const 1)))");

  /// Sets an entity's age, as the editor does.
  static WorldCommand set(long entity, int ticks) {
    return new WorldCommand.SetComponent(
        entity,
        SchemaName.parse("age/Age"),
        JsonNodeFactory.instance.objectNode().set("ticks", IntNode.valueOf(ticks)));
  }
}
