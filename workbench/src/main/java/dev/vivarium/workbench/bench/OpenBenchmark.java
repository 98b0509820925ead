package dev.vivarium.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Opening tidepool: from the start of the process until its window shows, its first file stands in
/// the editor and its world runs, and the memory held then. The window is drawn without a display.
/// The process gets the options of this one, the cache of loaded classes among them.
final class OpenBenchmark implements Benchmark {
  private static final int STARTS = 7;
  private static final double MILLIS_MAX = 3_000;
  private static final long PATIENCE_S = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "open";
  }

  @Override
  public String description() {
    return "opening tidepool: from the process's start until it can be used, and memory held then";
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    Path project = context.tidepool("open", 1_800);
    // The first start builds the plugins; later ones find them built, as a user does every day.
    start(context, project);
    List<JsonNode> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      starts.add(start(context, project));
    }
    Percentiles window = of(starts, "windowMs");
    Percentiles interactive = of(starts, "interactiveMs");
    return List.of(
        Measurement.of(name(), "window shown, median", window.at(0.5), "ms"),
        Measurement.atMost(name(), "can be used, median", interactive.at(0.5), "ms", MILLIS_MAX),
        Measurement.of(name(), "can be used, worst", interactive.at(1), "ms"),
        Measurement.of(
            name(), "resident, workbench, median", of(starts, "residentMiB").at(0.5), "MiB"),
        Measurement.of(
            name(), "resident, other processes, median", of(starts, "childrenMiB").at(0.5), "MiB"));
  }

  private static Percentiles of(List<JsonNode> starts, String figure) {
    return new Percentiles(starts.stream().mapToDouble(s -> s.path(figure).asDouble()).toArray());
  }

  private static JsonNode start(BenchContext context, Path project)
      throws IOException, InterruptedException {
    Path figures = context.scratch().resolve("open.json");
    Path script = context.scratch().resolve("open.txt");
    Files.deleteIfExists(figures);
    Files.writeString(script, "wait-ticks 300\nmeasure " + figures + "\n");
    Path picture = context.scratch().resolve("open.png");
    Process process =
        new ProcessBuilder(command(project, script, picture))
            .redirectErrorStream(true)
            .redirectOutput(context.scratch().resolve("open.log").toFile())
            .start();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the window did not open in " + PATIENCE_S + " s");
    } else if (process.exitValue() != 0 || !Files.exists(figures)) {
      throw new IllegalStateException(
          "the window did not open: " + Files.readString(context.scratch().resolve("open.log")));
    }
    return summed(JSON.readTree(figures.toFile()));
  }

  private static JsonNode summed(JsonNode figures) {
    long mib = 0;
    for (JsonNode child : figures.path("children")) {
      mib += child.path("residentMiB").asLong();
    }
    return ((ObjectNode) figures).put("childrenMiB", mib);
  }

  private static List<String> command(Path project, Path script, Path picture) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.vivarium.workbench.cli.Vivarium");
    command.addAll(List.of("open", project.toString(), "--trust", "--fresh"));
    command.addAll(List.of("--script", script.toString(), "--screenshot", picture.toString()));
    return command;
  }
}
