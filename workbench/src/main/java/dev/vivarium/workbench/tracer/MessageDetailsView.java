package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.PayloadNode;
import dev.vivarium.workbench.session.TraceChain;
import dev.vivarium.workbench.session.TraceChain.Link;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// A message between what led to it and what it led to, its payload in the middle.
final class MessageDetailsView extends VBox {
  private static final double INDENT_PX = 16;

  private final MessagesViewModel model;
  private final Consumer<EntityHandle> showEntity;
  private final Consumer<String> openSystem;
  private final Label title = new Label();
  private final Label route = new Label();
  private final VBox body = new VBox();

  MessageDetailsView(
      MessagesViewModel model,
      CommandControls controls,
      Consumer<EntityHandle> showEntity,
      Consumer<String> openSystem) {
    this.model = model;
    this.showEntity = showEntity;
    this.openSystem = openSystem;
    getStyleClass().add("message-details");
    title.getStyleClass().add("detail-title");
    title.setMinWidth(0);
    route.getStyleClass().add("muted");
    route.setMinWidth(0);
    body.getStyleClass().add("chain");
    var scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("chain-scroll");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(head(controls), route, scroll);
    model.selectedProperty().subscribe(this::showMessage);
    model.chainProperty().subscribe(this::showChain);
  }

  private HBox head(CommandControls controls) {
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var back = controls.iconButton("messages.back");
    CommandControls.pale(back, model.walkedProperty().not());
    var acts =
        List.of(
            back,
            controls.iconButton("messages.toCause"),
            controls.iconButton("messages.toEffect"),
            controls.iconButton("messages.copy"),
            controls.iconButton("messages.sendAgain"));
    acts.subList(1, acts.size())
        .forEach(b -> CommandControls.pale(b, model.selectedProperty().isNull()));
    var head = new HBox(title, space);
    acts.forEach(b -> b.setMinWidth(USE_PREF_SIZE));
    head.getChildren().addAll(acts);
    head.getStyleClass().add("detail-head");
    return head;
  }

  private void showMessage(@Nullable MessageRecord message) {
    if (message == null) {
      title.setText("No message selected");
      route.setText("Select one to see its payload, what led to it and what it led to.");
      body.getChildren().clear();
      return;
    }
    title.setText(String.format(Locale.ROOT, "%s  %,d", message.channel(), message.sequence()));
    route.setText(
        String.format(
            Locale.ROOT,
            "%s → %s · %s of tick %,d · %s · %,d B",
            message.sender(),
            message.receivers().isEmpty() ? "nobody" : String.join(", ", message.receivers()),
            message.stage(),
            message.tick(),
            message.local() ? "local" : "remote",
            message.sizeBytes()));
    route.setTooltip(CommandControls.tooltip(route.getText()));
  }

  private void showChain(@Nullable TraceChain chain) {
    if (chain == null) {
      return;
    }
    showMessage(chain.message());
    body.getChildren()
        .setAll(
            section("Led here", chain.causes(), "Nothing is known of what led to it."),
            payload(chain.payload()),
            section("Led to", chain.effects(), "Nothing that the trace knows of."));
  }

  private static Label heading(String text) {
    var label = new Label(text);
    label.getStyleClass().add("chain-heading");
    return label;
  }

  private Node section(String name, List<Link> links, String none) {
    var box = new VBox(heading(name));
    box.setId(name.equals("Led here") ? "causes" : "effects");
    box.getStyleClass().add("chain-section");
    links.forEach(link -> box.getChildren().add(row(link)));
    if (links.isEmpty()) {
      var empty = new Label(none);
      empty.getStyleClass().add("muted");
      box.getChildren().add(empty);
    }
    return box;
  }

  private Node row(Link link) {
    var icon = new FontIcon(icon(link.kind()));
    var act = act(link);
    var text = act == null ? new Label(link.text()) : new Hyperlink(link.text());
    text.setMinWidth(0);
    text.setTooltip(CommandControls.tooltip(link.text()));
    if (text instanceof Hyperlink hyperlink) {
      hyperlink.setOnAction(e -> Objects.requireNonNull(act).run());
    } else if (link.kind() == TraceChain.Kind.UNKNOWN) {
      text.getStyleClass().add("muted");
    }
    var indent = new Region();
    indent.setMinWidth(INDENT_PX * link.depth());
    var row = new HBox(indent, icon, text);
    row.getStyleClass().add("chain-link");
    return row;
  }

  private @Nullable Runnable act(Link link) {
    if (link.message().isPresent()) {
      return () -> model.walkTo(link.message().get());
    }
    if (link.entity().isPresent()) {
      return () -> showEntity.accept(link.entity().get());
    }
    return link.system().isEmpty() ? null : () -> openSystem.accept(link.system());
  }

  private static String icon(TraceChain.Kind kind) {
    return switch (kind) {
      case SYSTEM -> "mdi2c-cog-outline";
      case ENTITY -> "mdi2c-cube-outline";
      case MESSAGE -> "mdi2m-message-outline";
      case CHANGE -> "mdi2p-plus-minus-variant";
      case WRITE -> "mdi2p-pencil-outline";
      case UNKNOWN -> "mdi2h-help-circle-outline";
    };
  }

  private Node payload(List<PayloadNode> nodes) {
    var grid = new GridPane();
    grid.setId("payload");
    grid.getStyleClass().add("payload-grid");
    fill(grid, nodes, 0);
    var box = new VBox(heading("Payload"), grid);
    box.getStyleClass().add("chain-section");
    if (nodes.isEmpty()) {
      var empty = new Label("It has no fields.");
      empty.getStyleClass().add("muted");
      box.getChildren().set(1, empty);
    }
    return box;
  }

  private void fill(GridPane grid, List<PayloadNode> nodes, int depth) {
    for (var node : nodes) {
      var name = new Label(" ".repeat(4 * depth) + node.name());
      name.getStyleClass().add("field-name");
      name.setMinWidth(Region.USE_PREF_SIZE);
      if (!node.doc().isEmpty()) {
        name.setTooltip(new Tooltip(node.doc()));
      }
      var unit = new Label(node.unit().isEmpty() ? node.type() : node.unit());
      unit.getStyleClass().add("unit");
      unit.setTooltip(CommandControls.tooltip(node.type()));
      grid.addRow(grid.getRowCount(), name, value(node), unit);
      fill(grid, node.children(), depth + 1);
    }
  }

  private Node value(PayloadNode node) {
    if (node.entity().isPresent()) {
      var link = new Hyperlink(node.text());
      link.setOnAction(e -> showEntity.accept(node.entity().get()));
      return link;
    }
    var label = new Label(node.text());
    label.getStyleClass().add("mono");
    label.setWrapText(true);
    return label;
  }
}
