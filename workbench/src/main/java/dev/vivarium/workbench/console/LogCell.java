package dev.vivarium.workbench.console;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.console.LogLinks.Piece;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.session.LogLine.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// One row of the log, in one line or wrapped.
final class LogCell extends ListCell<LogRow> {
  private static final double TOOLTIP_PX = 640;
  private static final double SCROLL_BAR_PX = 14;

  private final Desk desk;
  private final LogText texts;
  private final boolean wraps;
  private final Consumer<Piece> follow;
  private final FontIcon icon = new FontIcon();
  private final Label time = new Label();
  private final Label tick = new Label();
  private final Region dot = new Region();
  private final Label source = new Label("", dot);
  private final Label side = new Label();
  private final Label count = new Label();
  private final HBox line = new HBox();
  private final TextFlow flow = new TextFlow();
  private final Tooltip name = CommandControls.tooltip("");
  private final Tooltip whole = CommandControls.tooltip("");
  private final HBox row = new HBox(icon, time, tick, source, side, line, flow, count);

  /// @param wraps whether long lines are broken
  /// @param follow goes where a link leads
  LogCell(Desk desk, LogText texts, boolean wraps, Consumer<Piece> follow) {
    this.desk = desk;
    this.texts = texts;
    this.wraps = wraps;
    this.follow = follow;
    row.getStyleClass().addAll("list-row", "log-row");
    time.getStyleClass().add("log-wall");
    tick.getStyleClass().add("log-tick");
    source.getStyleClass().add("log-source");
    side.getStyleClass().add("log-side");
    count.getStyleClass().add("log-count");
    dot.getStyleClass().add("hue-dot");
    fixed(time, tick, side, count);
    source.setTooltip(name);
    prepareTexts();
    setPrefWidth(0); // as wide as the list
  }

  /// A cell knows of no width to be high for: wrapped text asks the list for it.
  @Override
  protected double computePrefHeight(double width) {
    var list = getListView();
    if (!wraps || isEmpty() || list == null) {
      return super.computePrefHeight(width);
    }
    double inner = list.getWidth() - SCROLL_BAR_PX - snappedLeftInset() - snappedRightInset();
    return row.prefHeight(inner) + snappedTopInset() + snappedBottomInset();
  }

  private static void fixed(Region... parts) {
    for (Region part : parts) {
      part.setMinWidth(USE_PREF_SIZE);
    }
  }

  private void prepareTexts() {
    line.getStyleClass().add("log-line");
    line.setMinWidth(0);
    var clip = new Rectangle();
    clip.widthProperty().bind(line.widthProperty());
    clip.heightProperty().bind(line.heightProperty());
    line.setClip(clip);
    flow.setMinWidth(0);
    flow.getStyleClass().add("log-flow");
    for (Region text : List.of(line, flow)) {
      HBox.setHgrow(text, Priority.ALWAYS);
      text.managedProperty().bind(text.visibleProperty());
    }
    line.setVisible(!wraps);
    flow.setVisible(wraps);
    whole.setWrapText(true);
    whole.setMaxWidth(TOOLTIP_PX);
    count.managedProperty().bind(count.visibleProperty());
    side.managedProperty().bind(side.visibleProperty());
    Tooltip.install(line, whole);
  }

  @Override
  protected void updateItem(@Nullable LogRow item, boolean empty) {
    super.updateItem(item, empty);
    setText(null);
    if (empty || item == null) {
      setGraphic(null);
      return;
    }
    show(item);
    setGraphic(row);
  }

  private void show(LogRow item) {
    var level = item.line().level();
    icon.setIconLiteral(literal(level));
    icon.getStyleClass().setAll("ikonli-font-icon", style(level));
    time.setText(texts.time(item));
    tick.setText(LogText.tick(item));
    source.setText(item.line().source());
    name.setText(item.line().source());
    dot.setStyle(desk.dotStyle(item.line().source()));
    side.setText(LogText.side(item));
    count.setVisible(item.count() > 1);
    count.setText(String.format(Locale.ROOT, "×%,d", item.count()));
    whole.setText(item.line().text());
    setAccessibleText(texts.line(item));
    showText(item, level);
  }

  private void showText(LogRow item, Level level) {
    var text = wraps ? item.line().text() : item.line().text().replace('\n', ' ');
    var nodes = new ArrayList<Node>();
    for (Piece piece : LogLinks.pieces(item.line().source(), text)) {
      nodes.add(node(piece, level));
    }
    if (nodes.getLast() instanceof Label last) {
      last.setMinWidth(0); // the end gives way
    }
    line.getChildren().setAll(wraps ? List.of() : nodes);
    flow.getChildren().setAll(wraps ? nodes : List.of());
  }

  private Node node(Piece piece, Level level) {
    var style = "log-is-" + level.name().toLowerCase(Locale.ROOT);
    if (piece instanceof LogLinks.Plain && wraps) {
      var text = new Text(piece.text());
      text.getStyleClass().addAll("log-text", style);
      return text;
    }
    if (piece instanceof LogLinks.Plain) {
      var label = new Label(piece.text());
      label.getStyleClass().add(style);
      label.setMinWidth(USE_PREF_SIZE);
      return label;
    }
    var link = new Hyperlink(piece.text());
    link.setMinWidth(USE_PREF_SIZE);
    link.setFocusTraversable(false); // Enter on the row goes there
    link.setOnAction(e -> follow.accept(piece));
    return link;
  }

  static String literal(Level level) {
    return switch (level) {
      case ERROR -> "mdi2c-close-circle";
      case WARN -> "mdi2a-alert";
      case INFO -> "mdi2i-information-outline";
      case DEBUG -> "mdi2b-bug-outline";
      case TRACE -> "mdi2d-dots-horizontal";
    };
  }

  static String style(Level level) {
    return switch (level) {
      case ERROR -> "icon-error";
      case WARN -> "icon-warning";
      case INFO -> "icon-info";
      case DEBUG, TRACE -> "icon-muted";
    };
  }
}
