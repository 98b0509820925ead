package dev.vivarium.workbench.play;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.PlayTests.Player;
import java.util.List;
import java.util.function.Predicate;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// A player in the table: how it fares, and the six fields of its line.
final class PlayerRow {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
  private static final double FIELD_PX = 54;
  private static final int STEP_MS = 10;
  private static final int STEP_PERCENT = 1;

  private final Label number = new Label();
  private final FontIcon sign = new FontIcon("mdi2p-progress-clock");
  private final Label state = new Label("", sign);
  private final Tooltip reason = CommandControls.tooltip("");
  private final Label roundTrip = figure();
  private final Label bytesIn = figure();
  private final Label bytesOut = figure();
  private final Label frames = figure();
  private final Label behind = figure();
  private final Label off = figure();
  private final List<Node> cells;

  PlayerRow(int place, LineFields line) {
    number.setText(Integer.toString(place));
    number.getStyleClass().addAll("mono", "muted");
    state.setId("play-state-" + place);
    state.getStyleClass().add("play-state");
    state.setMinWidth(0);
    state.setMaxWidth(Double.MAX_VALUE);
    roundTrip.setId("play-round-trip-" + place);
    cells =
        List.of(
            number,
            state,
            roundTrip,
            bytesIn,
            bytesOut,
            frames,
            behind,
            off,
            millis("play-up-delay-", place, "delay to the server", line.up().delayMs()),
            millis("play-up-jitter-", place, "jitter to the server", line.up().jitterMs()),
            percent("play-up-loss-", place, "loss to the server", line.up().lossPercent()),
            millis("play-down-delay-", place, "delay from the server", line.down().delayMs()),
            millis("play-down-jitter-", place, "jitter from the server", line.down().jitterMs()),
            percent("play-down-loss-", place, "loss from the server", line.down().lossPercent()));
  }

  List<Node> cells() {
    return cells;
  }

  void show(Player player) {
    var text = PlayTestViewModel.state(player);
    state.setText(player.reason().isEmpty() ? text : text + ": " + player.reason());
    reason.setText(player.reason());
    state.setTooltip(player.reason().isEmpty() ? null : reason);
    sign.setIconLiteral(
        switch (player.state()) {
          case CONNECTING -> "mdi2p-progress-clock";
          case PLAYING ->
              player.reason().isEmpty() ? "mdi2c-check-circle-outline" : "mdi2a-alert-outline";
          case LOST -> "mdi2l-lan-disconnect";
          case ENDED -> "mdi2c-close-circle-outline";
        });
    state.getStyleClass().removeAll("play-good", "play-waiting", "play-bad");
    state
        .getStyleClass()
        .add(
            switch (player.state()) {
              case CONNECTING, LOST -> "play-waiting";
              case PLAYING -> player.reason().isEmpty() ? "play-good" : "play-waiting";
              case ENDED -> "play-bad";
            });
    roundTrip.setText(PlayTestViewModel.roundTrip(player));
    bytesIn.setText(PlayTestViewModel.rate(player.bytesInPerSecond()));
    bytesOut.setText(PlayTestViewModel.rate(player.bytesOutPerSecond()));
    frames.setText(PlayTestViewModel.frames(player));
    behind.setText(PlayTestViewModel.behind(player));
    off.setText(PlayTestViewModel.off(player));
  }

  private static Label figure() {
    var label = new Label("–");
    label.getStyleClass().addAll("mono", "play-figure");
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setMaxWidth(Double.MAX_VALUE);
    return label;
  }

  private static TextField millis(String id, int place, String what, StringProperty value) {
    var field = field(id + place, what + ", milliseconds", value, LineFields::isMillis);
    stepBy(field, STEP_MS);
    return field;
  }

  private static TextField percent(String id, int place, String what, StringProperty value) {
    var field = field(id + place, what + ", per cent", value, LineFields::isPercent);
    stepBy(field, STEP_PERCENT);
    return field;
  }

  private static TextField field(
      String id, String what, StringProperty value, Predicate<String> fits) {
    var field = new TextField();
    field.setId(id);
    field.getStyleClass().addAll("mono", "play-field");
    field.setPrefWidth(FIELD_PX);
    field.setMinWidth(FIELD_PX);
    field.setAccessibleText(what);
    field.textProperty().bindBidirectional(value);
    field.textProperty().subscribe(text -> field.pseudoClassStateChanged(WRONG, !fits.test(text)));
    field.setTooltip(CommandControls.tooltip(what + "; ↑ and ↓ change it"));
    return field;
  }

  /// The keys up and down change a number that stands there.
  private static void stepBy(TextField field, int step) {
    field.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          int sign = e.getCode() == KeyCode.UP ? 1 : e.getCode() == KeyCode.DOWN ? -1 : 0;
          if (sign != 0) {
            field.setText(LineFields.stepped(field.getText(), sign * step));
            e.consume();
          }
        });
  }
}
