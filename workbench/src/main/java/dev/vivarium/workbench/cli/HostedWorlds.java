package dev.vivarium.workbench.cli;

import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.workbench.remote.SessionWire;
import dev.vivarium.workbench.remote.host.SessionEndpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// The worlds of a server, which begin and end together.
final class HostedWorlds implements AutoCloseable {
  private final List<HostedWorld> worlds = new ArrayList<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  static HostedWorlds open(List<ProjectOpening> openings, boolean fresh, ServeEvents events)
      throws IOException {
    HostedWorlds opened = new HostedWorlds();
    try {
      for (ProjectOpening opening : openings) {
        String name = opening.loaded().project().world().name();
        opened.add(HostedWorld.open(opening, fresh, event -> events.tell(name, event)));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void add(HostedWorld world) {
    worlds.add(world);
    var _ =
        world
            .failure()
            .thenAccept(why ->
                over.completeExceptionally(
                    new CommandFailure("%s could not go on: %s".formatted(world.name(), why))));
  }

  String names() {
    return worlds.stream().map(HostedWorld::name).collect(Collectors.joining(", "));
  }

  /// Shows all of them, until what is returned is closed.
  Shown showOn(VivariumServer server) {
    SessionEndpoint desks = new SessionEndpoint(server::principal, server.roles(), server::ban);
    Shown shown =
        new Shown(desks, worlds.stream().map(world -> world.showOn(server, desks)).toList());
    server.onBan((user, world, words) -> desks.expel(user, world, words));
    server.serve(SessionWire.PATH, desks);
    return shown;
  }

  record Shown(SessionEndpoint desks, List<HostedWorld.OpenDoor> doors) implements AutoCloseable {
    @Override
    public void close() {
      desks.close();
      doors.forEach(HostedWorld.OpenDoor::close);
    }
  }

  /// Completes once they are stopped, exceptionally once one cannot go on.
  CompletableFuture<Void> over() {
    return over;
  }

  /// Ends every clock.
  void stop() {
    worlds.forEach(HostedWorld::stop);
    over.complete(null);
  }

  /// Saves every world, also where another could not be saved.
  @Override
  public void close() {
    RuntimeException first = null;
    for (HostedWorld world : worlds) {
      try {
        world.close();
      } catch (RuntimeException e) {
        if (first == null) first = e;
        else first.addSuppressed(e);
      }
    }
    if (first != null) throw first;
  }
}
