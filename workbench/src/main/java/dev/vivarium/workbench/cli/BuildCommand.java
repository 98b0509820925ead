package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.ProjectName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium build`.
@Command(name = "build", description = "Compile a project's plugins.")
final class BuildCommand extends OptionsCommand<BuildOptions> {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's folder.")
  private Path project = Path.of("");

  @Option(
      names = "--plugin",
      paramLabel = "NAME",
      description = "Compile only this one; may be given more than once.")
  private List<String> plugins = new ArrayList<>();

  @Option(names = "--optimised", description = "Make the fast code rather than the quick build.")
  private boolean optimised;

  @Option(names = "--trust", description = "Trust this project from now on.")
  private boolean trust;

  @Option(names = "--json", description = "Print the diagnostics as JSON.")
  private boolean json;

  BuildCommand(Terminal terminal, Act<BuildOptions> act) {
    super(terminal, act);
  }

  @Override
  BuildOptions options() {
    for (String plugin : plugins) {
      if (!ProjectName.isValid(plugin)) {
        throw wrong("'" + plugin + "' is not a plugin's name");
      }
    }
    return new BuildOptions(project(project), plugins, optimised, trust, json);
  }
}
