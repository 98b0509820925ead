package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What the test world knows of its plugins.
final class TestPlugins implements PluginReadings {
  private final Answers answers;
  private final Map<String, PluginState> states;

  TestPlugins(Answers answers, Map<String, PluginState> states) {
    this.answers = answers;
    this.states = states;
  }

  @Override
  public CompletableFuture<Optional<Details>> details(String plugin) {
    return answers.to(() -> Optional.of(of(plugin)));
  }

  private Details of(String plugin) {
    var state = states.get(plugin);
    var stopped = state == PluginState.STOPPED || state == PluginState.FAILED;
    return new Details(
        plugin,
        stopped
            ? Optional.of(
                new Failure(
                    "trap in " + plugin + "/flow at tick 17,990: integer divide by zero",
                    Optional.of(
                        new Diagnostic.Place("plugins/" + plugin + "/" + plugin + ".ts", 2, 1, 0)),
                    Optional.empty(),
                    17_990))
            : Optional.empty(),
        List.of(
            new Meter("Time, soft", 1.2, 8, "ms", "Median of its costliest system"),
            new Meter("Time, hard", 3.1, 250, "ms", "Slowest run"),
            new Meter("Memory", 3 << 20, 64 << 20, Meter.BYTES, "Pages of 64 KiB"),
            new Meter("Commands", 1_800, 1_048_576, "", "Most in one run"),
            new Meter("Messages", 61_000, 65_536, "", "Most in one run"),
            new Meter("Log lines", 64, 64, "", "Most in one tick")),
        List.of(
            new SystemReading(
                "swim",
                "Update",
                2,
                820,
                1_240,
                List.of("vivarium/Velocity"),
                List.of("vivarium/Transform", "fish/Hunger"),
                List.of()),
            new SystemReading(
                "sate",
                "PostUpdate",
                1,
                40,
                120,
                List.of(),
                List.of("fish/Hunger"),
                List.of("feeding/Eaten"))),
        List.of("write:vivarium/Transform"),
        List.of("write:vivarium/Transform"),
        List.of("write:vivarium/Transform"),
        List.of(),
        List.of(
            new GoodVersion("0.1.0+4", 17_000, Gear.OPTIMISED, true),
            new GoodVersion("0.1.0+3", 12_400, Gear.OPTIMISED, false)));
  }

  @Override
  public CompletableFuture<Optional<Migration>> migration(long decision) {
    return answers.to(() ->
        Optional.of(
            new Migration(
                decision,
                "fish",
                "fish/Hunger",
                2_000,
                List.of(
                    new FieldStep("since: f32 s", "since: vec3", "since changes type", true),
                    new FieldStep("", "since2: f32", "since2 is added", false)))));
  }
}
