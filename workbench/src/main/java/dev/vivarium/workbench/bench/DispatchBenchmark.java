package dev.vivarium.workbench.bench;

import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.toolchain.BuildResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// One system over many entities, 24 bytes in and 12 back: the world's dispatch, a plain Java loop,
/// and the same module in Node's V8 with the same copies.
final class DispatchBenchmark implements Benchmark {
  private static final int[] COUNTS = {0, 100, 10_000, 100_000};
  private static final double V8_RATIO_MAX = 2.5;
  private static final int FILLING_CALLS = 3;
  private static final int WARM_UP_CALLS = 50;
  private static final double WARM_UP_SECONDS = 2;
  private static final double BATCH_SECONDS = 0.4;
  private static final int BATCHES = 9;

  private static final String SOURCE =
      """
      import { Clock, Reason, Vec3, spawn, set, setting } from "vivarium";
      @component class Position { at: Vec3; }
      @component class Motion { by: Vec3 = new Vec3(1, 2, 3); spin: Vec3; }
      @query class Moving { @write position: Position; motion: Motion; }
      @system("postInit") function begin(clock: Clock): void {
        if (clock.reason != Reason.Fresh) return;
        let count = <i32>setting.number("count", 0);
        for (let i = 0; i < count; i++) {
          let one = spawn();
          set(one, new Position());
          set(one, new Motion());
        }
      }
      @system("update") function move(moving: Moving, clock: Clock): void {
        while (moving.next()) moving.position.at.addScaled(moving.motion.by, clock.delta);
      }
      """;

  @Override
  public String name() {
    return "dispatch";
  }

  @Override
  public String description() {
    return "one system that adds velocity to position, optimised gear, against Java and V8";
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    List<Measurement> found = new ArrayList<>();
    for (int count : COUNTS) {
      Path project = project(context, count);
      try (PluginBuilder builder = context.builder(project);
          LiveWorld live = context.open(project, builder, event -> {})) {
        double vivarium = worldTickUs(live.world());
        BenchContext.requireRunning(live.world());
        double java = count == 0 ? 0 : javaLoopUs(count);
        String label = "%,d entities".formatted(count);
        found.add(Measurement.of(name(), label + ": tick with the system", vivarium, "us"));
        if (count > 0) {
          found.add(Measurement.of(name(), label + ": plain Java loop", java, "us"));
        }
        Optional<Double> v8 = v8Us(context, project, builder, count);
        if (v8.isPresent()) {
          found.add(Measurement.of(name(), label + ": V8 with the same copies", v8.get(), "us"));
          double ratio = vivarium / v8.get();
          found.add(
              count == 100_000
                  ? Measurement.atMost(name(), label + ": ratio to V8", ratio, "x", V8_RATIO_MAX)
                  : Measurement.of(name(), label + ": ratio to V8", ratio, "x"));
        }
      }
    }
    return found;
  }

  private static Path project(BenchContext context, int count) throws IOException {
    Path project = context.scratch().resolve("dispatch-" + count);
    Path plugin = project.resolve("plugins/move");
    Files.createDirectories(plugin);
    Files.createDirectories(project.resolve("scenes"));
    Files.writeString(
        project.resolve("world.json"),
        """
        {"format":1,"name":"Dispatch","seed":1,"rate":60,"master":"main","scenes":["main"]}
        """);
    Files.writeString(
        project.resolve("scenes/main.json"),
        """
        {"format":1,"name":"main","entities":[]}
        """);
    Files.writeString(
        plugin.resolve("plugin.json"),
        """
        {"name":"move","language":"assemblyscript","main":"move.ts","capabilities":[],
         "settings":{"count":%d}}
        """
            .formatted(count));
    Files.writeString(plugin.resolve("move.ts"), SOURCE);
    return project;
  }

  private static double worldTickUs(World world) {
    return medianUs(world::tickOnce, world.options().clock()::nanos);
  }

  private static double javaLoopUs(int count) {
    float[] position = new float[count * 3];
    float[] velocity = new float[count * 6];
    java.util.Arrays.fill(velocity, 1.5f);
    float delta = 1 / 60f;
    return medianUs(
        () -> {
          for (int i = 0; i < count; i++) {
            position[i * 3] += velocity[i * 6] * delta;
            position[i * 3 + 1] += velocity[i * 6 + 1] * delta;
            position[i * 3 + 2] += velocity[i * 6 + 2] * delta;
          }
        },
        dev.vivarium.engine.tick.NanoClock.SYSTEM::nanos);
  }

  /// Microseconds a call, of the median of some batches after a warm-up: the first calls fill the
  /// world, and the JVM compiles a loop for good only after hundreds of calls.
  private static double medianUs(Runnable call, LongSupplier clock) {
    long calls = 0;
    double seconds = 0;
    batch(call, FILLING_CALLS, clock);
    while (seconds < WARM_UP_SECONDS) {
      seconds += batch(call, WARM_UP_CALLS, clock) / 1e9;
      calls += WARM_UP_CALLS;
    }
    long aBatch = Math.max(1, Math.round(calls * BATCH_SECONDS / seconds));
    double[] us = new double[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      us[i] = batch(call, aBatch, clock) / 1e3 / aBatch;
    }
    return new Percentiles(us).at(0.5);
  }

  private static long batch(Runnable call, long calls, LongSupplier clock) {
    long start = clock.getAsLong();
    for (long i = 0; i < calls; i++) {
      call.run();
    }
    return clock.getAsLong() - start;
  }

  private static Optional<Double> v8Us(
      BenchContext context, Path project, PluginBuilder builder, int count) throws Exception {
    var store = ProjectStore.at(project);
    var file = store.load().project().plugins().get("move");
    if (file == null
        || !(builder.build(file, dev.vivarium.engine.plugin.Gear.OPTIMISED).join()
            instanceof BuildResult.Built built)) {
      return Optional.empty();
    }
    Path wasm = project.resolve("move.wasm");
    Files.write(wasm, built.wasm());
    Path script = project.resolve("dispatch.mjs");
    try (var source = DispatchBenchmark.class.getResourceAsStream("dispatch.mjs")) {
      Files.write(script, java.util.Objects.requireNonNull(source).readAllBytes());
    }
    return node(context, script, wasm, count);
  }

  private static Optional<Double> node(BenchContext context, Path script, Path wasm, int count)
      throws IOException, InterruptedException {
    Process node;
    try {
      node =
          new ProcessBuilder("node", script.toString(), wasm.toString(), Integer.toString(count))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      context.progress().accept("node is not installed: no comparison with V8");
      return Optional.empty();
    }
    String out = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!node.waitFor(60, TimeUnit.SECONDS) || node.exitValue() != 0) {
      node.destroyForcibly();
      context.progress().accept("node failed: no comparison with V8");
      return Optional.empty();
    }
    return Optional.of(Double.parseDouble(out));
  }
}
