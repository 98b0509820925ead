package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium describe`.
@Command(name = "describe", description = "Print what a compiled plugin declares.")
final class DescribeCommand extends OptionsCommand<DescribeOptions> {
  @Parameters(paramLabel = "PLUGIN.wasm", description = "A compiled plugin.")
  private Path module = Path.of("");

  @Option(names = "--json", description = "Print the descriptor as JSON.")
  private boolean json;

  DescribeCommand(Terminal terminal, Act<DescribeOptions> act) {
    super(terminal, act);
  }

  @Override
  DescribeOptions options() {
    return new DescribeOptions(existingFile(module), json);
  }
}
