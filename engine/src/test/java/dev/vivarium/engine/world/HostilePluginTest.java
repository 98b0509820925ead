package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plugins that do their worst. Each must end in a failure that says what is wrong, with the plugin
/// beside it ticking on as though nothing were.
class HostilePluginTest {
  private static final int TICKS = 40;

  /// Harmless: the plugin runs on.
  private static final String NOTHING = "-";

  /// Fails one way or another.
  private static final String SOMETHING = "";

  private static final Budget BUDGET =
      Budget.DEFAULT.withHardLimitNanos(TimeUnit.MILLISECONDS.toNanos(60)).withMemoryPages(64);

  /// A plugin and what the failure must say.
  @SuppressWarnings("ArrayRecordComponent")
  private record Hostile(String name, byte[] wasm, String says) {}

  private static final String PLAIN =
      """
      {"abi": 1,
       "components": [{"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]},
                      {"use": "victim/Count", "fields": [{"name": "n", "type": "i32"}]},
                      {"use": "vivarium/Parent", "fields": [{"name": "entity", "type": "entity"}]}],
       "messages": [{"name": "Word", "maxCount": 65536,
                     "fields": [{"name": "n", "type": "i32"}]},
                    {"name": "Text", "fields": [{"name": "t", "type": "string<8>"}]}],
       "systems": [{"name": "act", "queries": [
         {"terms": [{"component": 0, "access": "write"}]},
         {"terms": [{"component": 1, "access": "write"}]}]}]}
      """;

  private static WatPlugin victim() {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [
               {"name": "Count", "fields": [{"name": "n", "type": "i32"}]}],
             "messages": [{"name": "Beat", "fields": [{"name": "n", "type": "i32"}]}],
             "systems": [{"name": "birth", "stage": "PostInit"},
               {"name": "count", "subscribes": [0],
                "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
            """)
        .system(
            """
            (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 0))
            """)
        .system(
            """
            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
            (i32.store (local.get $p)
              (i32.add (i32.load (local.get $p))
                (i32.add (i32.const 1) (i32.mul (i32.const 1000) (call $inbox (local.get $f))))))
            (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))
            """);
  }

  private static TestWorld reference;
  private static PluginModule victim;

  @BeforeAll
  static void tickTheVictimAlone() throws PluginLoadException {
    reference = new TestWorld();
    victim = reference.load("victim", victim());
    reference.add(victim).tick(TICKS);
  }

  @AfterAll
  static void close() {
    reference.close();
  }

  @TestFactory
  List<DynamicTest> isContained() {
    List<Hostile> all = new ArrayList<>();
    endless(all);
    pointers(all);
    headers(all);
    records(all);
    excess(all);
    descriptors(all);
    modules(all);
    bombs(all);
    assertTrue(all.size() >= 60, "only " + all.size());
    return all.stream()
        .map(hostile -> DynamicTest.dynamicTest(hostile.name, () -> contain(hostile)))
        .toList();
  }

  private static void contain(Hostile hostile) throws Exception {
    try (TestWorld world = new TestWorld()) {
      world.add(victim);
      String said = fate(world, hostile.wasm);
      assertSays(hostile.says, said);
      assertEquals(PluginState.RUNNING, world.status("victim").state());
      assertEquals(TICKS, world.world().tick());
      assertEquals(reference.values("victim/Count"), world.values("victim/Count"));
      assertFalse(Thread.currentThread().isInterrupted(), "an interrupt was left behind");
    }
  }

  private static void assertSays(String wanted, String said) {
    if (wanted.equals(NOTHING)) {
      assertEquals("", said);
    } else {
      assertFalse(said.isEmpty(), "nothing failed");
      assertTrue(said.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT)), said);
    }
  }

  /// Loads and runs the plugin for all ticks; returns what the failure says, or nothing.
  private static String fate(TestWorld world, byte[] wasm) {
    String said = "";
    try {
      PluginModule module = world.load(PluginSource.of("hostile", wasm).withBudget(BUDGET));
      world.add(module);
    } catch (PluginLoadException e) {
      said = String.valueOf(e.getMessage());
    }
    world.tick(TICKS);
    return world.failures().isEmpty() ? said : world.failures().getFirst().message();
  }

  private static WatPlugin plain() {
    return WatPlugin.describedBy(PLAIN);
  }

  private static Hostile acting(String name, String says, String body) {
    return acting(name, says, body, "");
  }

  private static Hostile acting(String name, String says, String body, String fields) {
    return new Hostile(name, plain().system(body).define(fields).wasm(), says);
  }

  private static void endless(List<Hostile> all) {
    String forever = "(loop $l (br $l))";
    String time = "interrupted";
    all.add(acting("endless dispatch", "longer than", forever));
    all.add(
        new Hostile(
            "endless abi",
            plain()
                .system("")
                .export("vivarium_abi", "(result i32) " + forever + " (i32.const 1)")
                .wasm(),
            time));
    all.add(
        new Hostile(
            "endless descriptor",
            plain()
                .system("")
                .export("vivarium_descriptor", "(result i64) " + forever + " (i64.const 1)")
                .wasm(),
            time));
    all.add(
        new Hostile(
            "endless reserve",
            plain()
                .system("")
                .export(
                    "vivarium_reserve",
                    "(param i32 i32) (result i32) " + forever + " (i32.const 1)")
                .wasm(),
            "longer than"));
    all.add(
        new Hostile(
            "endless collect",
            plain().system("").export("vivarium_collect", forever).wasm(),
            time));
    all.add(
        new Hostile(
            "endless _initialize", plain().system("").export("_initialize", forever).wasm(), time));
    all.add(
        new Hostile(
            "endless start function",
            plain().system("").define("(func $go " + forever + ") (start $go)").wasm(),
            time));
    all.add(
        new Hostile(
            "trapping start function",
            plain().system("").define("(func $go unreachable) (start $go)").wasm(),
            "unreachable"));
    all.add(
        new Hostile(
            "host call in the start function",
            plain().system("").define("(func $go (drop (call $entity))) (start $go)").wasm(),
            "outside a dispatch"));
    all.add(
        new Hostile(
            "log in the start function",
            plain()
                .system("")
                .define(
                    "(func $go (call $log (i32.const 1) (i32.const 0) (i32.const 1))) (start $go)")
                .wasm(),
            "start function"));
    all.add(
        new Hostile(
            "host call in _initialize",
            plain().system("").export("_initialize", "(call $flush)").wasm(),
            "outside a dispatch"));
    all.add(
        acting(
            "trap at tick 30",
            "unreachable",
            "(if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 30)) (then (unreachable)))"));
    all.add(acting("division by zero", "divi", "(drop (i32.div_s (i32.const 1) (local.get $i)))"));
    all.add(
        acting(
            "integer overflow",
            "overflow",
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))"));
    all.add(acting("conversion of a NaN", "conver", "(drop (i32.trunc_f32_s (f32.const nan)))"));
    all.add(
        acting(
            "panic",
            "fishy",
            "(i64.store (i32.const 16) (i64.const 0x7968736966)) (call $panic (i32.const 16) (i32.const 5) (i32.const 16) (i32.const 5) (i32.const 3) (i32.const 4))"));
  }

  private static void pointers(List<Hostile> all) {
    List<String> calls =
        List.of(
            "(call $log (i32.const 2) PTR)",
            "(call $panic PTR (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))",
            "(call $panic (i32.const 0) (i32.const 0) PTR (i32.const 0) (i32.const 0))",
            "(drop (call $asset PTR))",
            "(drop (call $blob PTR))",
            "(drop (call $setting PTR (i32.const 0) (i32.const 0)))");
    List<String> pointers =
        List.of(
            "(i32.const -1) (i32.const 16)",
            "(i32.const 0x7fffffff) (i32.const 1)",
            "(i32.const 65530) (i32.const 100000000)",
            "(i32.const 16) (i32.const -1)");
    for (String call : calls) {
      for (String pointer : pointers) {
        if (call.contains("$log") && pointer.startsWith("(i32.const 65530)")) {
          continue; // cut to its limit, and then within the memory
        }
        if (call.contains("$panic PTR") && pointer.startsWith("(i32.const 65530)")) {
          continue;
        }
        all.add(acting(call + " with " + pointer, "bad pointer", call.replace("PTR", pointer)));
      }
    }
    all.add(
        acting("store out of bounds", "out of bounds", "(i32.store (i32.const -4) (i32.const 1))"));
    all.add(
        acting(
            "load beyond the end",
            "out of bounds",
            "(drop (i64.load offset=0xfffffff0 (i32.const 0x20)))"));
    all.add(
        acting(
            "copy out of bounds",
            "out of bounds",
            "(memory.copy (i32.const 0) (i32.const 65000) (i32.const 0x7fffffff))"));
    all.add(
        acting(
            "fill out of bounds",
            "out of bounds",
            "(memory.fill (i32.const 65000) (i32.const 1) (i32.const -1))"));
    for (String at :
        List.of("(i32.const 8)", "(i32.const 0)", "(i32.const -16)", "(i32.const 0x7ffffff0)")) {
      all.add(
          new Hostile(
              "reserve gives " + at,
              plain()
                  .system("")
                  .export("vivarium_reserve", "(param i32 i32) (result i32) " + at)
                  .wasm(),
              "vivarium_reserve"));
    }
    all.add(
        new Hostile(
            "reserve traps",
            plain()
                .system("")
                .export("vivarium_reserve", "(param i32 i32) (result i32) unreachable")
                .wasm(),
            "unreachable"));
  }

  private static void headers(List<Hostile> all) {
    for (int offset : new int[] {64, 76}) {
      for (String value : List.of("(i32.const -1)", "(i32.const 0x7fffffff)", "(i32.const 7)")) {
        all.add(
            acting(
                "used cell at %d is %s".formatted(offset, value),
                "broken ABI",
                "(i32.store offset=%d (local.get $f) %s)".formatted(offset, value)));
      }
    }
    for (String value : List.of("(i32.const -1)", "(i32.const 100000)")) {
      all.add(
          acting(
              "handles used is " + value,
              "handles used",
              "(i32.store offset=88 (local.get $f) %s)".formatted(value)));
    }
    // These cells are for the tracer alone: nonsense in them is worth nothing, and no failure.
    all.add(
        acting(
            "nonsense in the current cells",
            NOTHING,
            "(i32.store offset=92 (local.get $f) (i32.const 77)) (i32.store offset=96 (local.get $f) (i32.const -77)) (i32.store offset=100 (local.get $f) (i32.const 9999))"
                + "(call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))"));
    all.add(
        acting(
            "header and tables overwritten",
            NOTHING,
            "(memory.fill (i32.load offset=40 (local.get $f)) (i32.const 255) (i32.const 16)) (i32.store offset=56 (local.get $f) (i32.const -1)) (i32.store offset=80 (local.get $f) (i32.const -1))"));
    all.add(
        acting(
            "trap with nonsense in the current cells",
            "unreachable",
            "(i32.store offset=92 (local.get $f) (i32.const 0x7fffffff)) (i32.store offset=96 (local.get $f) (i32.const 0x7fffffff)) unreachable"));
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

  private static void excess(List<Hostile> all) {
    String growth = "(loop $l (drop (memory.grow (i32.const 1))) (br $l))";
    all.add(acting("memory growth", "longer than", growth));
    all.add(
        acting(
            "growth by everything",
            NOTHING,
            "(drop (memory.grow (i32.const 0x7fffffff))) (drop (memory.grow (i32.const -1)))"));
    all.add(acting("endless recursion", "stack", "(call $system_0 (local.get $f))"));
    all.add(
        acting(
            "recursion that reserves entities at the bottom",
            "stack",
            "(drop (call $entity)) (call $system_0 (local.get $f))"));
    all.add(
        acting(
            "recursion that logs at the bottom",
            "stack",
            "(call $log (i32.const 1) (i32.const 0) (i32.const 9)) (call $system_0 (local.get $f))"));
    all.add(
        acting(
            "endless commands",
            SOMETHING,
            "(loop $l (call $despawn (local.get $f) (i64.const 1)) (br $l))"));
    all.add(
        acting(
            "endless messages",
            SOMETHING,
            "(loop $l (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1)) (br $l))"));
    all.add(acting("endless entities", SOMETHING, "(loop $l (drop (call $entity)) (br $l))"));
    all.add(
        acting(
            "endless spawns", SOMETHING, "(loop $l (drop (call $spawn (local.get $f))) (br $l))"));
    all.add(
        acting(
            "endless log",
            "longer than",
            "(loop $l (call $log (i32.const 2) (i32.const 16) (i32.const 9)) (br $l))"));
    all.add(
        acting(
            "endless blobs",
            "longer than",
            "(loop $l (drop (call $blob (i32.const 0) (i32.const 65536))) (br $l))"));
    all.add(
        acting(
            "table growth",
            "longer than",
            "(loop $l (drop (table.grow $t (ref.null func) (i32.const 1000000))) (br $l))",
            "(table $t 1 funcref)"));
    all.add(
        acting(
            "call through an empty table",
            SOMETHING,
            "(call_indirect (i32.const 0)) ",
            "(table $t 1 funcref)"));
    all.add(
        new Hostile(
            "a table too large",
            plain().system("").define("(table 100000 funcref)").wasm(),
            "table has 100000"));
    all.add(new Hostile("a memory too large", plain().system("").memory("65").wasm(), "65 pages"));
    all.add(
        acting(
            "NaN payloads",
            NOTHING,
            "(f32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)) (f32.reinterpret_i32 (i32.const 0x7fa12345)))"));
  }

  private static Hostile described(String name, String says, String json) {
    return new Hostile(name, WatPlugin.describedBy(json).system("").wasm(), says);
  }

  private static void descriptors(List<Hostile> all) {
    String field = "{\"name\": \"f\", \"type\": \"%s\"}";
    all.add(described("no JSON", "no valid JSON", "nonsense"));
    all.add(described("nothing", "not a JSON object", ""));
    all.add(described("a list", "not a JSON object", "[]"));
    all.add(
        described(
            "deep JSON",
            "nesting",
            "{\"abi\": 1, \"sdk\": " + "[".repeat(5000) + "]".repeat(5000) + "}"));
    all.add(described("another ABI", "version 2", "{\"abi\": 2}"));
    all.add(
        described(
            "ten thousand components",
            "at most 256",
            "{\"abi\": 1, \"components\": ["
                + "{\"name\": \"A\"},".repeat(9999)
                + "{\"name\": \"A\"}]}"));
    all.add(
        described(
            "a name with a NUL",
            "is no name",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\\u0000\"}]}"));
    all.add(
        described(
            "a name twice",
            "twice",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\"}, {\"name\": \"A\"}]}"));
    all.add(
        described(
            "a field twice",
            "twice",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s, %s]}]}"
                .formatted(field.formatted("i32"), field.formatted("i32"))));
    all.add(
        described(
            "a component too large",
            "bytes",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("char[4000]"))));
    all.add(
        described(
            "an array beyond all numbers",
            SOMETHING,
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("mat4[99999999999]"))));
    all.add(
        described(
            "an unknown type",
            "type",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("quark"))));
    all.add(
        described(
            "a string in a component",
            "fixed size",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [%s]}]}"
                .formatted(field.formatted("string<9>"))));
    all.add(
        described(
            "another's schema declared",
            "is no name",
            "{\"abi\": 1, \"components\": [{\"name\": \"victim/Count\"}]}"));
    all.add(
        described(
            "a schema that nobody has",
            NOTHING,
            "{\"abi\": 1, \"components\": [{\"use\": \"ghost/Thing\"}]}"));
    all.add(
        described(
            "a field that the owner lacks",
            "victim",
            "{\"abi\": 1, \"components\": [{\"use\": \"victim/Count\", \"fields\": [%s]}]}"
                .formatted(field.formatted("i32"))));
    all.add(
        described(
            "a component out of range",
            "no index",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"queries\": [{\"terms\": [{\"component\": 7}]}]}]}"));
    all.add(
        described(
            "a negative component",
            "no index",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"queries\": [{\"terms\": [{\"component\": -1}]}]}]}"));
    all.add(
        described(
            "a stage that does not exist",
            "no stage",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"stage\": \"Never\"}]}"));
    all.add(
        described(
            "a default of the wrong type",
            "f",
            "{\"abi\": 1, \"components\": [{\"name\": \"A\", \"fields\": [{\"name\": \"f\", \"type\": \"i32\", \"default\": \"x\"}]}]}"));
    all.add(
        described(
            "a capability not granted",
            "not granted",
            "{\"abi\": 1, \"capabilities\": [\"write:victim/Count\"]}"));
    all.add(
        described(
            "a capability that does not exist",
            "no capability",
            "{\"abi\": 1, \"capabilities\": [\"rule:world\"]}"));
    all.add(
        described(
            "wrong kinds everywhere",
            "not a list",
            "{\"abi\": 1, \"components\": {}, \"systems\": 7}"));
    all.add(
        described(
            "a system that waits for itself",
            "wait for each other",
            "{\"abi\": 1, \"systems\": [{\"name\": \"s\", \"after\": [\"s\"]}]}"));
    all.add(
        new Hostile(
            "bytes that are no text",
            WatPlugin.describedBy(new byte[] {-1, -2, 0, 7}).system("").wasm(),
            "no valid JSON"));
    for (String span :
        List.of(
            "(i64.const -1)",
            "(i64.const 0x7fffffff00000010)",
            "(i64.const 0x0000fff000100000)",
            "(i64.const 0x00000010fffffff0)")) {
      all.add(
          new Hostile(
              "a descriptor at " + span,
              plain().system("").export("vivarium_descriptor", "(result i64) " + span).wasm(),
              "outside its memory"));
    }
  }

  /// Modules that would cost the host more than their size.
  private static void bombs(List<Hostile> all) {
    all.add(new Hostile("nine megabytes", new byte[9 << 20], "at most 8388608"));
    all.add(
        new Hostile(
            "five megabytes of code",
            ModuleBytes.functions(5, ModuleBytes.body(0, 1 << 20, 0x01)),
            "code has"));
    all.add(
        new Hostile(
            "a hundred thousand functions",
            ModuleBytes.functions(100_000, ModuleBytes.body(0, 0)),
            "100000 functions"));
    all.add(
        new Hostile(
            "locals by the billion",
            ModuleBytes.functions(1, ModuleBytes.body(2_000_000_000, 0)),
            "2000000000 locals"));
    all.add(
        new Hostile(
            "locals in many functions",
            ModuleBytes.functions(10_000, ModuleBytes.body(50_000, 0)),
            "50000 locals"));
    all.add(
        new Hostile(
            "branches times locals",
            ModuleBytes.functions(20, ModuleBytes.body(4_000, 8_000, ModuleBytes.branch())),
            "branches and locals"));
    all.add(
        new Hostile(
            "a hundred tables",
            plain().system("").define("(table 60000 funcref)".repeat(100)).wasm(),
            "100 tables"));
    all.add(
        new Hostile(
            "a table with an initial value",
            ModuleBytes.section(4, 1, 0x40, 0, 0x70, 0, 0xff, 0xff, 0xff, 0x7f, 0xd0, 0x70, 0x0b),
            "initial value"));
    all.add(
        new Hostile(
            "a large table of a reference type in its long form",
            ModuleBytes.section(4, 1, 0x63, 0x70, 0, 0xff, 0xff, 0xff, 0x7f),
            "a table has 268435455 entries"));
    all.add(
        new Hostile(
            "twenty thousand globals",
            plain().system("").define("(global (mut i32) (i32.const 1))".repeat(20_000)).wasm(),
            "20001 globals"));
  }

  private static void modules(List<Hostile> all) {
    byte[] good = plain().system("").wasm();
    for (int length :
        new int[] {0, 1, 4, 7, 8, 9, 20, 100, good.length / 4, good.length / 2, good.length - 1}) {
      all.add(new Hostile("cut to " + length + " bytes", Arrays.copyOf(good, length), SOMETHING));
    }
    byte[] component = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    all.add(new Hostile("a component", component, "component"));
    all.add(
        new Hostile(
            "memory64", new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 5, 3, 1, 4, 1}, "memory64"));
    all.add(
        new Hostile(
            "a shared memory",
            new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 5, 4, 1, 3, 1, 2},
            "threads"));
    all.add(
        new Hostile(
            "a number without end",
            new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 5, -1, -1, -1, -1, -1, -1},
            "short"));
    all.add(
        new Hostile(
            "a section without end",
            new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 10, 120, 1},
            "past the end"));
    all.add(
        new Hostile(
            "SIMD",
            plain().system("(drop (i32x4.extract_lane 0 (v128.const i32x4 1 2 3 4)))").wasm(),
            "SIMD"));
    all.add(
        new Hostile(
            "an unknown import",
            plain().system("").importing("(import \"env\" \"abort\" (func (param i32)))").wasm(),
            "env.abort"));
    all.add(
        new Hostile(
            "an unknown host function",
            plain().system("").importing("(import \"vivarium\" \"format_disk\" (func))").wasm(),
            "format_disk"));
    all.add(
        new Hostile(
            "an imported table",
            plain().system("").importing("(import \"vivarium\" \"t\" (table 1 funcref))").wasm(),
            "no function"));
    all.add(
        new Hostile(
            "a host function of another type",
            plain()
                .system("")
                .importing("(import \"vivarium\" \"flush\" (func (param i64)))")
                .wasm(),
            "flush"));
    all.add(
        new Hostile(
            "no dispatch",
            plain().system("").without("vivarium_dispatch").wasm(),
            "vivarium_dispatch"));
    all.add(
        new Hostile(
            "no descriptor",
            plain().system("").without("vivarium_descriptor").wasm(),
            "vivarium_descriptor"));
    all.add(
        new Hostile(
            "no reserve",
            plain().system("").without("vivarium_reserve").wasm(),
            "vivarium_reserve"));
    all.add(
        new Hostile("no abi", plain().system("").without("vivarium_abi").wasm(), "vivarium_abi"));
    all.add(
        new Hostile(
            "abi of the future",
            plain().system("").export("vivarium_abi", "(result i32) (i32.const 9)").wasm(),
            "version 9"));
    all.add(
        new Hostile(
            "dispatch of another type",
            plain().system("").export("vivarium_dispatch", "(param i64)").wasm(),
            "type"));
    all.add(
        new Hostile(
            "collect of another type",
            plain().system("").export("vivarium_collect", "(result i32) (i32.const 0)").wasm(),
            "type"));
    all.add(
        new Hostile(
            "save of another type",
            plain().system("").export("vivarium_save", "(result i32) (i32.const 0)").wasm(),
            "type"));
  }
}
