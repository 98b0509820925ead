package dev.vivarium.workbench.live.play;

import dev.vivarium.workbench.bots.BotScript;
import dev.vivarium.workbench.bots.BotScriptException;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.RecordingFile;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.WorldCommand;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Play tests of a world in this process. All of it happens on a thread of its own, `play test`,
/// which may wait for the world; nobody waits for it but who closes it.
public final class LocalPlayTests implements PlayTests, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPlayTests.class);

  /// Where a project keeps scripts for players.
  private static final List<String> SCRIPT_FOLDERS = List.of("scripts", "bots");

  private static final int SCRIPTS_MAX = 100;
  private static final long SCRIPT_BYTES_MAX = 256 << 10;
  private static final long TURN_MS = 5;
  private static final long LOOK_MS = 500;
  private static final int PATIENCE_S = 20;

  private final LocalWorldSession session;
  private final Path root;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("play test").factory());
  private final List<Conditions> conditions =
      new ArrayList<>(Collections.nCopies(PLAYERS_MAX, Conditions.NEAR)); // guarded by itself

  /// Written by the thread `play test` and by whoever asks it to start or stop, read by any.
  private volatile Report report = Report.idle();

  // Of the thread `play test`.
  private @Nullable RunningTest test;
  private List<Future<?>> steps = List.of();
  private boolean records;
  private boolean endsRecording;
  private boolean isLooking;

  /// @param root the project's folder
  public LocalPlayTests(LocalWorldSession session, Path root) {
    this.session = session;
    this.root = root;
  }

  @Override
  public Report report() {
    return report;
  }

  @Override
  public CompletableFuture<List<String>> scripts() {
    return CompletableFuture.supplyAsync(this::listed, thread);
  }

  private List<String> listed() {
    List<String> found = new ArrayList<>();
    for (String folder : SCRIPT_FOLDERS) {
      if (Files.isDirectory(root.resolve(folder))) {
        try (DirectoryStream<Path> files =
            Files.newDirectoryStream(root.resolve(folder), "*.bots")) {
          for (Path file : files) {
            found.add(folder + "/" + file.getFileName());
          }
        } catch (IOException e) {
          LOG.debug("{} cannot be listed", folder, e);
        }
      }
    }
    return found.stream().sorted().limit(SCRIPTS_MAX).toList();
  }

  @Override
  public void conditions(int player, Conditions changed) {
    synchronized (conditions) {
      conditions.set(player - 1, changed);
    }
    var _ =
        later(() -> {
          if (test != null) {
            test.conditions(player, changed);
          }
          return report;
        });
  }

  @Override
  public CompletableFuture<Report> start(Setup setup) {
    return later(() -> test == null ? started(setup) : report);
  }

  private Report started(Setup setup) {
    report = Report.of(Phase.STARTING);
    endsRecording = false;
    try {
      BotScript script = script(setup.script());
      LiveWorld live = answer(session.opened());
      begin(setup, live, script);
      report = Report.of(Phase.RUNNING).with(connecting(setup.players()));
    } catch (BotScriptException e) {
      report =
          report.failed(e.getMessage() + ".\nMend the script or choose another, and start again.");
    } catch (IOException | SessionException e) {
      LOG.debug("the play test cannot be started", e);
      giveUp();
      report =
          report.failed(e.getMessage() + "\nThe world goes on; start again once that is mended.");
    }
    return report;
  }

  private void giveUp() {
    end();
    if (endsRecording) {
      var _ = session.history().record(false);
    }
  }

  private void begin(Setup setup, LiveWorld live, BotScript script) throws IOException {
    records = setup.records();
    endsRecording = records && !answer(session.history().status()).recording();
    if (records) {
      done(session.history().record(true), "The world cannot be recorded: ");
    }
    PlayServer server = PlayServer.start(live);
    List<Conditions> lines;
    synchronized (conditions) {
      lines = List.copyOf(conditions.subList(0, setup.players()));
    }
    RunningTest running = new RunningTest(server, lines, script);
    test = running;
    answer(server.link());
    steps =
        List.of(
            thread.scheduleWithFixedDelay(
                guarded(running::turn), 0, TURN_MS, TimeUnit.MILLISECONDS),
            thread.scheduleWithFixedDelay(
                guarded(this::look), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS));
  }

  /// A task that fails once is not to end all of them.
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("the play test goes on after a failure", e);
      }
    };
  }

  private static List<Player> connecting(int count) {
    List<Player> players = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      players.add(
          new Player(
              number,
              PlayerState.CONNECTING,
              "",
              OptionalDouble.empty(),
              0,
              0,
              0,
              OptionalLong.empty(),
              OptionalDouble.empty()));
    }
    return players;
  }

  private BotScript script(String name) throws IOException {
    if (name.isEmpty()) {
      return BotScript.IDLE;
    }
    Path file = root.resolve(name);
    if (Files.size(file) > SCRIPT_BYTES_MAX) {
      throw new IOException(name + " is no script: it is larger than 256 KiB.");
    }
    return BotScript.parse(name, Files.readString(file));
  }

  /// The world is asked where everything is, and the players once it has answered.
  private void look() {
    RunningTest running = test;
    if (running == null || isLooking) {
      return;
    }
    isLooking = true;
    var _ =
        session
            .positions()
            .exceptionally(problem -> MapFrame.empty())
            .thenAcceptAsync(
                there -> {
                  isLooking = false;
                  if (test != null) {
                    report = report.with(running.look(there));
                  }
                },
                thread);
  }

  @Override
  public CompletableFuture<Report> stop() {
    return later(() -> test == null ? report : stopped());
  }

  private Report stopped() {
    report = new Report(Phase.STOPPING, "", "", report.players(), "", "");
    Report after = Report.idle();
    try {
      end();
      if (records) {
        after = recorded(after);
      }
    } catch (SessionException e) {
      after = after.failed(e.getMessage() + "\nThe world began anew all the same.");
    }
    try {
      done(session.submit(new WorldCommand.ResetWorld()), "The world does not begin anew: ");
    } catch (SessionException e) {
      after = after.failed(e.getMessage() + "\nReset the world by hand.");
    }
    report = after;
    return after;
  }

  /// Nobody plays any more, and the world knows of no server.
  private void end() {
    steps.forEach(step -> step.cancel(false));
    steps = List.of();
    isLooking = false;
    RunningTest running = test;
    test = null;
    if (running != null) {
      try {
        answer(running.server().unlink());
      } finally {
        running.close();
      }
    }
  }

  private Report recorded(Report after) {
    String name = freeName();
    done(session.history().save(name), "The recording cannot be kept: ");
    if (endsRecording) {
      done(session.history().record(false), "The recording does not end: ");
    }
    Path file = root.resolve(".vivarium").resolve("recordings").resolve(name + ".recording");
    return after.recorded(name, "vivarium replay \"%s\" --trust".formatted(file));
  }

  private String freeName() {
    List<String> taken =
        answer(session.history().recordings()).stream().map(RecordingFile::name).toList();
    int number = 1;
    while (taken.contains("play test " + number)) {
      number++;
    }
    return "play test " + number;
  }

  private static void done(CompletableFuture<CommandResult> act, String otherwise) {
    if (answer(act) instanceof CommandResult.Refused(String why)) {
      throw new SessionException(otherwise + why);
    }
  }

  private static <T> T answer(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionException("The program ends.");
    } catch (TimeoutException e) {
      throw new SessionException("The world did not answer within %d s.".formatted(PATIENCE_S));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SessionException(String.valueOf(cause.getMessage()));
    }
  }

  private CompletableFuture<Report> later(Supplier<Report> act) {
    try {
      return CompletableFuture.supplyAsync(act, thread)
          .exceptionally(problem -> {
            LOG.error("the play test failed", problem);
            report = report.failed("The play test failed: " + problem.getMessage());
            return report;
          });
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(report);
    }
  }

  /// Ends a test that runs, world and all: what players did to it is not saved. Blocks until then.
  @Override
  public void close() {
    try {
      var _ = stop().get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the play test could not be ended: {}", e.toString());
    }
    thread.shutdownNow();
  }
}
