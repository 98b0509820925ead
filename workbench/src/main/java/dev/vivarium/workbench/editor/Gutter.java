package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.part.LineSign;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.kordamp.ikonli.javafx.FontIcon;

/// What stands before a line: its sign, its number, and whether it differs from what was committed.
final class Gutter {
  private static final int BEFORE_SHOWN_CHARS = 4_000;

  private final CodeText text;

  Gutter(CodeText text) {
    this.text = text;
  }

  Node line(int line) {
    var number = new Label(Integer.toString(line + 1));
    number.getStyleClass().add("line-number");
    var sign = new Label();
    sign.getStyleClass().add("line-sign");
    text.marksAt(line).stream()
        .findFirst()
        .ifPresentOrElse(
            mark -> show(sign, mark), () -> text.signAt(line).ifPresent(s -> show(sign, s)));
    var box = new HBox(sign, number, changeBar(line));
    box.getStyleClass().add("gutter");
    box.setAlignment(Pos.CENTER_RIGHT);
    return box;
  }

  private static void show(Label sign, LineMarks.Mark mark) {
    var error = mark.severity() == Diagnostic.Severity.ERROR;
    var icon = new FontIcon(error ? "mdi2c-close-circle" : "mdi2a-alert");
    icon.getStyleClass().add(error ? "icon-error" : "icon-warning");
    sign.setGraphic(icon);
    sign.setTooltip(new Tooltip(mark.text()));
  }

  private static void show(Label sign, LineSign shown) {
    var icon =
        new FontIcon(
            switch (shown.kind()) {
              case NOT_RUN -> "mdi2p-play-circle-outline";
              case RUNNING -> "mdi2p-progress-clock";
              case PASSED -> "mdi2c-check-circle-outline";
              case FAILED -> "mdi2c-close-circle-outline";
            });
    icon.getStyleClass()
        .add(
            switch (shown.kind()) {
              case NOT_RUN -> "icon-muted";
              case RUNNING -> "icon-waiting";
              case PASSED -> "icon-good";
              case FAILED -> "icon-error";
            });
    sign.setGraphic(icon);
    sign.getStyleClass().add("clickable");
    sign.setTooltip(new Tooltip(shown.text()));
    sign.setAccessibleText(shown.text());
    sign.setOnMouseClicked(e -> shown.act().run());
  }

  private Region changeBar(int line) {
    var bar = new Region();
    bar.getStyleClass().add("change-bar");
    text.document().changesProperty().get().stream()
        .filter(change -> change.marks(line))
        .findFirst()
        .ifPresent(change -> show(bar, change));
    return bar;
  }

  private void show(Region bar, LineChange change) {
    bar.getStyleClass().add("change-" + change.kind().name().toLowerCase(Locale.ROOT));
    Tooltip.install(bar, new Tooltip(describe(change)));
    bar.setOnMouseClicked(e -> open(bar, change));
  }

  private static String describe(LineChange change) {
    return switch (change.kind()) {
      case ADDED -> "Added since the last commit. Click to take it back.";
      case CHANGED -> "Before:\n" + shortened(change.before());
      case REMOVED -> "Removed:\n" + shortened(change.before());
    };
  }

  private static String shortened(String before) {
    var shown = before.strip();
    return shown.length() > BEFORE_SHOWN_CHARS
        ? shown.substring(0, BEFORE_SHOWN_CHARS) + "…"
        : shown;
  }

  private void open(Region bar, LineChange change) {
    var popup = new Popup();
    popup.setAutoHide(true);
    var old = new Label(describe(change));
    old.getStyleClass().add("mono");
    var revert = new Button("Revert this change");
    revert.setId("revert-change");
    revert.setOnAction(e -> {
      popup.hide();
      text.document().revert(change);
    });
    var box = new VBox(old, revert);
    box.getStyleClass().addAll("code-hover", "change-popup");
    popup.getContent().add(box);
    var at = bar.localToScreen(bar.getWidth(), bar.getHeight());
    popup.show(bar, at.getX(), at.getY());
    revert.requestFocus();
  }
}
