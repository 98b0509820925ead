package dev.vivarium.workbench.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.plugin.PluginStatus;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.live.BuildCache;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.live.TickTimes;
import dev.vivarium.workbench.toolchain.AssemblyScriptRecipe;
import dev.vivarium.workbench.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What benchmarks work with: the samples, copied so that they may be changed, and a toolchain.
///
/// @param samples folder of the sample worlds
/// @param scratch empty folder for copies
/// @param progress takes lines for the user
public record BenchContext(Path samples, Path scratch, Consumer<String> progress) {
  /// So that the world with most fish is measured and not stopped.
  private static final int SYSTEM_MICROS = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// A copy of tidepool with so many fish.
  Path tidepool(String name, int fish) throws IOException {
    Path copy = scratch.resolve(name);
    copy(samples.resolve("tidepool"), copy);
    Path plugin = copy.resolve("plugins/fish/plugin.json");
    ObjectNode json = (ObjectNode) JSON.readTree(plugin.toFile());
    json.withObject("settings").put("fish", fish);
    json.withObject("limits").put("systemMicros", SYSTEM_MICROS);
    JSON.writeValue(plugin.toFile(), json);
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(f -> !f.toString().contains(".vivarium"))
              .toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  PluginBuilder builder(Path project) {
    Toolchain toolchain = Toolchain.locate();
    return new PluginBuilder(
        project,
        new BuildCache(project, toolchain.stamp()),
        List.of(new AssemblyScriptRecipe(toolchain)));
  }

  LiveWorld open(Path project, PluginBuilder builder, Consumer<LiveEvent> events)
      throws IOException {
    ProjectStore store = ProjectStore.at(project);
    return LiveWorld.open(
        store,
        store.load().project(),
        builder,
        WorldOptions.DEFAULT,
        Opening.RESET,
        new TickTimes(),
        events);
  }

  /// Fails the benchmark if a plugin stopped: a world that does nothing is fast.
  static void requireRunning(World world) {
    for (PluginStatus plugin : world.plugins().status()) {
      if (!plugin.state().runs()) {
        throw new IllegalStateException(
            "plugin %s does not run: %s".formatted(plugin.name(), plugin.failure()));
      }
    }
  }
}
