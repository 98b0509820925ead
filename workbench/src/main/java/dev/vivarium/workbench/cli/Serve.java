package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.ServerOptions.Security;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.live.TickTimes;
import dev.vivarium.workbench.part.WallClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// `vivarium serve`: a world that others can join, until it is told to end. Then those who are in
/// are told, the state is saved, and the exit code is 0.
final class Serve implements Act<ServeOptions> {
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration SAVE = Duration.ofSeconds(20);

  private final Installation installation;

  Serve(Installation installation) {
    this.installation = installation;
  }

  @Override
  public ExitCode perform(ServeOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    CountDownLatch saved = new CountDownLatch(1);
    try (EventWriter events = EventWriter.to(options.events(), terminal);
        PluginBuilder builder = opening.builder();
        LiveWorld live = open(opening, options, builder, events, terminal)) {
      serve(live, opening.loaded().project().world(), options, terminal, saved);
    } finally {
      saved.countDown();
    }
    return ExitCode.OK;
  }

  private static LiveWorld open(
      ProjectOpening opening,
      ServeOptions options,
      PluginBuilder builder,
      EventWriter events,
      Terminal terminal)
      throws IOException {
    builder.warmUp(opening.loaded().project().pluginsInOrder());
    return LiveWorld.open(
        opening.store(),
        opening.loaded().project(),
        builder,
        WorldOptions.DEFAULT,
        options.fresh() ? Opening.RESET : Opening.RESUME,
        new TickTimes(),
        event -> tell(event, events, terminal));
  }

  private static void tell(LiveEvent event, EventWriter events, Terminal terminal) {
    events.write(event);
    EventText.of(event)
        .ifPresent(line -> {
          terminal.err().println(terminal.styled(line));
          terminal.err().flush();
        });
  }

  private static void serve(
      LiveWorld live,
      WorldFile world,
      ServeOptions options,
      Terminal terminal,
      CountDownLatch saved)
      throws CommandFailure, IOException, InterruptedException {
    Path folder = live.store().root().resolve(".vivarium").resolve("server");
    try (Room room = room(live, world);
        VivariumServer server = start(serverOptions(options, folder));
        OpenWorld _ = server.host(room)) {
      var _ = live.link(room);
      Thread stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(server, live, saved));
      Runtime.getRuntime().addShutdownHook(stop);
      sayWhere(server, world, options, terminal);
      live.loop().start();
      live.loop().ended().get();
    } catch (ExecutionException e) {
      throw new CommandFailure("The world could not go on: " + e.getCause());
    }
  }

  private static Room room(LiveWorld live, WorldFile world) {
    ObjectNode label = JsonNodeFactory.instance.objectNode();
    label.put("world", world.name());
    return new Room(
        Room.idOf(world.name()), world.name(), label.toString(), live.world().time().rateHz());
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
    Optional<Security> own = options.certificate().map(c -> new Security.Own(c.chain(), c.key()));
    InstantSource time = () -> Instant.ofEpochMilli(WallClock.SYSTEM.epochMillis());
    return ServerOptions.of(Optional.of(folder), options.port(), time)
        .withHost(options.host())
        .withKeys(options.serverKey().orElse(ServerOptions.DEFAULT_SERVER_KEY), options.httpKey())
        .withSecurity(
            options.plain()
                ? new Security.Plain()
                : own.orElseGet(() -> new Security.SelfSigned(List.of())));
  }

  private static void sayWhere(
      VivariumServer server, WorldFile world, ServeOptions options, Terminal terminal) {
    terminal
        .err()
        .printf(
            "Serving %s at %s://%s:%d. Ctrl+C ends it.%n",
            world.name(),
            options.plain() ? "http" : "https",
            options.host(),
            server.address().getPort());
    server.fingerprint().ifPresent(sha -> terminal.err().println("Certificate SHA-256: " + sha));
    terminal.err().flush();
  }

  /// Runs as the process is told to end: tells those who are in, ends the clock, and waits until
  /// the world is saved. To be told to end is no failure, so the exit code is 0.
  private static void stop(VivariumServer server, LiveWorld live, CountDownLatch saved) {
    server.drain(DRAIN);
    live.stop();
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
