package dev.vivarium.workbench.live.play;

import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.MemoryPinStore;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.transport.WebSocketCarrier;
import dev.vivarium.workbench.bots.BotScript;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.PlayTests.Conditions;
import java.util.ArrayList;
import java.util.List;

/// The server and the players of a play test. Belongs to the play test's thread.
final class RunningTest {
  private static final int FAREWELL_TURNS = 4;

  private final PlayServer server;
  private final RestHttpAdapter rest;
  private final WebSocketCarrier carrier;
  private final List<TestPlayer> players = new ArrayList<>();

  RunningTest(PlayServer server, List<Conditions> conditions, BotScript script) {
    this.server = server;
    var trust = new ServerTrust.FirstUse(new MemoryPinStore());
    rest = new RestHttpAdapter(server.address(), trust);
    carrier = new WebSocketCarrier(server.address(), trust);
    var client = new DefaultClient(rest, server.key(), ClientClock.SYSTEM);
    for (int number = 1; number <= conditions.size(); number++) {
      players.add(
          new TestPlayer(
              number,
              server.address(),
              conditions.get(number - 1),
              script,
              client,
              carrier,
              ClientClock.SYSTEM));
    }
  }

  PlayServer server() {
    return server;
  }

  void turn() {
    players.forEach(TestPlayer::turn);
  }

  void conditions(int number, Conditions conditions) {
    if (number <= players.size()) {
      players.get(number - 1).be(conditions);
    }
  }

  List<PlayTests.Player> look(MapFrame there) {
    long tick = server.tick();
    return players.stream().map(player -> player.look(tick, there)).toList();
  }

  /// Players leave before their server does.
  void close() {
    players.forEach(TestPlayer::goodbye);
    for (int turn = 0; turn < FAREWELL_TURNS; turn++) {
      turn();
    }
    carrier.close();
    rest.close();
    server.close();
  }
}
