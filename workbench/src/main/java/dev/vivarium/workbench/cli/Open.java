package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.app.LaunchOptions;
import dev.vivarium.workbench.app.NoDisplayException;
import dev.vivarium.workbench.app.WorkbenchApp;
import dev.vivarium.workbench.doctor.Doctor;
import dev.vivarium.workbench.doctor.Finding;
import dev.vivarium.workbench.language.Languages;
import dev.vivarium.workbench.live.FreshWorlds;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.live.play.LocalPlayTests;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.project.UserFolders;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/// `vivarium open`: a window on a running world; where no window can be shown, the same world
/// without one.
final class Open implements Act<OpenOptions> {
  private final Installation installation;
  private final Map<String, String> environment;
  private final Doctor doctor;

  Open(Installation installation, Map<String, String> environment, Doctor doctor) {
    this.installation = installation;
    this.environment = environment;
    this.doctor = doctor;
  }

  @Override
  public ExitCode perform(OpenOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    if (options.attach().isPresent()) {
      Optional<String> obstacle = obstacle(options);
      if (obstacle.isPresent()) {
        throw new CommandFailure(obstacle.get());
      }
      return new Attach(installation).perform(options.attach().get(), options, terminal);
    }
    if (options.project().toString().isEmpty()) {
      return start(options, terminal);
    }
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    PluginBuilder builder = opening.builder();
    LocalWorldSession session =
        session(opening, builder, options.fresh() ? Opening.RESET : Opening.RESUME);
    LocalPlayTests plays = new LocalPlayTests(session, opening.store().root());
    Runnable close = LocalProjects.closing(plays, session, builder);
    session.watch(event -> print(event, terminal));
    Optional<String> obstacle = obstacle(options);
    if (obstacle.isEmpty()) {
      return window(session, opening, builder, plays, options, terminal, close);
    }
    return without(obstacle.get(), session, options, terminal);
  }

  /// No project: the start page.
  private ExitCode start(OpenOptions options, Terminal terminal) throws CommandFailure {
    Optional<String> obstacle = obstacle(options);
    if (obstacle.isPresent()) {
      throw new CommandFailure(obstacle.get());
    }
    try {
      int code =
          WorkbenchApp.start(
              new LocalProjects(installation),
              UserFolders.ofThisSystem().config(),
              options.screenshot(),
              StartPicture.look(options.script()),
              line -> terminal.err().println(line));
      return code == 0 ? ExitCode.OK : ExitCode.FAILED;
    } catch (NoDisplayException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  /// Why no window can be shown, as far as it is known before it is tried.
  private Optional<String> obstacle(OpenOptions options) {
    boolean onDisplay = options.screenshot().isEmpty();
    if (onDisplay && !hasDisplay()) {
      return Optional.of("No display, so no window; vivarium doctor says what one needs.");
    }
    List<Finding> lacking = doctor.lackingToDraw(onDisplay);
    return lacking.isEmpty() ? Optional.empty() : Optional.of(text(lacking));
  }

  private static String text(List<Finding> lacking) {
    return lacking.stream()
        .map(finding -> "  " + finding.subject() + ": " + finding.remedy())
        .distinct()
        .collect(Collectors.joining("\n", "No window can be shown. This is missing:\n", ""));
  }

  /// The same world without a window. A picture cannot be made so.
  private static ExitCode without(
      String obstacle, LocalWorldSession session, OpenOptions options, Terminal terminal)
      throws CommandFailure, InterruptedException {
    if (options.screenshot().isPresent()) {
      throw new CommandFailure(obstacle);
    }
    terminal.err().println(obstacle);
    return headless(session, terminal);
  }

  static LocalWorldSession session(ProjectOpening opening, PluginBuilder builder, Opening how) {
    Project project = opening.loaded().project();
    WorldOptions options = WorldOptions.DEFAULT;
    LocalWorldSession session =
        new LocalWorldSession(
            opening.loaded(),
            options.clock(),
            (times, events) ->
                LiveWorld.open(opening.store(), project, builder, options, how, times, events));
    // Not before: a world whose plugins are built already opens without a compiler.
    var _ = session.opened().thenRun(() -> builder.warmUp(project.pluginsInOrder()));
    return session;
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
      LocalWorldSession session,
      ProjectOpening opening,
      PluginBuilder builder,
      LocalPlayTests plays,
      OpenOptions options,
      Terminal terminal,
      Runnable close)
      throws CommandFailure, InterruptedException {
    LaunchOptions launch =
        new LaunchOptions(
                session,
                new ProjectFiles(opening.store().root(), opening.loaded().project().world().name()),
                UserFolders.ofThisSystem().config(),
                firstEdit(opening.loaded().project().world()),
                options.screenshot(),
                options.script(),
                line -> terminal.err().println(line))
            .with(
                new LaunchOptions.Services(
                    () -> new FreshWorlds(opening.store().root(), builder),
                    Languages.of(opening.store().root(), session.opened()),
                    plays));
    try {
      return WorkbenchApp.launch(launch, new LocalProjects(installation), close) == 0
          ? ExitCode.OK
          : ExitCode.FAILED;
    } catch (NoDisplayException e) {
      return without(String.valueOf(e.getMessage()), session, options, terminal);
    }
  }

  static Optional<String> firstEdit(WorldFile world) {
    return Optional.ofNullable(world.firstEdit()).map(edit -> edit.file() + ":" + edit.line());
  }

  private static ExitCode headless(LocalWorldSession session, Terminal terminal)
      throws CommandFailure, InterruptedException {
    terminal.err().println("The world runs without a window. Ctrl+C ends it.");
    terminal.err().flush();
    try {
      session.opened().get().loop().ended().get();
      return ExitCode.OK;
    } catch (ExecutionException e) {
      throw new CommandFailure("The world could not go on: " + e.getCause());
    }
  }
}
