package dev.vivarium.workbench.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium bench`.
@Command(name = "bench", description = "Measure the whole path on this machine.")
final class BenchCommand extends OptionsCommand<BenchOptions> {
  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which to run; all if none given.")
  private List<String> benchmarks = new ArrayList<>();

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  BenchCommand(Terminal terminal, Act<BenchOptions> act) {
    super(terminal, act);
  }

  @Override
  BenchOptions options() {
    return new BenchOptions(benchmarks, json);
  }
}
