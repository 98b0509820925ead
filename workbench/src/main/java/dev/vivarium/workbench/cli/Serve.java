package dev.vivarium.workbench.cli;

import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.ServerOptions.People;
import dev.vivarium.net.server.ServerOptions.Security;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.workbench.part.WallClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// `vivarium serve`: worlds that others can join, until it is told to end. Then those who are in
/// are told, every world is saved, and the exit code is 0. Accounts, keys and the certificate are
/// kept with the first project.
final class Serve implements Act<ServeOptions> {
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration SAVE = Duration.ofSeconds(20);

  /// Of a world's name, by which clients ask for it.
  private static final int NAME_CHARS_MAX = 128;

  private final Installation installation;

  Serve(Installation installation) {
    this.installation = installation;
  }

  @Override
  public ExitCode perform(ServeOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    List<ProjectOpening> openings = new ArrayList<>();
    for (Path project : options.projects()) {
      openings.add(ProjectOpening.of(project, options.trust(), installation, terminal));
    }
    checkNames(openings);
    CountDownLatch saved = new CountDownLatch(1);
    try (EventWriter writer = EventWriter.to(options.events(), terminal);
        HostedWorlds worlds =
            HostedWorlds.open(
                openings,
                options.fresh(),
                new ServeEvents(writer, terminal, openings.size() > 1))) {
      Path root = openings.getFirst().store().root();
      serve(worlds, root.resolve(".vivarium").resolve("server"), options, terminal, saved);
    } finally {
      saved.countDown();
    }
    return ExitCode.OK;
  }

  private static void checkNames(List<ProjectOpening> openings) throws CommandFailure {
    Map<String, Path> folders = new HashMap<>();
    for (ProjectOpening opening : openings) {
      String name = opening.loaded().project().world().name();
      Path folder = opening.store().root();
      if (name.isBlank() || name.equals("*") || name.length() > NAME_CHARS_MAX) {
        throw wrongName(
            "%s: the world's name must have 1 to %d characters and not be *; it is \"%s\""
                .formatted(folder, NAME_CHARS_MAX, name));
      }
      Path other = folders.putIfAbsent(name, folder);
      if (other != null) {
        throw wrongName("%s and %s are both named \"%s\"".formatted(other, folder, name));
      }
    }
  }

  private static CommandFailure wrongName(String what) {
    return new CommandFailure(
        ExitCode.WRONG_USE, what + ". Clients find a world by \"name\" in its world.json.");
  }

  private static void serve(
      HostedWorlds worlds,
      Path folder,
      ServeOptions options,
      Terminal terminal,
      CountDownLatch saved)
      throws CommandFailure, IOException, InterruptedException {
    try (VivariumServer server = start(serverOptions(options, folder));
        HostedWorlds.Shown _ = worlds.showOn(server)) {
      Thread stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(server, worlds, saved));
      Runtime.getRuntime().addShutdownHook(stop);
      sayWhere(server, worlds, options, terminal);
      try {
        worlds.over().get();
      } catch (ExecutionException e) {
        remove(stop);
        throw e.getCause() instanceof CommandFailure failure
            ? failure
            : new CommandFailure("The worlds could not go on: " + e.getCause());
      }
    }
  }

  /// Whose clock failed ends with its own exit code and not with that of being told to.
  private static void remove(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // The process is told to end at the same moment: then it ends so.
      return;
    }
  }

  private static VivariumServer start(ServerOptions options) throws CommandFailure {
    try {
      return VivariumServer.start(options);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.WRONG_USE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandFailure(
          "The server cannot listen on %s:%d: %s"
              .formatted(options.host(), options.port(), e.getMessage()));
    }
  }

  private static ServerOptions serverOptions(ServeOptions options, Path folder) {
    ServerOptions.Builder server =
        ServerOptions.builder(() -> Instant.ofEpochMilli(WallClock.SYSTEM.epochMillis()))
            .keptIn(folder)
            .host(options.host())
            .port(options.port())
            .connectionsPerAddress(options.perAddress())
            .people(new People(options.defaultRole(), options.admins()));
    options.serverKey().ifPresent(server::serverKey);
    options.httpKey().ifPresent(server::httpKey);
    options
        .certificate()
        .ifPresent(own -> server.security(new Security.Own(own.chain(), own.key())));
    return options.plain() ? server.security(new Security.Plain()).build() : server.build();
  }

  private static void sayWhere(
      VivariumServer server, HostedWorlds worlds, ServeOptions options, Terminal terminal) {
    terminal
        .err()
        .printf(
            "Serving %s at %s://%s:%d. Ctrl+C ends it.%n",
            worlds.names(),
            options.plain() ? "http" : "https",
            options.host(),
            server.address().getPort());
    server.fingerprint().ifPresent(sha -> terminal.err().println("Certificate SHA-256: " + sha));
    terminal.err().flush();
  }

  /// Runs as the process is told to end: tells those who are in, ends the clocks, and waits until
  /// the worlds are saved. To be told to end is no failure, so the exit code is 0.
  private static void stop(VivariumServer server, HostedWorlds worlds, CountDownLatch saved) {
    server.drain(DRAIN);
    worlds.stop();
    boolean inTime;
    try {
      inTime = saved.await(SAVE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inTime = false;
    }
    Runtime.getRuntime().halt(inTime ? ExitCode.OK.number() : ExitCode.FAILED.number());
  }
}
