package dev.vivarium.workbench.session;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// Play tests whose course a test decides. What is asked waits for [#begun] and [#ended].
public final class TestPlayTests implements PlayTests {
  private final List<String> asked = new ArrayList<>();
  private Report report = Report.idle();
  private CompletableFuture<Report> starting = new CompletableFuture<>();
  private CompletableFuture<Report> stopping = new CompletableFuture<>();
  private List<String> scripts = List.of("bots/wander.bots");

  /// What was asked for, in order.
  public List<String> asked() {
    return asked;
  }

  public void scripts(String... now) {
    scripts = List.of(now);
  }

  /// Answers the last start with players who play.
  public void begun(int players) {
    report = Report.of(Phase.RUNNING).with(playing(players, 21));
    starting.complete(report);
  }

  public void notBegun(String why) {
    report = Report.of(Phase.STARTING).failed(why);
    starting.complete(report);
  }

  /// Answers the last stop.
  public void ended(String recording) {
    report = Report.idle().recorded(recording, "vivarium replay " + recording);
    stopping.complete(report);
  }

  /// What is reported from now on.
  public void are(List<Player> players) {
    report = report.with(players);
  }

  public static List<Player> playing(int players, double roundTripMs) {
    var all = new ArrayList<Player>();
    for (int number = 1; number <= players; number++) {
      all.add(player(number, PlayerState.PLAYING, "", roundTripMs));
    }
    return all;
  }

  public static Player player(int number, PlayerState state, String reason, double roundTripMs) {
    return new Player(
        number,
        state,
        reason,
        state == PlayerState.PLAYING ? OptionalDouble.of(roundTripMs) : OptionalDouble.empty(),
        12_340,
        820,
        30,
        state == PlayerState.PLAYING ? OptionalLong.of(3) : OptionalLong.empty(),
        state == PlayerState.PLAYING ? OptionalDouble.of(0.12) : OptionalDouble.empty());
  }

  @Override
  public Report report() {
    return report;
  }

  @Override
  public CompletableFuture<List<String>> scripts() {
    return CompletableFuture.completedFuture(scripts);
  }

  @Override
  public CompletableFuture<Report> start(Setup setup) {
    asked.add("start " + setup.players() + " " + setup.script() + " " + setup.records());
    starting = new CompletableFuture<>();
    return starting;
  }

  @Override
  public void conditions(int player, Conditions conditions) {
    asked.add("line " + player + " " + text(conditions.up()) + " " + text(conditions.down()));
  }

  private static String text(Direction way) {
    return way.delayMs() + "+" + way.jitterMs() + "/" + way.lossPercent();
  }

  @Override
  public CompletableFuture<Report> stop() {
    asked.add("stop");
    stopping = new CompletableFuture<>();
    return stopping;
  }
}
