package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.app.LaunchOptions;
import dev.vivarium.workbench.app.NoDisplayException;
import dev.vivarium.workbench.app.WorkbenchApp;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.project.UserFolders;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// `vivarium open`: a window on a running world; where no window can be shown, the same world
/// without one.
final class Open implements Act<OpenOptions> {
  private final Installation installation;
  private final Map<String, String> environment;

  Open(Installation installation, Map<String, String> environment) {
    this.installation = installation;
    this.environment = environment;
  }

  @Override
  public ExitCode perform(OpenOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    PluginBuilder builder = opening.builder();
    builder.warmUp(opening.loaded().project().pluginsInOrder());
    LocalWorldSession session =
        session(opening, builder, options.fresh() ? Opening.RESET : Opening.RESUME);
    Thread end = Thread.ofPlatform().unstarted(() -> close(session, builder));
    Runtime.getRuntime().addShutdownHook(end);
    session.watch(event -> print(event, terminal));
    return options.screenshot().isPresent() || hasDisplay()
        ? window(session, opening, options, terminal)
        : headless(session, terminal);
  }

  private static LocalWorldSession session(
      ProjectOpening opening, PluginBuilder builder, Opening how) {
    Project project = opening.loaded().project();
    WorldOptions options = WorldOptions.DEFAULT;
    return new LocalWorldSession(
        opening.loaded(),
        options.clock(),
        (times, events) ->
            LiveWorld.open(opening.store(), project, builder, options, how, times, events));
  }

  /// In the order that lets the tick under way end before its compiler goes.
  private static void close(LocalWorldSession session, PluginBuilder builder) {
    session.close();
    builder.close();
  }

  private static void print(LiveEvent event, Terminal terminal) {
    EventText.of(event)
        .ifPresent(line -> {
          terminal.err().println(terminal.styled(line));
          terminal.err().flush();
        });
  }

  /// On Linux and its kin a window needs a display server; elsewhere there always is one.
  private boolean hasDisplay() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.startsWith("windows")
        || system.startsWith("mac")
        || !environment.getOrDefault("DISPLAY", "").isEmpty()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
  }

  private ExitCode window(
      LocalWorldSession session, ProjectOpening opening, OpenOptions options, Terminal terminal)
      throws CommandFailure, InterruptedException {
    LaunchOptions launch =
        new LaunchOptions(
            session,
            new ProjectFiles(opening.store().root()),
            UserFolders.ofThisSystem().config(),
            firstEdit(opening.loaded().project().world()),
            options.screenshot(),
            options.script(),
            line -> terminal.err().println(line));
    try {
      return WorkbenchApp.launch(launch) == 0 ? ExitCode.OK : ExitCode.FAILED;
    } catch (NoDisplayException e) {
      terminal.err().println(e.getMessage());
      return headless(session, terminal);
    }
  }

  private static Optional<String> firstEdit(WorldFile world) {
    return Optional.ofNullable(world.firstEdit()).map(edit -> edit.file() + ":" + edit.line());
  }

  private static ExitCode headless(LocalWorldSession session, Terminal terminal)
      throws CommandFailure, InterruptedException {
    terminal
        .err()
        .println(
            "No display: the world runs without a window. Ctrl+C ends it; vivarium doctor says what"
                + " a window needs.");
    terminal.err().flush();
    try {
      session.opened().get().loop().ended().get();
      return ExitCode.OK;
    } catch (ExecutionException e) {
      throw new CommandFailure("The world could not go on: " + e.getCause());
    }
  }
}
