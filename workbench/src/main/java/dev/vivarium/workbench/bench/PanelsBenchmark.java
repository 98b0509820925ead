package dev.vivarium.workbench.bench;

import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.app.WindowProbe;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.project.ProjectFiles;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the table of entities, the inspector and the tracer cost when all are open over 100,000
/// entities: a whole window drawn without a display on a world that runs at 60 Hz, its panels
/// closed and open in turn, each first in every other pair.
///
/// Times are of the processor, of the world's thread and of the window's, so that other work of the
/// machine counts for little. A frame's time holds all tasks that ran since the frame before.
final class PanelsBenchmark implements Benchmark {
  private static final int ENTITIES = 100_000;
  private static final int MESSAGES = 400;
  private static final int PAIRS = 50;
  private static final long WARM_UP_MS = 20_000;
  private static final long SETTLE_MS = 400;
  private static final long BLOCK_MS = 1_200;
  private static final double COST_MAX = 3;
  private static final double FRAME_MILLIS_MAX = 8;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Override
  public String name() {
    return "panels";
  }

  @Override
  public String description() {
    return "entities, inspector and tracer open over %,d entities and %,d messages a tick, in a"
            .formatted(ENTITIES, MESSAGES)
        + " window drawn without a display";
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    Path project = Crowd.project(context.scratch().resolve(name()), ENTITIES, MESSAGES);
    try (PluginBuilder builder = context.builder(project);
        LocalWorldSession session = session(project, builder)) {
      LiveWorld live = session.opened().get(2, TimeUnit.MINUTES);
      try (WindowProbe window =
          WindowProbe.open(
              session, new ProjectFiles(project), context.scratch().resolve("panels-state"))) {
        List<Measurement> found = new Measuring(live, window).run();
        BenchContext.requireRunning(live.world());
        return found;
      }
    }
  }

  private static LocalWorldSession session(Path project, PluginBuilder builder) throws Exception {
    ProjectStore store = ProjectStore.at(project);
    LoadedProject loaded = store.load();
    WorldOptions options = WorldOptions.DEFAULT;
    return new LocalWorldSession(
        loaded,
        options.clock(),
        (times, events) ->
            LiveWorld.open(
                store, loaded.project(), builder, options, Opening.RESET, times, events));
  }

  /// What the world's thread has done up to a tick.
  private record Worked(long tick, long cpuNanos) {
    static Worked of(World world) {
      return new Worked(world.tick(), THREADS.getCurrentThreadCpuTime());
    }

    double microsATick(Worked until) {
      return (until.cpuNanos - cpuNanos) / 1e3 / Math.max(1, until.tick - tick);
    }
  }

  private static final class Measuring {
    private final LiveWorld live;
    private final WindowProbe window;
    private final double[] closedMicros = new double[PAIRS];
    private final double[] openMicros = new double[PAIRS];
    private final List<double[]> frames = new ArrayList<>();
    private final List<double[]> closedFrames = new ArrayList<>();

    Measuring(LiveWorld live, WindowProbe window) {
      this.live = live;
      this.window = window;
    }

    List<Measurement> run() throws Exception {
      open();
      Thread.sleep(WARM_UP_MS);
      for (int pair = 0; pair < PAIRS; pair++) {
        boolean openFirst = pair % 2 == 1;
        measure(pair, openFirst);
        measure(pair, !openFirst);
      }
      open();
      if (window.messages() == 0) {
        throw new IllegalStateException("the tracer lists no message");
      }
      return figures();
    }

    private void measure(int pair, boolean isOpen) throws Exception {
      if (isOpen) {
        open();
        openMicros[pair] = block(frames);
      } else {
        window.closePanels();
        closedMicros[pair] = block(closedFrames);
      }
    }

    private void open() throws Exception {
      window.openPanels();
      if (window.seen().size() != 3) {
        throw new IllegalStateException("only " + window.seen() + " can be seen");
      }
    }

    private double block(List<double[]> to) throws Exception {
      Thread.sleep(SETTLE_MS);
      window.beginFrames();
      Worked from = live.ask(Worked::of).get();
      Thread.sleep(BLOCK_MS);
      double micros = from.microsATick(live.ask(Worked::of).get());
      to.add(window.endFrames());
      return micros;
    }

    private List<Measurement> figures() {
      double[] costs = new double[PAIRS];
      for (int i = 0; i < PAIRS; i++) {
        costs[i] = (openMicros[i] / closedMicros[i] - 1) * 100;
      }
      Percentiles open = all(frames);
      return List.of(
          Measurement.of(
              "panels", "tick, panels closed", new Percentiles(closedMicros).at(0.5), "us"),
          Measurement.of("panels", "tick, panels open", new Percentiles(openMicros).at(0.5), "us"),
          Measurement.atMost(
              "panels", "open panels, tick's share", new Percentiles(costs).at(0.5), "%", COST_MAX),
          Measurement.of("panels", "frame p95, panels closed", all(closedFrames).at(0.95), "ms"),
          Measurement.of("panels", "frame p50, panels open", open.at(0.5), "ms"),
          Measurement.atMost(
              "panels", "frame p95, panels open", open.at(0.95), "ms", FRAME_MILLIS_MAX),
          Measurement.of("panels", "frame max, panels open", open.at(1), "ms"));
    }

    private static Percentiles all(List<double[]> blocks) {
      return new Percentiles(blocks.stream().flatMapToDouble(Arrays::stream).toArray());
    }
  }
}
