package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MessageRecord;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The live list of messages, with the payload of the selected one beside it.
public final class MessagesView extends BorderPane {
  private final MessagesViewModel model;
  private final Consumer<EntityHandle> showEntity;
  private final TableView<MessageRecord> table;
  private final TextArea payload = new TextArea();
  private final Label title = new Label();
  private final Label route = new Label();
  private final Hyperlink cause = new Hyperlink();

  public MessagesView(
      MessagesViewModel model, CommandControls controls, Consumer<EntityHandle> showEntity) {
    this.model = model;
    this.showEntity = showEntity;
    this.table = new TableView<>(model.messages());
    prepareTable();
    payload.setId("payload");
    payload.setEditable(false);
    payload.getStyleClass().add("mono");
    var split = new SplitPane(table, details());
    split.setDividerPositions(0.66);
    setTop(bar(controls));
    setCenter(split);
    model.selectedProperty().subscribe(this::show);
  }

  private void prepareTable() {
    table.setId("messages");
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table
        .getColumns()
        .add(column("Tick", 76, m -> String.format(Locale.ROOT, "%,d", m.tick()), "numeric"));
    table.getColumns().add(column("Channel", 150, MessageRecord::channel, ""));
    table.getColumns().add(column("From", 130, MessageRecord::sender, ""));
    table.getColumns().add(column("To", 150, m -> String.join(", ", m.receivers()), ""));
    table.getColumns().add(column("Bytes", 72, m -> Integer.toString(m.sizeBytes()), "numeric"));
    table.getColumns().add(column("Payload", 260, MessageRecord::payloadJson, "mono"));
    table.setPlaceholder(empty());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(m -> {
          if (m != null) {
            model.selectedProperty().set(m);
            model.pausedProperty().set(true);
          }
        });
    model
        .messages()
        .addListener((ListChangeListener.Change<? extends MessageRecord> c) -> followNewest());
  }

  private void followNewest() {
    if (!model.pausedProperty().get() && !model.messages().isEmpty()) {
      table.scrollTo(model.messages().size() - 1);
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

  private HBox bar(CommandControls controls) {
    var filter = new TextField();
    filter.setId("message-filter");
    filter.setPromptText("Filter: channel, plugin or value");
    filter.textProperty().bindBidirectional(model.filterProperty());
    HBox.setHgrow(filter, Priority.ALWAYS);
    filter.setMaxWidth(320);
    var pause = new ToggleButton("Pause list", new FontIcon("mdi2p-pause"));
    pause.setId("pause-messages");
    pause.getStyleClass().addAll("flat");
    pause.setTooltip(CommandControls.tooltip("Hold the list still; the world goes on"));
    pause.selectedProperty().bindBidirectional(model.pausedProperty());
    var missed = new Label();
    missed.getStyleClass().add("muted");
    missed
        .textProperty()
        .bind(
            model
                .missedProperty()
                .map(n ->
                    n.longValue() == 0
                        ? ""
                        : String.format(Locale.ROOT, "%,d too fast to list", n.longValue())));
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar = new HBox(filter, pause, controls.iconButton("messages.clear"), missed, space);
    bar.getStyleClass().add("panel-bar");
    return bar;
  }

  private VBox details() {
    title.getStyleClass().add("detail-title");
    route.getStyleClass().add("muted");
    cause.managedProperty().bind(cause.visibleProperty());
    VBox.setVgrow(payload, Priority.ALWAYS);
    var box = new VBox(title, route, cause, payload);
    box.getStyleClass().add("message-details");
    return box;
  }

  private void show(@Nullable MessageRecord message) {
    cause.setVisible(false);
    if (message == null) {
      title.setText("No message selected");
      route.setText("Select one to read its payload.");
      payload.setVisible(false);
      return;
    }
    title.setText(message.channel() + "  #" + message.sequence());
    route.setText(
        message.sender()
            + " → "
            + String.join(", ", message.receivers())
            + " · "
            + message.stage());
    payload.setVisible(true);
    payload.setText(PayloadText.indented(message.payloadJson()));
    message.cause().ifPresent(this::showCause);
  }

  private void showCause(MessageRecord.Cause because) {
    cause.setText("Caused by " + because.text());
    cause.setVisible(true);
    cause.setDisable(because.entity().isEmpty());
    cause.setOnAction(e -> because.entity().ifPresent(showEntity));
  }

  private static Label empty() {
    var label = new Label("No messages yet. What plugins publish to each other appears here.");
    label.setGraphic(new FontIcon("mdi2m-message-outline"));
    label.getStyleClass().add("empty-text");
    return label;
  }
}
