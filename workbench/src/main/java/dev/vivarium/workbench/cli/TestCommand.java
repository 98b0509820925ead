package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium test`.
@Command(
    name = "test",
    description = {
      "Run the project's own tests, tests/*.jsh, each in a fresh world.",
      "Ends with 0 if all passed, 1 if one did not, 2 if it was used wrongly."
    })
final class TestCommand extends OptionsCommand<TestOptions> {
  private static final long MAX_LIMIT_S = 86_400;

  @Parameters(paramLabel = "PROJECT", description = "The project's folder.")
  private Path project = Path.of("");

  @Option(
      names = "--filter",
      paramLabel = "NAME",
      description = "Run only tests whose name, such as fish.stayInThePool, holds this.")
  private String filter = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "Time that each test has; 60 if not given.")
  private @Nullable Long limit;

  @Option(names = "--trust", description = "Trust this project from now on.")
  private boolean trust;

  TestCommand(Terminal terminal, Act<TestOptions> act) {
    super(terminal, act);
  }

  @Override
  TestOptions options() {
    long seconds = positive("--time-limit", limit).orElse(60);
    if (seconds > MAX_LIMIT_S) {
      throw wrong("--time-limit is at most %,d seconds".formatted(MAX_LIMIT_S));
    }
    return new TestOptions(
        project(project), filter, writtenFile("--json", json), Duration.ofSeconds(seconds), trust);
  }
}
