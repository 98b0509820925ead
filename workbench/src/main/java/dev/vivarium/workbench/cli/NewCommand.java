package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.ProjectName;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.workbench.project.Template;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vivarium new`: a project or a plugin that builds and runs as it stands.
@Command(
    name = "new",
    description = "Make a project, or a plugin in a project, from a template.",
    mixinStandardHelpOptions = true)
final class NewCommand implements Runnable {
  private static final String NAME_RULE =
      "A name is 1 to 64 of a-z, 0-9 and '-', and begins with a letter.";

  private final Terminal terminal;
  private final Path templates;
  private final Path here;

  @Spec private CommandSpec spec = CommandSpec.create();

  NewCommand(Terminal terminal, Path templates, Path here) {
    this.terminal = terminal;
    this.templates = templates;
    this.here = here;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to make: new project NAME, or new plugin NAME");
  }

  @Command(
      name = "project",
      description = "Make a project with one plugin in a new folder.",
      mixinStandardHelpOptions = true)
  int project(
      @Parameters(paramLabel = "NAME", description = NAME_RULE) String name,
      @Option(
              names = "--in",
              paramLabel = "DIR",
              description = "Where to make the folder; the current folder if not given.")
          @Nullable Path parent)
      throws CommandFailure, IOException {
    checkName(name);
    Path target = (parent == null ? here : here.resolve(parent)).resolve(name);
    instantiate("project", target, name);
    terminal.out().println("Made the project " + target);
    Path shown = target.startsWith(here) ? here.relativize(target) : target;
    terminal.out().println("Open it: vivarium open " + shown);
    return ExitCode.OK.number();
  }

  @Command(
      name = "plugin",
      description = "Make a plugin in a project.",
      mixinStandardHelpOptions = true)
  int plugin(
      @Parameters(paramLabel = "NAME", description = NAME_RULE) String name,
      @Option(
              names = "--project",
              paramLabel = "DIR",
              description = "The project; the one around the current folder if not given.")
          @Nullable Path given,
      @Option(
              names = "--language",
              paramLabel = "LANGUAGE",
              defaultValue = "assemblyscript",
              description = "The language to write it in (default: ${DEFAULT-VALUE}).")
          String language)
      throws CommandFailure, IOException {
    checkName(name);
    checkName(language);
    ProjectStore store = ProjectStore.at(given == null ? around(here) : project(given));
    Path target = store.root().resolve("plugins").resolve(name);
    instantiate("plugin-" + language, target, name);
    store.addToPluginOrder(name).forEach(problem -> terminal.err().println(problem));
    terminal.out().println("Made the plugin " + target);
    return ExitCode.OK.number();
  }

  private void checkName(String name) {
    if (!ProjectName.isValid(name)) {
      throw new ParameterException(
          spec.commandLine(), "'" + name + "' cannot be used. " + NAME_RULE);
    }
  }

  private Path project(Path given) {
    Path root = here.resolve(given);
    if (!ProjectStore.isProject(root)) {
      throw new ParameterException(
          spec.commandLine(), "There is no project at " + root + ": it has no world.json");
    }
    return root;
  }

  private Path around(Path folder) {
    for (Path candidate = folder; candidate != null; candidate = candidate.getParent()) {
      if (ProjectStore.isProject(candidate)) {
        return candidate;
      }
    }
    throw new ParameterException(
        spec.commandLine(), "No project lies around " + folder + ". Name one with --project DIR");
  }

  private void instantiate(String template, Path target, String name)
      throws CommandFailure, IOException {
    try {
      new Template(templates.resolve(template)).instantiate(target, name);
    } catch (FileAlreadyExistsException taken) {
      throw new CommandFailure(
          target + " exists already and was left as it is. Choose another name.");
    } catch (NoSuchFileException unknown) {
      throw Files.isDirectory(templates)
          ? new CommandFailure("There is no template " + template + " in " + templates + ".")
          : new CommandFailure("The templates are missing; vivarium doctor says what to do.");
    }
  }
}
