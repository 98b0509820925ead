package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.WorldSchema;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kordamp.ikonli.javafx.FontIcon;

/// Chooses what the colours of the map tell apart.
final class MapColoursButton extends MenuButton {
  private final MapViewModel model;

  MapColoursButton(MapViewModel model) {
    super("", new FontIcon("mdi2p-palette-outline"));
    this.model = model;
    setId("map-colours");
    getStyleClass().addAll("flat", "map-colours");
    setTooltip(CommandControls.tooltip("What the colours tell apart"));
    setAccessibleText("What the colours tell apart");
    model.groupingProperty().subscribe(by -> setText(text(by)));
    model.schemaProperty().subscribe(this::fill);
  }

  private static String text(EntityGrouping by) {
    return switch (by) {
      case EntityGrouping.Owner owner -> "Owner";
      case EntityGrouping.Mover mover -> "Last moved by";
      case EntityGrouping.Archetype archetype -> "Archetype";
      case EntityGrouping.Component component -> component.component();
    };
  }

  private void fill(WorldSchema schema) {
    var components = new Menu("Component");
    for (var component : schema.components()) {
      components.getItems().add(item(new EntityGrouping.Component(component.name())));
    }
    components.setDisable(components.getItems().isEmpty());
    getItems()
        .setAll(
            item(new EntityGrouping.Owner()),
            item(new EntityGrouping.Mover()),
            item(new EntityGrouping.Archetype()),
            new SeparatorMenuItem(),
            components);
  }

  private MenuItem item(EntityGrouping by) {
    var item = new MenuItem(text(by));
    item.setOnAction(e -> model.groupingProperty().set(by));
    return item;
  }
}
