package dev.vivarium.engine.world;

import java.util.ArrayList;
import java.util.List;

/// Commands and messages that break their format or reach for what is not theirs.
class HostileRecordTest extends HostilePlugins {
  @Override
  List<Hostile> plugins() {
    List<Hostile> all = new ArrayList<>();
    records(all);
    return all;
  }

  private static String record(int offset, String value) {
    return """
    (call $set_i32 (local.get $f) (i32.const 0) (i64.const 1) (i32.const 1))
    (i32.store offset=%d (i32.load offset=56 (local.get $f)) %s)
    """
        .formatted(offset, value);
  }

  private static String message(int offset, String value) {
    return """
    (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))
    (i32.store offset=%d (i32.load offset=68 (local.get $f)) %s)
    """
        .formatted(offset, value);
  }

  private static void records(List<Hostile> all) {
    for (String size :
        List.of("(i32.const 0)", "(i32.const -8)", "(i32.const 33)", "(i32.const 0x7ffffff8)")) {
      all.add(acting("command of size " + size, "record size", record(0, size)));
      all.add(acting("message of size " + size, "record size", message(0, size)));
    }
    for (String bytes : List.of("(i32.const -1)", "(i32.const 1000)", "(i32.const 0x7fffffff)")) {
      all.add(acting("command payload of " + bytes, "payload", record(28, bytes)));
      all.add(acting("message payload of " + bytes, "payload", message(28, bytes)));
    }
    all.add(acting("command that does not exist", "bad command", record(4, "(i32.const 99)")));
    all.add(
        acting(
            "component that does not exist",
            "component index",
            record(4, "(i32.const 0xffff0003)")));
    all.add(
        acting("channel that does not exist", "channel index", message(4, "(i32.const 0xffff)")));
    all.add(
        acting("message to nobody known", "message target", message(4, "(i32.const 0x00050000)")));
    all.add(
        acting(
            "value of the wrong size",
            "size of",
            "(call $set (local.get $f) (i32.const 0) (i64.const 1) (i32.const 0) (i32.const 3))"));
    all.add(
        acting(
            "message of the wrong size",
            "size of",
            "(call $publish (local.get $f) (i32.const 0) (i32.const 0) (i32.const 3))"));
    all.add(
        acting(
            "string beyond its payload",
            "malformed",
            "(i32.store (i32.const 16) (i32.const 8)) (i32.store (i32.const 20) (i32.const 5)) (call $publish (local.get $f) (i32.const 1) (i32.const 16) (i32.const 8))"));
    all.add(
        acting(
            "string at a negative offset",
            "malformed",
            "(i32.store (i32.const 16) (i32.const -8)) (i32.store (i32.const 20) (i32.const 5)) (call $publish (local.get $f) (i32.const 1) (i32.const 16) (i32.const 16))"));
    all.add(
        acting(
            "string longer than declared",
            "malformed",
            "(i32.store (i32.const 16) (i32.const 8)) (i32.store (i32.const 20) (i32.const 9)) (call $publish (local.get $f) (i32.const 1) (i32.const 16) (i32.const 24))"));
    all.add(
        acting(
            "spawn with a handle of its own making",
            "not reserved",
            "(call $append (local.get $f) (i32.const 56) (i32.const 1) (i32.const 0) (i64.const 0x100000001) (i32.const 0) (i32.const 0))"));
    all.add(
        acting(
            "spawn twice with one handle",
            "second spawn",
            "(local.set $e (call $spawn (local.get $f))) (call $append (local.get $f) (i32.const 56) (i32.const 1) (i32.const 0) (local.get $e) (i32.const 0) (i32.const 0))"));
    all.add(
        acting(
            "spawn with a handle kept from the tick before",
            "broken ABI",
            "(if (i64.eqz (global.get $kept)) (then (global.set $kept (call $new (local.get $f)))) (else (call $append (local.get $f) (i32.const 56) (i32.const 1) (i32.const 0) (global.get $kept) (i32.const 0) (i32.const 0))))",
            "(global $kept (mut i64) (i64.const 0))"));
    all.add(
        acting(
            "spawn with a handle not counted as used",
            "handles used",
            "(local.set $e (call $spawn (local.get $f))) (if (i32.load offset=84 (local.get $f)) (then (i32.store offset=88 (local.get $f) (i32.const 0))))"));
    all.add(
        acting(
            "commands to nonsense entities",
            NOTHING,
            "(call $set_i32 (local.get $f) (i32.const 0) (i64.const -1) (i32.const 1)) (call $despawn (local.get $f) (i64.const 0)) (call $remove (local.get $f) (i32.const 0) (i64.const 0x7fffffffffffffff))"));
    all.add(
        acting(
            "writes to another's component",
            NOTHING,
            "(i32.store (call $column (local.get $f) (i32.const 1) (i32.const 0) (i32.const 0)) (i32.const -1)) (call $set_i32 (local.get $f) (i32.const 1) (call $id (local.get $f) (i32.const 1) (i32.const 0)) (i32.const -1))"));
    all.add(
        acting(
            "despawn of another's entity",
            NOTHING,
            "(call $despawn (local.get $f) (call $id (local.get $f) (i32.const 1) (i32.const 0)))"));
    all.add(
        acting(
            "removal of another's component",
            NOTHING,
            "(call $remove (local.get $f) (i32.const 1) (call $id (local.get $f) (i32.const 1) (i32.const 0)))"));
    all.add(
        acting(
            "an entity hung on itself",
            NOTHING,
            "(local.set $e (call $spawn (local.get $f))) (i64.store (i32.const 16) (local.get $e)) (call $set (local.get $f) (i32.const 2) (local.get $e) (i32.const 16) (i32.const 8))"));
    all.add(
        acting(
            "row_of with nonsense",
            NOTHING,
            "(if (i32.ne (call $row_of (i32.const -5) (i64.const -1)) (i32.const -1)) (then (unreachable))) (if (i32.ne (call $row_of (i32.const 0) (i64.const 77)) (i32.const -1)) (then (unreachable)))"));
    all.add(
        acting(
            "assets with nonsense",
            NOTHING,
            "(if (i32.ne (call $asset_read (i64.const -1) (i32.const -1) (i32.const -1) (i32.const -1)) (i32.const -1)) (then (unreachable))) (if (i32.ne (call $blob_size (i64.const -1)) (i32.const -1)) (then (unreachable)))"));
  }
}
