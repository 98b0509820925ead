package dev.vivarium.workbench.play;

import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.PlayTests.Conditions;
import dev.vivarium.workbench.session.PlayTests.Direction;
import dev.vivarium.workbench.session.PlayTests.Phase;
import dev.vivarium.workbench.session.PlayTests.Player;
import dev.vivarium.workbench.session.PlayTests.PlayerState;
import dev.vivarium.workbench.session.PlayTests.Report;
import dev.vivarium.workbench.session.PlayTests.Setup;
import dev.vivarium.workbench.session.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A play test as it is set up, watched and ended. Belongs to the window's thread.
public final class PlayTestViewModel {
  /// What a player's fields hold whose script does nothing.
  static final String NO_SCRIPT = "none, they only stand";

  private static final int PLAYERS_FIRST = 2;
  private static final double KB = 1_000;

  /// Lines as they are met with, by name.
  record Preset(String name, Conditions conditions) {}

  static final List<Preset> PRESETS =
      List.of(
          new Preset("no delay", Conditions.NEAR),
          new Preset("Wi-Fi", Conditions.both(new Direction(10, 8, 0.5))),
          new Preset("another country", Conditions.both(new Direction(40, 5, 0.1))),
          new Preset("mobile", Conditions.both(new Direction(60, 40, 2))),
          new Preset("another continent", Conditions.both(new Direction(120, 10, 0.5))));

  private final PlayTests tests;
  private final Supplier<RunState> world;
  private final Executor window;
  private final Runnable wasReset;
  private final IntegerProperty players = new SimpleIntegerProperty(PLAYERS_FIRST);
  private final StringProperty script = new SimpleStringProperty(NO_SCRIPT);
  private final BooleanProperty records = new SimpleBooleanProperty();
  private final ObservableList<String> scripts = FXCollections.observableArrayList(NO_SCRIPT);
  private final ReadOnlyObjectWrapper<Report> report;
  private final List<LineFields> lines =
      IntStream.range(0, PlayTests.PLAYERS_MAX).mapToObj(i -> new LineFields()).toList();

  /// @param world how the window's world is
  /// @param wasReset runs when the world was begun anew after a test
  public PlayTestViewModel(
      PlayTests tests, Supplier<RunState> world, Executor window, Runnable wasReset) {
    this.tests = tests;
    this.world = world;
    this.window = window;
    this.wasReset = wasReset;
    report = new ReadOnlyObjectWrapper<>(tests.report());
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      LineFields line = lines.get(i);
      line.onChange(() -> line.read().ifPresent(now -> tests.conditions(number, now)));
    }
  }

  /// How many there are to be, 1 to [PlayTests#PLAYERS_MAX].
  public IntegerProperty playersProperty() {
    return players;
  }

  /// One of [#scripts()].
  public StringProperty scriptProperty() {
    return script;
  }

  public BooleanProperty recordsProperty() {
    return records;
  }

  public ObservableList<String> scripts() {
    return scripts;
  }

  public ReadOnlyObjectProperty<Report> reportProperty() {
    return report.getReadOnlyProperty();
  }

  /// The line of a player, from 1; there whether it plays or not.
  LineFields line(int number) {
    return lines.get(number - 1);
  }

  /// Puts all players on such a line.
  void use(Preset preset) {
    lines.forEach(line -> line.set(preset.conditions()));
  }

  /// Why none can be started now; empty where one can.
  public String startObstacle() {
    Report now = report.get();
    if (!now.refusal().isEmpty()) {
      return now.refusal();
    }
    if (now.isUp() || now.phase() == Phase.STOPPING) {
      return "A play test is running";
    }
    return switch (world.get()) {
      case RUNNING -> "";
      case PAUSED -> "The world stands still: let it run first";
      case LOADING -> "The world is still being built";
      case STOPPED -> "No world is running";
    };
  }

  public String stopObstacle() {
    return report.get().isUp() ? "" : "No play test is running";
  }

  public CompletableFuture<Report> start() {
    show(Report.of(Phase.STARTING));
    String chosen = NO_SCRIPT.equals(script.get()) ? "" : script.get();
    return tests
        .start(new Setup(players.get(), chosen, records.get()))
        .thenApplyAsync(this::show, window);
  }

  /// Ends the test; the world begins anew.
  public CompletableFuture<Report> stop() {
    Report before = report.get();
    show(Report.of(Phase.STOPPING).with(before.players()));
    return tests
        .stop()
        .thenApplyAsync(
            after -> {
              wasReset.run();
              return show(after);
            },
            window);
  }

  /// Shows how it is now. What was asked for here and is not done yet is known better here.
  public void refresh() {
    Report now = tests.report();
    Phase shown = report.get().phase();
    boolean isWaiting = shown == Phase.STARTING || shown == Phase.STOPPING;
    if (!isWaiting) {
      show(now);
    }
  }

  private Report show(Report now) {
    if (!now.equals(report.get())) {
      report.set(now);
    }
    return now;
  }

  /// Asks which scripts there are.
  public void loadScripts() {
    var _ = tests.scripts().thenAcceptAsync(this::listed, window);
  }

  private void listed(List<String> found) {
    List<String> all = new ArrayList<>(List.of(NO_SCRIPT));
    all.addAll(found);
    if (!scripts.equals(all)) {
      String chosen = script.get();
      scripts.setAll(all);
      script.set(all.contains(chosen) ? chosen : NO_SCRIPT);
    }
  }

  /// The recording of the test that was ended last.
  public Optional<String> recording() {
    return Optional.of(report.get().recording()).filter(name -> !name.isEmpty());
  }

  /// How it is, in a few words.
  static String text(Report now) {
    long playing = now.players().stream().filter(p -> p.state() == PlayerState.PLAYING).count();
    return switch (now.phase()) {
      case IDLE -> "";
      case STARTING -> "Starting the server";
      case RUNNING -> "%d of %d play".formatted(playing, now.players().size());
      case STOPPING -> "Ending it; the world begins anew";
      case FAILED -> now.problem();
    };
  }

  static String state(Player player) {
    return switch (player.state()) {
      case CONNECTING -> "connecting";
      case PLAYING -> "playing";
      case LOST -> "lost";
      case ENDED -> "ended";
    };
  }

  static String roundTrip(Player player) {
    return player.roundTripMs().isEmpty()
        ? "–"
        : String.format(Locale.ROOT, "%.0f ms", player.roundTripMs().getAsDouble());
  }

  static String rate(double bytesPerSecond) {
    return String.format(Locale.ROOT, "%.1f kB/s", bytesPerSecond / KB);
  }

  static String frames(Player player) {
    return String.format(Locale.ROOT, "%.0f/s", player.framesPerSecond());
  }

  static String behind(Player player) {
    if (player.ticksBehind().isEmpty()) {
      return "–";
    }
    long ticks = player.ticksBehind().getAsLong();
    return ticks == 1 ? "1 tick" : "%d ticks".formatted(ticks);
  }

  static String off(Player player) {
    return player.offMetres().isEmpty()
        ? "–"
        : String.format(Locale.ROOT, "%.2f m", player.offMetres().getAsDouble());
  }
}
