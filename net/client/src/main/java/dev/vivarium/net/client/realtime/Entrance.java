package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.FromServer;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A world that is not told of yet since modules are on their way, and what came for it meanwhile.
final class Entrance {
  /// Messages that wait until the modules are here.
  static final int MAX_HELD_MESSAGES = 4_096;

  /// What is told when all is here.
  sealed interface News {}

  record Welcomed(Welcome welcome, boolean isResumed) implements News {}

  record Reloaded(SchemaEpoch epoch) implements News {}

  private final News news;
  private final ModuleFetch fetch;
  private final List<FromServer> held = new ArrayList<>();
  private @Nullable Snapshot newest;

  Entrance(News news, ModuleFetch fetch) {
    this.news = news;
    this.fetch = fetch;
  }

  News news() {
    return news;
  }

  ModuleFetch fetch() {
    return fetch;
  }

  /// What a reload makes of it: of a welcome that nobody has heard, one to the newer world.
  News renewed(SchemaEpoch epoch) {
    return switch (news) {
      case Reloaded _ -> new Reloaded(epoch);
      case Welcomed(Welcome old, boolean isResumed) ->
          new Welcomed(
              new Welcome(
                  old.version(),
                  old.clientId(),
                  old.authority(),
                  old.presenterId(),
                  epoch.tick(),
                  old.tickNanos(),
                  old.room(),
                  old.resumeToken(),
                  epoch.world()),
              isResumed);
    };
  }

  /// @throws BadServerException if too many wait
  void hold(FromServer message) {
    if (held.size() == MAX_HELD_MESSAGES) {
      throw new BadServerException("too many messages before the modules");
    }
    held.add(message);
  }

  List<FromServer> held() {
    return held;
  }

  void hold(Snapshot snapshot) {
    newest = snapshot;
  }

  @Nullable Snapshot newest() {
    return newest;
  }
}
