package dev.vivarium.workbench.bench;

import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// Edits a plugin of the running tidepool again and again: from the file's change to the end of the
/// first tick with the quick build.
final class ReloadBenchmark implements Benchmark {
  private static final int WARM_UP = 8;
  private static final int EDITS = 50;
  private static final double P50_MS_MAX = 250;
  private static final double P95_MS_MAX = 600;
  private static final String MARK = "const SIGHT: f32 = 4.0;";

  @Override
  public String name() {
    return "reload";
  }

  @Override
  public String description() {
    return "save of a tidepool plugin to the end of the first tick with it, quick gear, warm";
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    Path project = context.tidepool("reload", 1800);
    Path source = project.resolve("plugins/fish/fish.ts");
    String text = Files.readString(source);
    if (!text.contains(MARK)) {
      throw new IllegalStateException("tidepool's fish.ts has no line '" + MARK + "'");
    }
    BlockingQueue<LiveEvent> events = new LinkedBlockingQueue<>();
    List<ReloadReport> reports = new ArrayList<>();
    try (PluginBuilder builder = context.builder(project);
        LiveWorld live = context.open(project, builder, events::add)) {
      live.loop().start();
      for (int edit = 0; edit < WARM_UP + EDITS; edit++) {
        String next = "const SIGHT: f32 = %.4f;".formatted(2 + edit * 0.0625);
        Files.writeString(source, text.replace(MARK, next));
        ReloadReport report = await(events, Gear.QUICK);
        await(events, Gear.OPTIMISED);
        if (edit >= WARM_UP) {
          reports.add(report);
        }
      }
    }
    return measurements(reports);
  }

  private static ReloadReport await(BlockingQueue<LiveEvent> events, Gear gear)
      throws InterruptedException {
    long end = NanoClock.SYSTEM.nanos() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      LiveEvent event = events.poll(end - NanoClock.SYSTEM.nanos(), TimeUnit.NANOSECONDS);
      switch (event) {
        case null -> throw new IllegalStateException("no reload within 60 s");
        case LiveEvent.Reloaded reloaded when reloaded.report().gear() == gear -> {
          return reloaded.report();
        }
        case LiveEvent.BuildFailed failed ->
            throw new IllegalStateException("the edit does not build: " + failed.diagnostics());
        case LiveEvent.ReloadRefused refused ->
            throw new IllegalStateException("the edit was refused: " + refused.outcome());
        default -> {}
      }
    }
  }

  private List<Measurement> measurements(List<ReloadReport> reports) {
    Percentiles total = of(reports, ReloadReport::totalMs);
    return List.of(
        Measurement.atMost(name(), "total p50", total.at(0.5), "ms", P50_MS_MAX),
        Measurement.atMost(name(), "total p95", total.at(0.95), "ms", P95_MS_MAX),
        part("compile", of(reports, ReloadReport::compileMs)),
        part("load", of(reports, ReloadReport::loadMs)),
        part("shadow", of(reports, ReloadReport::shadowMs)),
        part("swap and first tick", of(reports, ReloadReport::swapMs)));
  }

  private Measurement part(String what, Percentiles values) {
    return Measurement.of(name(), what + " p50", values.at(0.5), "ms");
  }

  private static Percentiles of(List<ReloadReport> reports, ToDoubleFunction<ReloadReport> value) {
    return new Percentiles(reports.stream().mapToDouble(value).toArray());
  }
}
