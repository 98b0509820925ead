package dev.vivarium.workbench.cli;

import dev.vivarium.workbench.doctor.Doctor;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The program's entry: reads the command line, runs the subcommand, ends with its exit code.
@Command(
    name = "vivarium",
    description = "A workbench for live worlds made of plugins.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ProductVersion.class)
public final class Vivarium implements Runnable {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Vivarium(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] arguments) {
    Terminal terminal = Terminal.standard(System.getenv(), Boolean.getBoolean("vivarium.terminal"));
    Installation installation = Installation.from(System.getProperties());
    System.exit(commandLine(terminal, installation).execute(arguments));
  }

  /// The whole command line. A subcommand is listed here when what it does exists.
  static CommandLine commandLine(Terminal terminal, Installation installation) {
    Path here = Path.of("").toAbsolutePath();
    Doctor doctor = Doctor.ofThisSystem(installation.home());
    return commandLine(
        terminal,
        new NewCommand(terminal, installation.templates(), here),
        new OpenCommand(terminal, new Open(installation, System.getenv(), doctor)),
        new RunCommand(terminal, new Run(installation)),
        new ServeCommand(terminal, new Serve(installation)),
        new BotsCommand(terminal, new Bots()),
        new BuildCommand(terminal, new Build(installation)),
        new DescribeCommand(terminal, new Describe()),
        new TestCommand(terminal, new Test(installation)),
        new ScriptCommand(terminal, new RunScript(installation)),
        new ReplayCommand(terminal, new Replay()),
        new BenchCommand(terminal, new Bench(installation)),
        new DoctorCommand(terminal, doctor::examine));
  }

  /// A command line of these subcommands, all set to write to the terminal given.
  static CommandLine commandLine(Terminal terminal, Object... subcommands) {
    CommandLine line = new CommandLine(new Vivarium(terminal));
    for (Object subcommand : subcommands) {
      line.addSubcommand(subcommand);
    }
    // The setters reach only subcommands that are there already.
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()));
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler(new WrongUse(terminal));
    line.setExecutionExceptionHandler(new Failure(terminal));
    return line;
  }

  /// Bare `vivarium`: what it can do.
  @Override
  public void run() {
    spec.commandLine().usage(terminal.out());
    terminal.out().println();
    terminal.out().println("Each command explains itself: vivarium COMMAND --help");
  }
}
