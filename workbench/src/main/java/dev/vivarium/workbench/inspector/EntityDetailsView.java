package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Origin;
import java.util.Optional;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The selected entity: its name and owner above, one section a component below.
public final class EntityDetailsView extends BorderPane {
  private static final double NAME_WIDTH_PX = 104;
  private final EntityDetailsViewModel model;
  private final Function<String, String> dotStyleOfPlugin;
  private final VBox sections = new VBox();
  private final Label name = new Label();
  private final Label origin = new Label();
  private final Region dot = new Region();
  private final Label empty = new Label();
  private final ScrollPane scroll = new ScrollPane(sections);

  /// `dotStyleOfPlugin` gives the style of the dot beside the owner's name.
  public EntityDetailsView(
      EntityDetailsViewModel model, Function<String, String> dotStyleOfPlugin) {
    this.model = model;
    this.dotStyleOfPlugin = dotStyleOfPlugin;
    setId("inspector");
    getStyleClass().add("inspector");
    sections.getStyleClass().add("sections");
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    empty.getStyleClass().add("empty-text");
    empty.setWrapText(true);
    setTop(header());
    setCenter(new StackPane(empty, scroll));
    model
        .components()
        .addListener((ListChangeListener.Change<? extends ComponentViewModel> c) -> showSections());
    model.stateProperty().subscribe(this::showState);
    model.entityProperty().subscribe(this::showEntity);
  }

  /// Draws the owner's dot again after a hue or the theme changed.
  public void refreshDots() {
    showEntity(model.entityProperty().get());
  }

  private HBox header() {
    dot.getStyleClass().add("hue-dot");
    name.setId("inspector-name");
    name.getStyleClass().add("detail-title");
    origin.getStyleClass().add("muted");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var header = new HBox(dot, name, origin, space);
    header.getStyleClass().add("panel-bar");
    header.visibleProperty().bind(model.entityProperty().map(Optional::isPresent));
    header.managedProperty().bind(header.visibleProperty());
    return header;
  }

  private void showEntity(Optional<EntityRow> entity) {
    entity.ifPresent(row -> {
      name.setText(row.label());
      var from = row.origin() == Origin.SCENE ? "in the scene" : "born at run time";
      origin.setText(row.owner().isEmpty() ? from : row.owner() + " · " + from);
      dot.setStyle(dotStyleOfPlugin.apply(row.owner()));
    });
  }

  private void showState(EntityDetailsViewModel.State state) {
    scroll.setVisible(state == EntityDetailsViewModel.State.SHOWN);
    empty.setVisible(!scroll.isVisible());
    switch (state) {
      case NOTHING_SELECTED ->
          say("mdi2c-cursor-default-click-outline", "Select an entity on the map or in the table.");
      case LOADING -> say("mdi2t-timer-sand", "Loading…");
      case GONE -> say("mdi2g-ghost-outline", "This entity is gone.");
      case FAILED -> say("mdi2a-alert-circle-outline", "The world does not answer. Still trying.");
      case SHOWN -> {}
    }
  }

  private void say(String icon, String text) {
    empty.setGraphic(new FontIcon(icon));
    empty.setText(text);
  }

  private void showSections() {
    sections.getChildren().setAll(model.components().stream().map(this::section).toList());
  }

  private Node section(ComponentViewModel component) {
    var title = new Label(component.shortName());
    title.getStyleClass().add("section-title");
    title.setTooltip(
        CommandControls.tooltip(
            component.doc().isEmpty()
                ? component.name()
                : component.name() + "\n" + component.doc()));
    var writer = new Label();
    writer.getStyleClass().add("writer");
    writer.textProperty().bind(component.writerProperty());
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var head = new HBox(title, space, writer);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("section-head");
    var pane = new TitledPane("", grid(component));
    pane.getStyleClass().addAll("dense", "section");
    pane.setGraphic(head);
    head.prefWidthProperty().bind(pane.widthProperty().subtract(36));
    pane.setAnimated(false);
    pane.setCollapsible(!component.fields().isEmpty());
    pane.setExpanded(!component.fields().isEmpty());
    return pane;
  }

  private static GridPane grid(ComponentViewModel component) {
    var grid = new GridPane();
    grid.getStyleClass().add("field-grid");
    var names = new ColumnConstraints(NAME_WIDTH_PX);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setFillWidth(true);
    grid.getColumnConstraints().addAll(names, values);
    for (var i = 0; i < component.fields().size(); i++) {
      var field = component.fields().get(i);
      var label = new Label(field.schema().name());
      label.getStyleClass().add("field-name");
      label.setTooltip(CommandControls.tooltip(field.hint()));
      grid.add(label, 0, i);
      grid.add(new FieldEditor(field), 1, i);
    }
    return grid;
  }
}
