package dev.vivarium.workbench.session;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// Trying a world out with players who are as far away as one wants: a server of its own, and
/// players without a window who join the world there. Only one at a time. No method waits; failures
/// are told in the [Report].
public interface PlayTests {
  int PLAYERS_MAX = 8;

  /// How it is, as last seen.
  Report report();

  /// Scripts of the project that players can follow, as paths in the project.
  CompletableFuture<List<String>> scripts();

  /// Starts the server and lets the players in. The world goes on from where it is.
  ///
  /// @return how it is then: running, or failed
  CompletableFuture<Report> start(Setup setup);

  /// Has a player be so far away from now on; also between two tests.
  ///
  /// @param player from 1
  void conditions(int player, Conditions conditions);

  /// Ends the players and the server, keeps the recording if there was to be one, and begins the
  /// world anew.
  ///
  /// @return how it is then
  CompletableFuture<Report> stop();

  /// Where none can be made.
  ///
  /// @param reason in the user's words and without a full stop
  static PlayTests none(String reason) {
    var report = Report.idle().refused(reason);
    return new PlayTests() {
      @Override
      public Report report() {
        return report;
      }

      @Override
      public CompletableFuture<List<String>> scripts() {
        return CompletableFuture.completedFuture(List.of());
      }

      @Override
      public CompletableFuture<Report> start(Setup setup) {
        return CompletableFuture.completedFuture(report);
      }

      @Override
      public void conditions(int player, Conditions conditions) {}

      @Override
      public CompletableFuture<Report> stop() {
        return CompletableFuture.completedFuture(report);
      }
    };
  }

  /// What to start.
  ///
  /// @param players 1 to [#PLAYERS_MAX]
  /// @param script one of [#scripts()]; empty for players who only stand
  /// @param records whether a recording is kept of it
  record Setup(int players, String script, boolean records) {
    public Setup {
      if (players < 1 || players > PLAYERS_MAX) {
        throw new IllegalArgumentException(
            "a play test has 1 to " + PLAYERS_MAX + " players, not " + players);
      }
    }
  }

  /// What happens to messages on their way in one direction. All arrive and in order, as over TCP:
  /// what is lost is sent again and holds back what is behind it.
  ///
  /// @param jitterMs at most so much longer than `delayMs`
  /// @param lossPercent of the messages
  record Direction(int delayMs, int jitterMs, double lossPercent) {
    public static final int DELAY_MS_MAX = 5_000;
    public static final int JITTER_MS_MAX = 5_000;
    public static final double LOSS_PERCENT_MAX = 50;
    public static final Direction NONE = new Direction(0, 0, 0);

    public Direction {
      if (delayMs < 0
          || delayMs > DELAY_MS_MAX
          || jitterMs < 0
          || jitterMs > JITTER_MS_MAX
          || !(lossPercent >= 0 && lossPercent <= LOSS_PERCENT_MAX)) {
        throw new IllegalArgumentException("not a line that can be had");
      }
    }
  }

  /// @param up from the player to the server
  record Conditions(Direction up, Direction down) {
    public static final Conditions NEAR = new Conditions(Direction.NONE, Direction.NONE);

    public static Conditions both(Direction way) {
      return new Conditions(way, way);
    }
  }

  enum Phase {
    IDLE,
    STARTING,
    RUNNING,
    STOPPING,
    /// It could not be started, or not be ended as it should.
    FAILED
  }

  enum PlayerState {
    CONNECTING,
    PLAYING,
    /// Tries to come back.
    LOST,
    /// Tries no more.
    ENDED
  }

  /// A player, as last seen. Rates are of the last moment.
  ///
  /// @param number from 1
  /// @param reason why it was lost or ended; else empty
  /// @param ticksBehind from its newest state to the world's newest tick
  /// @param offMetres how far what it sees stands from where it is at most
  record Player(
      int number,
      PlayerState state,
      String reason,
      OptionalDouble roundTripMs,
      double bytesInPerSecond,
      double bytesOutPerSecond,
      double framesPerSecond,
      OptionalLong ticksBehind,
      OptionalDouble offMetres) {}

  /// How it is.
  ///
  /// @param refusal why none can be started here at all; else empty
  /// @param problem what went wrong and what to do; else empty
  /// @param recording name of the recording of the last test; empty for none
  /// @param replayLine what replays it on a command line
  record Report(
      Phase phase,
      String refusal,
      String problem,
      List<Player> players,
      String recording,
      String replayLine) {
    public Report {
      players = List.copyOf(players);
    }

    public static Report idle() {
      return new Report(Phase.IDLE, "", "", List.of(), "", "");
    }

    public static Report of(Phase phase) {
      return new Report(phase, "", "", List.of(), "", "");
    }

    Report refused(String reason) {
      return new Report(phase, reason, problem, players, recording, replayLine);
    }

    public Report failed(String why) {
      return new Report(Phase.FAILED, refusal, why, List.of(), recording, replayLine);
    }

    public Report with(List<Player> now) {
      return new Report(phase, refusal, problem, now, recording, replayLine);
    }

    public Report recorded(String name, String line) {
      return new Report(phase, refusal, problem, players, name, line);
    }

    /// Whether there are a server and players, or will be in a moment.
    public boolean isUp() {
      return phase == Phase.STARTING || phase == Phase.RUNNING;
    }
  }
}
