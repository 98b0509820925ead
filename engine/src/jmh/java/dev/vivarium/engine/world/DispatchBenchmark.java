package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.plugin.wasm.HostFunctions;
import dev.vivarium.engine.plugin.wasm.WasmFunction;
import dev.vivarium.engine.plugin.wasm.WasmLimits;
import dev.vivarium.engine.plugin.wasm.WasmModule;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the way through the plugin host costs: one system that adds a velocity to a position, 24 B in
/// and 12 B back an entity, against the same loop in plain Java, the bare call of the export, and the
/// copies alone.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class DispatchBenchmark {
  private static final String VEC3 =
      "\"fields\": [{\"name\": \"x\", \"type\": \"f32\"}, {\"name\": \"y\", \"type\": \"f32\"},"
          + " {\"name\": \"z\", \"type\": \"f32\"}]";

  @Param({"0", "100", "10000", "100000"})
  int entities;

  private TestWorld world;
  private WasmFunction bare;
  private float[] position;
  private float[] velocity;
  private byte[] memory;

  @Setup
  public void start() throws Exception {
    world = new TestWorld();
    world.add("move", mover());
    world.tick(3);
    if (!world.failures().isEmpty()) {
      throw new IllegalStateException(world.failures().toString());
    }
    WasmModule module =
        WasmModule.compile(mover().wasm(), ExecutionMode.COMPILED, WasmLimits.DEFAULT);
    HostFunctions host = new HostFunctions("vivarium");
    for (String[] f :
        new String[][] {
          {"log", "iii"}, {"panic", "iiiiii"}, {"random", ":I"}, {"row_of", "iI:i"},
          {"entity", ":I"}, {"flush", ""}, {"asset", "ii:I"}, {"asset_size", "I:i"},
          {"asset_read", "Iiii:i"}, {"blob", "ii:I"}, {"blob_size", "I:i"},
          {"blob_read", "Iiii:i"}, {"setting", "iiii:i"}
        }) {
      host.define(f[0], f[1], a -> 0);
    }
    bare = module.instantiate(host).function("bare", "ii").orElseThrow();
    position = new float[3 * entities];
    velocity = new float[3 * entities];
    java.util.Arrays.fill(velocity, 1f);
    memory = new byte[24 * entities];
  }

  private WatPlugin mover() {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"name": "Position", %s}, {"name": "Velocity", %s}],
             "systems": [{"name": "birth", "stage": "PostInit"},
               {"name": "move", "queries": [{"terms": [
                 {"component": 0, "access": "write"}, {"component": 1, "access": "read"}]}]}]}
            """
                .formatted(VEC3, VEC3))
        .define(
            """
            (func $integrate (param $p i32) (param $j i32) (param $k i32) (param $delta f32)
            (loop $next
                (f32.store (local.get $p)
                  (f32.add (f32.load (local.get $p))
                    (f32.mul (f32.load (local.get $j)) (local.get $delta))))
                (f32.store offset=4 (local.get $p)
                  (f32.add (f32.load offset=4 (local.get $p))
                    (f32.mul (f32.load offset=4 (local.get $j)) (local.get $delta))))
                (f32.store offset=8 (local.get $p)
                  (f32.add (f32.load offset=8 (local.get $p))
                    (f32.mul (f32.load offset=8 (local.get $j)) (local.get $delta))))
                (local.set $j (i32.add (local.get $j) (i32.const 12)))
                (local.set $p (i32.add (local.get $p) (i32.const 12)))
                (br_if $next (i32.lt_u (local.get $p) (local.get $k)))))
            """)
        .export(
            "bare",
            """
            (param $at i32) (param $rows i32)
            (if (i32.eqz (local.get $rows)) (then (return)))
            (drop (call $integrate_rows (local.get $at) (local.get $rows)))
            """)
        .define(
            """
            (func $integrate_rows (param $at i32) (param $rows i32) (result i32)
              (if (i32.lt_u (i32.shl (memory.size) (i32.const 16))
                    (i32.add (local.get $at) (i32.mul (local.get $rows) (i32.const 24))))
                (then (drop (memory.grow (i32.const 64)))))
              (call $integrate (local.get $at)
                (i32.add (local.get $at) (i32.mul (local.get $rows) (i32.const 12)))
                (i32.add (local.get $at) (i32.mul (local.get $rows) (i32.const 12)))
                (f32.const 0.0166))
              (i32.const 0))
            """)
        .system(
            """
            (f32.store (i32.const 16) (f32.const 1))
            (f32.store (i32.const 20) (f32.const 1))
            (f32.store (i32.const 24) (f32.const 1))
            (block $done
              (loop $next
                (br_if $done (i32.ge_u (local.get $i) (i32.const COUNT)))
                (local.set $e (call $spawn (local.get $f)))
                (call $set (local.get $f) (i32.const 0) (local.get $e) (i32.const 32) (i32.const 12))
                (call $set (local.get $f) (i32.const 1) (local.get $e) (i32.const 16) (i32.const 12))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br $next)))
            """
                .replace("COUNT", Integer.toString(entities)))
        .system(
            """
            (if (i32.eqz (call $rows (local.get $f) (i32.const 0))) (then (return)))
            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
            (local.set $j (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 1)))
            (local.set $k
              (i32.add (local.get $p)
                (i32.mul (i32.const 12) (call $rows (local.get $f) (i32.const 0)))))
            (call $integrate (local.get $p) (local.get $j) (local.get $k) (f32.load offset=24 (local.get $f)))
            """);
  }

  @TearDown
  public void stop() {
    world.close();
  }

  /// A whole tick of a world with just that system.
  @Benchmark
  public long tick() {
    world.world().tickOnce();
    return world.world().tick();
  }

  /// The same loop in the same module, over rows that lie in its memory already.
  @Benchmark
  public long bareExportCall() throws Exception {
    return bare.call(16_384, entities);
  }

  @Benchmark
  public float[] plainJava() {
    float delta = 1 / 60f;
    for (int i = 0; i < position.length; i++) {
      position[i] += velocity[i] * delta;
    }
    return position;
  }

  /// 24 B in, 12 B back.
  @Benchmark
  public byte[] copiesAlone() {
    var bytes = java.lang.foreign.MemorySegment.ofArray(memory);
    var from = java.lang.foreign.MemorySegment.ofArray(position);
    long size = from.byteSize();
    java.lang.foreign.MemorySegment.copy(from, 0, bytes, 0, size);
    java.lang.foreign.MemorySegment.copy(
        java.lang.foreign.MemorySegment.ofArray(velocity), 0, bytes, size, size);
    java.lang.foreign.MemorySegment.copy(bytes, 0, from, 0, size);
    return memory;
  }
}
