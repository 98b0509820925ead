package dev.vivarium.workbench.app;

import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Changes that no migration rule covers, each with the two things that can be done about it.
final class DecisionBar extends VBox {
  private final WorldViewModel world;
  private final Consumer<String> preview;

  /// @param preview shows what would become of a plugin's components
  DecisionBar(WorldViewModel world, Consumer<String> preview) {
    this.world = world;
    this.preview = preview;
    setId("decisions");
    managedProperty().bind(visibleProperty());
    world.decisionsProperty().subscribe(this::show);
  }

  private void show(List<Decision> decisions) {
    setVisible(!decisions.isEmpty());
    getChildren().setAll(decisions.stream().map(this::line).toList());
  }

  private Node line(Decision decision) {
    var text =
        new Label(
            String.format(
                Locale.ROOT,
                "%s in %s: %s. %,d entities have it; the old version runs on until you choose.",
                decision.component(),
                decision.plugin(),
                decision.change(),
                decision.rows()));
    text.setGraphic(new FontIcon("mdi2h-help-circle-outline"));
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    var fields = new Button("Show each field");
    fields.setMinWidth(USE_PREF_SIZE);
    fields.setOnAction(e -> preview.accept(decision.plugin()));
    var line =
        new HBox(
            text,
            fields,
            button("Keep the old version", decision, Decision.Choice.KEEP_OLD_VERSION),
            button("Reset this component", decision, Decision.Choice.RESET_COMPONENT));
    line.getStyleClass().add("banner");
    return line;
  }

  private Button button(String title, Decision decision, Decision.Choice choice) {
    var button = new Button(title);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> world.act(new WorldCommand.Decide(decision.id(), choice)));
    return button;
  }
}
