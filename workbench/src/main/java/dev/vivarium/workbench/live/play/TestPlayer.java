package dev.vivarium.workbench.live.play;

import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.realtime.ConditionedCarrier;
import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeConditions;
import dev.vivarium.net.client.realtime.Traffic;
import dev.vivarium.net.protocol.link.LinkConditions;
import dev.vivarium.workbench.bots.BotReport;
import dev.vivarium.workbench.bots.BotScript;
import dev.vivarium.workbench.bots.SoloBot;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.PlayTests.Conditions;
import dev.vivarium.workbench.session.PlayTests.Direction;
import dev.vivarium.workbench.session.PlayTests.PlayerState;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A player of a play test and its line. Belongs to the play test's thread.
final class TestPlayer {
  /// Worlds with more are not compared: it would take longer than it is worth.
  static final int COMPARED_MAX = 20_000;

  private static final double SHORTEST_SECONDS = 1e-3;

  private final int number;
  private final ConditionedCarrier line;
  private final SoloBot bot;
  private final ClientClock clock;
  private long sinceNanos;
  private Traffic since;

  TestPlayer(
      int number,
      ServerAddress server,
      Conditions conditions,
      BotScript script,
      Client client,
      RealtimeCarrier near,
      ClientClock clock) {
    this.number = number;
    this.clock = clock;
    line = new ConditionedCarrier(near, number, clock);
    line.conditions(conditions(conditions));
    String name = "play-test-" + number;
    bot = new SoloBot(server, PlayServer.ROOM, name, script, number, client, line, clock);
    sinceNanos = clock.nanos();
    since = bot.traffic();
  }

  private static RealtimeConditions conditions(Conditions wanted) {
    return new RealtimeConditions(direction(wanted.up()), direction(wanted.down()));
  }

  private static LinkConditions direction(Direction wanted) {
    return LinkConditions.inOrder(
        wanted.delayMs() * 1_000_000L, wanted.jitterMs() * 1_000_000L, wanted.lossPercent() / 100);
  }

  void be(Conditions conditions) {
    line.conditions(conditions(conditions));
  }

  void turn() {
    bot.turn();
  }

  void goodbye() {
    bot.goodbye("the play test is over");
  }

  /// How it is, with rates of the time since this was asked last.
  ///
  /// @param worldTick the world's newest
  /// @param there where the world's entities are
  PlayTests.Player look(long worldTick, MapFrame there) {
    long nowNanos = clock.nanos();
    Traffic now = bot.traffic();
    double seconds = Math.max(SHORTEST_SECONDS, (double) (nowNanos - sinceNanos) / 1e9);
    Traffic before = since;
    sinceNanos = nowNanos;
    since = now;
    PlayerState state = PlayerState.valueOf(bot.state().name());
    boolean plays = state == PlayerState.PLAYING;
    return new PlayTests.Player(
        number,
        state,
        plays ? scriptError() : bot.reason(),
        plays ? bot.roundTripMs() : OptionalDouble.empty(),
        (double) (now.bytesIn() - before.bytesIn()) / seconds,
        (double) (now.bytesOut() - before.bytesOut()) / seconds,
        (double) (now.frames() - before.frames()) / seconds,
        plays ? behind(worldTick) : OptionalLong.empty(),
        plays ? off(there) : OptionalDouble.empty());
  }

  /// A script that does not fit the world is no reason to leave it.
  private String scriptError() {
    return bot.errors().stream().findFirst().map(BotReport.Problem::what).orElse("");
  }

  private OptionalLong behind(long worldTick) {
    OptionalLong newest = bot.tick();
    return newest.isEmpty() ? newest : OptionalLong.of(Math.max(0, worldTick - newest.getAsLong()));
  }

  private OptionalDouble off(MapFrame there) {
    if (there.count() > COMPARED_MAX) {
      return OptionalDouble.empty();
    }
    SoloBot.Sight sight = bot.sight();
    float[] seen = new float[3];
    double most = -1;
    for (int point = 0; point < there.count(); point++) {
      if (sight.at(there.handleBits(point), seen)) {
        double x = seen[0] - there.x(point);
        double y = seen[1] - there.y(point);
        double z = seen[2] - there.z(point);
        most = Math.max(most, x * x + y * y + z * z);
      }
    }
    return most < 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(most));
  }
}
