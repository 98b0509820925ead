package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.ChannelInfo;
import dev.vivarium.workbench.session.ChannelInfo.PayloadField;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The form in which a message is written and sent.
final class SendView extends VBox {
  private final SendViewModel model;
  private final GridPane fields = new GridPane();
  private final Label route = new Label();
  private final ComboBox<ChannelInfo> channel = new ComboBox<>();

  SendView(SendViewModel model) {
    this.model = model;
    setId("send-message");
    getStyleClass().add("message-details");
    fields.getStyleClass().add("payload-grid");
    route.getStyleClass().add("muted");
    route.setMinWidth(0);
    prepareChannel();
    var scroll = new ScrollPane(fields);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("chain-scroll");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(head(), status(), scroll);
    model.channelProperty().subscribe(this::show);
    setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        model.openProperty().set(false);
        e.consume();
      }
    });
  }

  private HBox head() {
    var title = new Label("Send");
    title.getStyleClass().add("detail-title");
    title.setMinWidth(USE_PREF_SIZE);
    HBox.setHgrow(channel, Priority.ALWAYS);
    var send = new Button("Send", new FontIcon("mdi2s-send-outline"));
    send.setId("send-now");
    send.setMinWidth(USE_PREF_SIZE);
    send.setTooltip(
        CommandControls.tooltip("Send it before the next tick, marked as sent by the workbench"));
    send.setOnAction(e -> {
      var _ = model.send();
    });
    var close = new Button("", new FontIcon("mdi2c-close"));
    close.getStyleClass().addAll("flat", "button-icon");
    close.setTooltip(CommandControls.tooltip("Close the form  (Esc)"));
    close.setOnAction(e -> model.openProperty().set(false));
    var head = new HBox(title, channel, send, close);
    head.getStyleClass().addAll("detail-head", "send-head");
    return head;
  }

  private HBox status() {
    var answer = new Label();
    answer.setId("send-answer");
    answer.setMinWidth(0);
    answer.textProperty().bind(model.answerProperty());
    var problem = new Label();
    problem.setMinWidth(0);
    problem.textProperty().bind(model.problemProperty());
    problem.getStyleClass().add("problem-text");
    model
        .problemProperty()
        .subscribe(
            text -> problem.setTooltip(text.isEmpty() ? null : CommandControls.tooltip(text)));
    var status = new HBox(route, answer, problem);
    status.getStyleClass().add("plugin-line");
    return status;
  }

  private void prepareChannel() {
    channel.setId("send-channel");
    channel.setItems(model.channels());
    channel.setMaxWidth(Double.MAX_VALUE);
    channel.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable ChannelInfo info) {
            return info == null ? "" : info.name();
          }

          @Override
          public @Nullable ChannelInfo fromString(String name) {
            return null;
          }
        });
    channel.valueProperty().bindBidirectional(model.channelProperty());
  }

  private void show(@Nullable ChannelInfo info) {
    fields.getChildren().clear();
    route.setText(model.route());
    route.setTooltip(CommandControls.tooltip(model.route()));
    if (info == null) {
      return;
    }
    var row = 0;
    for (var field : info.fields()) {
      var name = new Label(field.name());
      name.getStyleClass().add("field-name");
      var unit = new Label(field.unit().isEmpty() ? field.type() : field.unit());
      unit.getStyleClass().add("unit");
      unit.setTooltip(CommandControls.tooltip(field.type()));
      fields.addRow(row++, name, editor(field), unit);
    }
    if (info.fields().isEmpty()) {
      fields.add(new Label("It has no fields."), 0, 0);
    }
  }

  private Node editor(PayloadField field) {
    if (!field.choices().isEmpty() || field.type().equals("bool")) {
      var choice = new ComboBox<String>();
      choice
          .getItems()
          .setAll(field.choices().isEmpty() ? java.util.List.of("false", "true") : field.choices());
      choice.valueProperty().bindBidirectional(model.value(field.name()));
      choice.setId("send-" + field.name());
      return choice;
    }
    var box = new TextField();
    box.setId("send-" + field.name());
    box.textProperty().bindBidirectional(model.value(field.name()));
    box.setPromptText(field.isEntity() ? "#214, or none" : field.type());
    box.setOnAction(e -> {
      var _ = model.send();
    });
    field
        .range()
        .ifPresent(r ->
            box.setTooltip(
                CommandControls.tooltip("Sensible: %s to %s".formatted(r.min(), r.max()))));
    if (!field.doc().isEmpty()) {
      box.setTooltip(CommandControls.tooltip(field.doc()));
    }
    return box;
  }
}
