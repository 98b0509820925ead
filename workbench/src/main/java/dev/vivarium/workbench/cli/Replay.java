package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.world.Replayer;
import dev.vivarium.engine.world.WorldOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `vivarium replay`: a recording again, tick for tick, held against the hashes that it holds.
final class Replay implements Act<ReplayOptions> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public ExitCode perform(ReplayOptions options, Terminal terminal)
      throws CommandFailure, IOException {
    if (!options.trust()) {
      throw new CommandFailure(
          "%s holds plugins, which are programs. To run them, add --trust"
              .formatted(options.recording()));
    }
    try (Replayer replayer = new Replayer(options.recording(), WorldOptions.DEFAULT)) {
      replayer.problems().forEach(problem -> terminal.err().println(problem));
      long from = replayer.keyframes().getFirst();
      long until =
          options.ticks().isPresent()
              ? Math.min(replayer.endTick(), from + options.ticks().getAsLong())
              : replayer.endTick();
      Replayer.Result result = replayer.run(from, until, world -> {});
      report(result, options);
      return judge(result, terminal);
    } catch (PluginLoadException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static ExitCode judge(Replayer.Result result, Terminal terminal) {
    if (result.firstDifference().isPresent()) {
      terminal
          .err()
          .printf(
              "The replay differs from the recording at tick %d.%n",
              result.firstDifference().getAsLong());
      terminal.err().flush();
      return ExitCode.FAILED;
    }
    terminal
        .out()
        .printf(
            "Replayed ticks %d to %d: %s; state %016x.%n",
            result.startTick(), result.endTick(), compared(result.hashes()), result.stateHash());
    terminal.out().flush();
    return ExitCode.OK;
  }

  /// A recording of the window holds none: whoever looks back in it makes the ticks again anyway.
  private static String compared(long hashes) {
    return hashes == 0 ? "it holds no hashes to compare" : hashes + " hashes compared, all equal";
  }

  private static void report(Replayer.Result result, ReplayOptions options) throws IOException {
    if (options.report().isEmpty()) {
      return;
    }
    ObjectNode root =
        JSON.createObjectNode()
            .put("startTick", result.startTick())
            .put("endTick", result.endTick())
            .put("hashesCompared", result.hashes())
            .put("stateHash", "%016x".formatted(result.stateHash()));
    if (result.firstDifference().isPresent()) {
      root.put("firstDifference", result.firstDifference().getAsLong());
    }
    Path file = options.report().get();
    Files.writeString(file, root.toPrettyString() + "\n");
  }
}
