package dev.vivarium.workbench.watch;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.Watches.Hit;
import java.util.function.LongConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Says what paused the world, with the ways on from there.
final class PauseBar extends HBox {
  private final Label text = new Label();
  private final Label because = new Label();
  private final Button message = new Button("Show the message");
  private final Button line;
  private final LongConsumer showMessage;

  PauseBar(WatchesViewModel model, CommandControls controls, LongConsumer showMessage) {
    this.showMessage = showMessage;
    setId("paused-by-watch");
    getStyleClass().add("banner");
    managedProperty().bind(visibleProperty());
    text.setGraphic(new FontIcon("mdi2p-pause-octagon-outline"));
    text.setMinWidth(0);
    because.getStyleClass().add("muted");
    because.setMinWidth(0);
    because.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(because, Priority.ALWAYS);
    message.setMinWidth(USE_PREF_SIZE);
    message.managedProperty().bind(message.visibleProperty());
    line = controls.textButton("watches.goToSystem");
    var entity = controls.textButton("watches.selectEntity");
    var on = controls.textButton("watches.continue");
    on.getStyleClass().add("accent");
    for (var button : java.util.List.of(line, entity, on)) {
      button.setMinWidth(USE_PREF_SIZE);
    }
    line.managedProperty().bind(line.visibleProperty());
    getChildren().addAll(text, because, message, line, entity, on);
    visibleProperty().bind(model.hitProperty().isNotNull().and(model.lookingBackProperty().not()));
    model.hitProperty().subscribe(this::show);
  }

  private void show(@Nullable Hit hit) {
    if (hit == null) {
      return;
    }
    text.setText("Paused: " + WatchesViewModel.text(hit));
    text.setTooltip(CommandControls.tooltip(text.getText()));
    because.setText(hit.because());
    because.setTooltip(CommandControls.tooltip(hit.because()));
    line.setVisible(hit.system().contains("/"));
    message.setVisible(!hit.messages().isEmpty());
    message.setOnAction(e -> showMessage.accept(hit.messages().getFirst()));
  }
}
