package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import dev.vivarium.workbench.live.LiveEvent;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.remote.host.SessionEndpoint;
import dev.vivarium.workbench.remote.host.SharedWorld;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// One of a server's worlds: a project alive and the room of those who are in it.
final class HostedWorld implements AutoCloseable {
  private final String name;
  private final PluginBuilder builder;
  private final LocalWorldSession session;
  private final LiveWorld live;

  private HostedWorld(
      String name, PluginBuilder builder, LocalWorldSession session, LiveWorld live) {
    this.name = name;
    this.builder = builder;
    this.session = session;
    this.live = live;
  }

  /// Builds the project's plugins and starts its world. Blocks until it runs.
  static HostedWorld open(ProjectOpening opening, boolean fresh, Consumer<LiveEvent> events)
      throws IOException {
    WorldFile file = opening.loaded().project().world();
    PluginBuilder builder = opening.builder();
    try {
      builder.warmUp(opening.loaded().project().pluginsInOrder());
      LocalWorldSession session =
          new LocalWorldSession(
              opening.loaded(),
              WorldOptions.DEFAULT.clock(),
              (times, told) ->
                  LiveWorld.open(
                      opening.store(),
                      opening.loaded().project(),
                      builder,
                      WorldOptions.DEFAULT,
                      fresh ? Opening.RESET : Opening.RESUME,
                      times,
                      event -> {
                        told.accept(event);
                        events.accept(event);
                      }));
      return new HostedWorld(file.name(), builder, session, opened(session));
    } catch (IOException | RuntimeException e) {
      builder.close();
      throw e;
    }
  }

  private static LiveWorld opened(LocalWorldSession session) throws IOException {
    try {
      return session.opened().join();
    } catch (CompletionException e) {
      session.close();
      throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
    }
  }

  String name() {
    return name;
  }

  /// Lets the server's users find the world and come in, until what is returned is closed.
  ///
  /// @param desks where it is worked on from afar
  OpenDoor showOn(VivariumServer server, SessionEndpoint desks) {
    ObjectNode label = JsonNodeFactory.instance.objectNode();
    label.put("world", name);
    int rateHz = live.world().time().rateHz();
    RoomOptions options = RoomOptions.DEFAULT.withRoles(server.roles());
    Room room = new Room(Room.idOf(name), name, label.toString(), rateHz, options);
    OpenWorld match = server.host(room);
    var _ = live.link(room);
    desks.host(
        new SharedWorld(
            name, session, room::people, SharedWorld.Moderation.by(server.functions())));
    return new OpenDoor(match, room);
  }

  record OpenDoor(OpenWorld match, Room room) implements AutoCloseable {
    @Override
    public void close() {
      match.close();
      room.close();
    }
  }

  /// Ends the clock after the tick under way.
  void stop() {
    live.stop();
  }

  /// Completes, with the reason, if the world cannot go on.
  CompletableFuture<Throwable> failure() {
    return live.failure();
  }

  /// Saves the world and lets go of it.
  @Override
  public void close() {
    session.close();
    builder.close();
  }
}
