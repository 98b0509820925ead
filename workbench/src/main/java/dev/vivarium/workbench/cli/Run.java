package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.Recorder;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.live.TickTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// `vivarium run`: a world without a window, until its ticks are done or it is interrupted.
final class Run implements Act<RunOptions> {
  private final Installation installation;

  Run(Installation installation) {
    this.installation = installation;
  }

  @Override
  public ExitCode perform(RunOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    AtomicBoolean failed = new AtomicBoolean();
    TickTimes times = new TickTimes();
    try (EventWriter events = EventWriter.to(options.events(), terminal);
        PluginBuilder builder = opening.builder()) {
      builder.warmUp(opening.loaded().project().pluginsInOrder());
      try (LiveWorld live =
          LiveWorld.open(
              opening.store(),
              project(opening.loaded().project(), options),
              builder,
              WorldOptions.DEFAULT,
              options.fresh() ? Opening.RESET : Opening.RESUME,
              times,
              event -> onEvent(event, events, terminal, failed))) {
        checkStart(live, failed);
        checkSeed(live, options);
        Optional<Recorder> recorder = recorder(live, options);
        run(live, options, terminal);
        recorder.ifPresent(Recorder::close);
        events.ended(live.world().tick());
        writeReport(RunReport.of(live.world(), times), options);
      }
    }
    return failed.get() ? ExitCode.FAILED : ExitCode.OK;
  }

  /// What is wrong was told as it came up.
  private static void checkStart(LiveWorld live, AtomicBoolean failed) throws CommandFailure {
    if (live.startProblems().isEmpty()) {
      return;
    }
    failed.set(true);
    if (live.world().plugins().names().isEmpty()) {
      throw new CommandFailure("None of the plugins can run; mend what is named above.");
    }
  }

  private static Project project(Project project, RunOptions options) {
    WorldFile file = project.world();
    int rateHz =
        options.rate().orElse(null) instanceof Rate.Hertz hertz ? hertz.perSecond() : file.rate();
    return project.withWorld(file.withSeed(options.seed().orElse(file.seed())).withRate(rateHz));
  }

  private static void checkSeed(LiveWorld live, RunOptions options) throws CommandFailure {
    long seed = live.world().options().seed();
    if (options.seed().isPresent() && options.seed().getAsLong() != seed) {
      throw new CommandFailure(
          ExitCode.WRONG_USE,
          "The saved world has seed %d; to begin anew with another, add --fresh".formatted(seed));
    }
  }

  private static Optional<Recorder> recorder(LiveWorld live, RunOptions options)
      throws IOException {
    return options.record().isEmpty()
        ? Optional.empty()
        : Optional.of(new Recorder(live.world(), options.record().get()));
  }

  private static void onEvent(
      LiveEvent event, EventWriter events, Terminal terminal, AtomicBoolean failed) {
    events.write(event);
    EventText.of(event)
        .ifPresent(line -> {
          terminal.err().println(terminal.styled(line));
          terminal.err().flush();
        });
    if (event instanceof LiveEvent.OfPlugin(var plugin)
        && plugin instanceof dev.vivarium.engine.plugin.PluginEvent.Failed) {
      failed.set(true);
    }
  }

  private static void run(LiveWorld live, RunOptions options, Terminal terminal)
      throws CommandFailure, InterruptedException {
    options.ticks().ifPresent(ticks -> live.loop().stopAt(live.world().tick() + ticks));
    if (options.rate().orElse(null) instanceof Rate.AsFastAsPossible) {
      live.loop().setFlatOut(true);
    }
    Thread stop = Thread.ofPlatform().unstarted(live::stop);
    Runtime.getRuntime().addShutdownHook(stop);
    World world = live.world();
    terminal
        .err()
        .printf(
            "Running %s at %d Hz, seed %d.%s%n",
            live.store().root().getFileName(),
            world.time().rateHz(),
            world.options().seed(),
            options.ticks().isPresent() ? "" : " Ctrl+C ends it.");
    terminal.err().flush();
    live.loop().start();
    try {
      live.loop().ended().get();
    } catch (ExecutionException e) {
      throw new CommandFailure("The world could not go on: " + e.getCause());
    }
  }

  private static void writeReport(RunReport report, RunOptions options) throws IOException {
    Optional<java.nio.file.Path> file = options.report();
    if (file.isPresent()) {
      Files.writeString(file.get(), report.json() + "\n");
    }
  }
}
