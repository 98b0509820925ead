package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.session.MessageRecord;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The live list of messages under their timeline, with the selected one and its chain beside it.
public final class MessagesView extends BorderPane {
  private static final double TIMELINE_NEEDS_PX = 260;
  private static final double SMALL_WINDOW_PX = 780;
  private static final double BESIDE_NEEDS_PX = 720;
  private static final double BELOW_NEEDS_PX = 400;

  private final MessagesViewModel model;
  private final SendViewModel send;
  private final Desk desk;
  private final TableView<MessageRecord> table;
  private final TextField filter = new TextField();
  private final FlowPane chips = new FlowPane();
  private final HBox exporting = new HBox();
  private final Label exportText = new Label();
  private final TimelineView timeline;
  private final SplitPane split = new SplitPane();
  private final ToggleButton pause = new ToggleButton("Pause list", new FontIcon("mdi2p-pause"));
  private final MenuButton channels = new MenuButton("Channels", new FontIcon("mdi2e-eye-outline"));
  private final ToggleButton byPlugin =
      new ToggleButton("By plugin", new FontIcon("mdi2c-chart-timeline"));
  private final TableColumn<MessageRecord, String> cause =
      column("Cause", 80, MessagesView::cause, "");
  private final TableColumn<MessageRecord, String> bytes =
      column("Bytes", 56, m -> grouped(m.sizeBytes()), "numeric");
  private boolean timelineChosen;
  private boolean selecting;
  private boolean following;

  MessagesView(
      MessagesViewModel model, SendViewModel send, Desk desk, Consumer<String> openSystem) {
    this.model = model;
    this.send = send;
    this.desk = desk;
    this.table = new TableView<>(model.messages());
    this.timeline = new TimelineView(model, desk);
    timeline.managedProperty().bind(timeline.visibleProperty());
    heightProperty().subscribe(height -> foldTimeline());
    desk.theme().subscribe(t -> table.refresh());
    prepareTable();
    prepareFilter();
    var details =
        new MessageDetailsView(model, desk.controls(), desk.selection()::select, openSystem);
    var form = new SendView(send);
    form.visibleProperty().bind(send.openProperty());
    form.managedProperty().bind(form.visibleProperty());
    details.visibleProperty().bind(send.openProperty().not());
    split.getItems().setAll(table, new StackPane(details, form));
    split.setDividerPositions(0.58);
    widthProperty().subscribe(this::fit);
    heightProperty().subscribe(this::fit);
    setTop(new VBox(bar(), chips, timeline));
    setCenter(split);
    showChips();
  }

  /// At a narrow side of the window the details go below the list, and what can be told from an
  /// icon or from the details gives its room to the rest.
  private void fit() {
    var narrow = getWidth() > 0 && getWidth() < BESIDE_NEEDS_PX;
    var below = narrow && getHeight() >= BELOW_NEEDS_PX;
    split.setOrientation(below ? Orientation.VERTICAL : Orientation.HORIZONTAL);
    var shown = narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
    pause.setContentDisplay(shown);
    channels.setContentDisplay(shown);
    byPlugin.setContentDisplay(shown);
    cause.setVisible(!narrow);
    bytes.setVisible(!narrow);
  }

  /// In a small window the list gets the timeline's room, unless the user chose.
  private void foldTimeline() {
    if (!timelineChosen && getScene() != null && getHeight() > 0) {
      timeline.setVisible(
          getHeight() >= TIMELINE_NEEDS_PX || getScene().getHeight() >= SMALL_WINDOW_PX);
    }
  }

  /// Shows the timeline or gives its room to the list.
  void toggleTimeline() {
    timelineChosen = true;
    timeline.setVisible(!timeline.isVisible());
  }

  /// Puts the caret into the filter.
  void focusFilter() {
    filter.requestFocus();
    filter.selectAll();
  }

  private void prepareTable() {
    table.setId("messages");
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table.getColumns().add(column("Tick", 76, m -> grouped(m.tick()), "numeric"));
    table.getColumns().add(channelColumn());
    table.getColumns().add(column("From", 110, MessageRecord::sender, ""));
    table.getColumns().add(column("To", 130, m -> String.join(", ", m.receivers()), ""));
    table.getColumns().add(cause);
    table.getColumns().add(bytes);
    table.getColumns().add(column("Payload", 200, MessageRecord::payloadJson, "mono"));
    table.setPlaceholder(empty());
    table.setContextMenu(menu());
    table.getSelectionModel().selectedItemProperty().subscribe(this::picked);
    model.selectedProperty().subscribe(this::reveal);
    model
        .messages()
        .addListener((ListChangeListener.Change<? extends MessageRecord> c) -> followNewest());
    table.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        table.getSelectionModel().clearSelection();
        model.selectedProperty().set(null);
        model.pausedProperty().set(false);
        e.consume();
      }
    });
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String cause(MessageRecord m) {
    return m.cause().map(MessageRecord.Cause::text).orElse("");
  }

  private void picked(@Nullable MessageRecord message) {
    if (message != null && !selecting) {
      send.openProperty().set(false);
      model.selectedProperty().set(message);
      model.pausedProperty().set(true);
    }
  }

  /// Shows in the list where a walk has led, if it is listed.
  private void reveal(@Nullable MessageRecord message) {
    var picked = table.getSelectionModel().getSelectedItem();
    if (message == null || (picked != null && picked.sequence() == message.sequence())) {
      return;
    }
    selecting = true;
    table.getSelectionModel().clearSelection();
    for (var i = 0; i < table.getItems().size(); i++) {
      if (table.getItems().get(i).sequence() == message.sequence()) {
        table.getSelectionModel().select(i);
        table.scrollTo(Math.max(0, i - 3));
        break;
      }
    }
    selecting = false;
  }

  private void followNewest() {
    if (!model.pausedProperty().get() && !following) {
      following = true;
      // The table counts its rows when it is laid out, and scrolls no further than it has counted.
      Platform.runLater(() -> {
        following = false;
        if (!model.pausedProperty().get() && !model.messages().isEmpty()) {
          table.layout();
          table.scrollTo(model.messages().size() - 1);
        }
      });
    }
  }

  private static TableColumn<MessageRecord, String> column(
      String title, double width, Function<MessageRecord, String> value, String style) {
    var column = new TableColumn<MessageRecord, String>(title);
    column.setPrefWidth(width);
    if (!title.equals("Payload")) {
      column.setMaxWidth(2 * width);
    }
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    return column;
  }

  private TableColumn<MessageRecord, MessageRecord> channelColumn() {
    var column = new TableColumn<MessageRecord, MessageRecord>("Channel");
    column.setPrefWidth(130);
    column.setMaxWidth(260);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(c -> new ChannelCell());
    return column;
  }

  /// A channel behind the hue of the plugin that owns it.
  private final class ChannelCell extends TableCell<MessageRecord, MessageRecord> {
    private final Region dot = new Region();

    ChannelCell() {
      dot.getStyleClass().add("hue-dot");
    }

    @Override
    protected void updateItem(@Nullable MessageRecord message, boolean empty) {
      super.updateItem(message, empty);
      setText(message == null || empty ? null : message.channel());
      setGraphic(message == null || empty ? null : dot);
      if (message != null) {
        var slash = message.channel().indexOf('/');
        dot.setStyle(desk.dotStyle(message.channel().substring(0, Math.max(0, slash))));
      }
    }
  }

  private ContextMenu menu() {
    var menu = new ContextMenu();
    for (var id :
        List.of(
            "messages.toCause",
            "messages.toEffect",
            "messages.sendAgain",
            "messages.copy",
            "messages.hideChannel",
            "messages.ofChannel",
            "messages.export")) {
      menu.getItems().add(desk.controls().menuItem(id));
    }
    return menu;
  }

  // The bar.

  private void prepareFilter() {
    filter.setId("message-filter");
    filter.setPromptText(FilterLine.PROMPT);
    filter.textProperty().bindBidirectional(model.filterProperty());
    filter.setMinWidth(120);
    filter.setMaxWidth(520);
    HBox.setHgrow(filter, Priority.ALWAYS);
    filter.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        filter.clear();
        e.consume();
      } else if (e.getCode() == KeyCode.DOWN) {
        table.requestFocus();
        e.consume();
      }
    });
  }

  private HBox bar() {
    var missed = new Label();
    missed.getStyleClass().add("muted");
    missed.setMinWidth(0);
    missed
        .textProperty()
        .bind(
            model
                .missedProperty()
                .map(n -> n.longValue() == 0 ? "" : grouped(n.longValue()) + " not listed"));
    missed.setTooltip(
        CommandControls.tooltip(
            "Matching messages beyond the 1,000 a look and the %,d that are listed"
                .formatted(MessagesViewModel.MAX_KEPT)));
    var failure = new Label();
    failure.getStyleClass().add("problem-text");
    failure.setMinWidth(0);
    failure.textProperty().bind(model.failureProperty());
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    prepareExporting();
    var bar =
        new HBox(
            filter,
            pause(),
            channelsMenu(),
            lanes(),
            missed,
            failure,
            space,
            exporting,
            desk.controls().iconButton("messages.timeline"),
            desk.controls().iconButton("messages.sendNew"),
            desk.controls().iconButton("messages.export"),
            desk.controls().iconButton("messages.clear"));
    bar.getStyleClass().add("panel-bar");
    return bar;
  }

  private Node pause() {
    pause.setId("pause-messages");
    pause.getStyleClass().addAll("flat");
    pause.setMinWidth(Region.USE_PREF_SIZE);
    var held = CommandControls.tooltip("");
    pause.setTooltip(held);
    pause.selectedProperty().bindBidirectional(model.pausedProperty());
    model.pausedProperty().subscribe(on -> sayHeld(held));
    model.newerProperty().subscribe(count -> sayHeld(held));
    return pause;
  }

  /// While the list is held, how much there is beyond it.
  private void sayHeld(Tooltip tooltip) {
    var on = model.pausedProperty().get();
    var count = model.newerText();
    pause.setText(on ? "Resume list" + (count.isEmpty() ? "" : " · " + count) : "Pause list");
    pause.setGraphic(new FontIcon(on ? "mdi2p-play" : "mdi2p-pause"));
    pause.setAccessibleText(pause.getText());
    tooltip.setText(
        on
            ? "Let new messages in" + (count.isEmpty() ? "" : ": " + count)
            : "Hold the list still; the world goes on");
  }

  private Node lanes() {
    byPlugin.setId("timeline-by-plugin");
    byPlugin.getStyleClass().addAll("flat");
    byPlugin.setMinWidth(Region.USE_PREF_SIZE);
    byPlugin.setTooltip(
        CommandControls.tooltip("A lane for each plugin that sent, in place of each channel"));
    byPlugin.selectedProperty().subscribe(on -> timeline.setByPlugin(on));
    return byPlugin;
  }

  private Node channelsMenu() {
    channels.setId("message-channels");
    channels.getStyleClass().addAll("flat");
    channels.setMinWidth(Region.USE_PREF_SIZE);
    channels.setTooltip(CommandControls.tooltip("Which channels are listed"));
    channels.setOnShowing(e -> model.loadChannels());
    model
        .channels()
        .addListener((ListChangeListener.Change<? extends Object> c) ->
            channels
                .getItems()
                .setAll(
                    model.channels().stream()
                        .map(channel -> channelItem(channel.name()))
                        .toList()));
    model.loadChannels();
    return channels;
  }

  private CheckMenuItem channelItem(String channel) {
    var item = new CheckMenuItem(channel);
    item.setMnemonicParsing(false);
    item.setSelected(!model.hidden().contains(channel));
    item.setOnAction(e -> model.toggle(channel));
    return item;
  }

  // Chips: what limits the list beyond the line.

  private void showChips() {
    chips.getStyleClass().add("chips");
    model.hidden().addListener((SetChangeListener<String>) c -> fillChips());
    model.rangeProperty().subscribe(r -> fillChips());
    fillChips();
  }

  private void fillChips() {
    chips.getChildren().clear();
    model
        .rangeProperty()
        .get()
        .ifPresent(range ->
            chips
                .getChildren()
                .add(
                    chip(
                        ticks(range),
                        () -> model.rangeProperty().set(java.util.Optional.empty()))));
    model.hidden().stream()
        .sorted()
        .forEach(channel ->
            chips.getChildren().add(chip("Without " + channel, () -> model.toggle(channel))));
    chips.setVisible(!chips.getChildren().isEmpty());
    chips.setManaged(chips.isVisible());
  }

  private static Button chip(String text, Runnable away) {
    var chip = new Button(text, new FontIcon("mdi2c-close"));
    chip.getStyleClass().add("chip");
    chip.setTooltip(CommandControls.tooltip("Take this limit away"));
    chip.setOnAction(e -> away.run());
    return chip;
  }

  // Exports.

  private void prepareExporting() {
    exporting.getStyleClass().add("exporting");
    exporting.setVisible(false);
    exporting.managedProperty().bind(exporting.visibleProperty());
  }

  /// Shows that an export is under way.
  void exporting(Runnable cancel) {
    var progress = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    progress.setPrefWidth(80);
    var stop = new Button("Cancel");
    stop.setOnAction(e -> cancel.run());
    exportText.setText("Exporting");
    exporting.getChildren().setAll(progress, exportText, stop);
    exporting.setVisible(true);
  }

  void exported(long count) {
    exportText.setText("Exporting, " + grouped(count));
  }

  /// Shows how an export ended, until the next one.
  void exportEnded(String text) {
    exportText.setText(text);
    exporting.getChildren().setAll(exportText);
  }

  private Label empty() {
    var label =
        new Label(
            "No messages. What plugins publish to each other appears here while the world runs.");
    model.filterProperty().subscribe(t -> label.setText(emptyText()));
    model.rangeProperty().subscribe(t -> label.setText(emptyText()));
    model
        .channels()
        .addListener((ListChangeListener.Change<? extends Object> c) -> label.setText(emptyText()));
    label.setGraphic(new FontIcon("mdi2m-message-outline"));
    label.getStyleClass().add("empty-text");
    return label;
  }

  private static String ticks(MessagesViewModel.TickRange range) {
    return range.first() == range.last()
        ? "Tick " + grouped(range.first())
        : "Ticks %s to %s".formatted(grouped(range.first()), grouped(range.last()));
  }

  private String emptyText() {
    var range = model.rangeProperty().get();
    if (range.isPresent() && model.filterProperty().get().isBlank()) {
      return ticks(range.get()) + ": no message that is still kept.";
    }
    return model.emptyText();
  }
}
