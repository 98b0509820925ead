package dev.vivarium.workbench.cli;

import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.script.ScriptDesk;
import dev.vivarium.workbench.script.ScriptFiles;
import dev.vivarium.workbench.script.ScriptOutcome;
import dev.vivarium.workbench.script.ScriptProject;
import dev.vivarium.workbench.script.ScriptScope;
import dev.vivarium.workbench.script.ScriptShell;
import dev.vivarium.workbench.script.ScriptWorld;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/// `vivarium script`: one script on a world without a window.
final class RunScript implements Act<ScriptOptions> {
  private final Installation installation;

  RunScript(Installation installation) {
    this.installation = installation;
  }

  @Override
  public ExitCode perform(ScriptOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    try (PluginBuilder builder = opening.builder();
        LocalWorldSession session = session(opening, builder, options)) {
      builder.warmUp(opening.loaded().project().pluginsInOrder());
      Thread end = Thread.ofPlatform().unstarted(session::close);
      Runtime.getRuntime().addShutdownHook(end);
      opened(session).forEach(terminal.err()::println);
      ScriptOutcome outcome = run(opening, session, options, terminal);
      outcome.error().ifPresent(error -> terminal.err().println(error));
      terminal.err().flush();
      return outcome.done() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static Iterable<String> opened(LocalWorldSession session)
      throws CommandFailure, InterruptedException {
    try {
      return session.opened().get().startProblems();
    } catch (ExecutionException e) {
      throw new CommandFailure("The world could not be opened: " + e.getCause());
    }
  }

  private static LocalWorldSession session(
      ProjectOpening opening, PluginBuilder builder, ScriptOptions options) {
    Opening how = options.fresh() ? Opening.RESET : Opening.RESUME;
    return new LocalWorldSession(
        opening.loaded(),
        WorldOptions.DEFAULT.clock(),
        (times, events) ->
            LiveWorld.open(
                opening.store(),
                opening.loaded().project(),
                builder,
                WorldOptions.DEFAULT,
                how,
                times,
                events));
  }

  private static ScriptOutcome run(
      ProjectOpening opening, LocalWorldSession session, ScriptOptions options, Terminal terminal) {
    var world = new ScriptWorld(session);
    var files = new ProjectFiles(opening.store().root(), opening.loaded().project().world().name());
    var scope =
        new ScriptScope(
            world,
            new ScriptProject(files, world),
            ScriptDesk.none(),
            options.args(),
            p -> progress(p, terminal));
    try (var shell = new ScriptShell(scope, text -> print(text, terminal))) {
      return shell.run(ScriptFiles.read(options.file()), options.name());
    }
  }

  private static void print(String text, Terminal terminal) {
    terminal.out().print(text);
    terminal.out().flush();
  }

  private static void progress(ScriptScope.Progress progress, Terminal terminal) {
    terminal.err().printf("%s: %,d of %,d%n", progress.text(), progress.done(), progress.total());
    terminal.err().flush();
  }
}
