package dev.vivarium.workbench.cli;

import dev.vivarium.workbench.script.ScriptFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `vivarium script`.
@Command(
    name = "script",
    description = {
      "Run a script on the project's world, without a window.",
      "Ends with 0 if it ran to its end, 1 if it failed, 2 if it was used wrongly."
    })
final class ScriptCommand extends OptionsCommand<ScriptOptions> {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's folder.")
  private Path project = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "NAME|FILE",
      description = "A script of scripts/, with or without .jsh, or any file.")
  private String script = "";

  @Parameters(index = "2..*", paramLabel = "ARGS", description = "What the script sees as args.")
  private List<String> args = List.of();

  @Mixin private final Start start = new Start();

  ScriptCommand(Terminal terminal, Act<ScriptOptions> act) {
    super(terminal, act);
  }

  @Override
  ScriptOptions options() {
    Path folder = project(project);
    Path own = folder.resolve(ScriptFiles.SCRIPTS);
    for (Path file :
        List.of(own.resolve(script + ScriptFiles.SUFFIX), own.resolve(script), Path.of(script))) {
      if (Files.isRegularFile(file)) {
        String name =
            file.startsWith(own) ? ScriptFiles.SCRIPTS + "/" + file.getFileName() : file.toString();
        return new ScriptOptions(folder, file, name, args, start.fresh(), start.trust());
      }
    }
    List<String> all = ScriptFiles.in(folder, ScriptFiles.SCRIPTS);
    throw wrong(
        "There is no script '%s'; %s"
            .formatted(
                script,
                all.isEmpty()
                    ? folder + " has none."
                    : "there are " + String.join(", ", all) + "."));
  }
}
