package dev.vivarium.workbench.attach;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.remote.FarLink;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// Shows that the window's world is on another machine: a sign in the top bar, and a banner while
/// the connection is lost.
public final class FarPart implements Part {
  private final FarViewModel model;
  private final HBox banner = new HBox();
  private final HBox savedHere = new HBox();
  private final Label sign = new Label();

  public FarPart(FarViewModel model) {
    this.model = model;
    sign.setId("far-place");
    sign.getStyleClass().add("far-place");
    sign.setGraphic(new FontIcon("mdi2s-server-network"));
    prepareBanner();
    prepareSavedHere();
    model.linkProperty().subscribe(this::show);
  }

  private void prepareBanner() {
    var text = new Label("", new FontIcon("mdi2l-lan-disconnect"));
    text.setId("far-lost");
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    text.textProperty().bind(model.linkProperty().map(FarPart::lost));
    var again = new Button("Try now");
    again.setId("far-try");
    again.setMinWidth(Region.USE_PREF_SIZE);
    again.setOnAction(e -> model.tryNow());
    again
        .visibleProperty()
        .bind(model.linkProperty().map(now -> now.state() == FarLink.State.CONNECTING));
    again.managedProperty().bind(again.visibleProperty());
    banner.getStyleClass().add("banner");
    banner.getChildren().addAll(text, again);
    banner.visibleProperty().bind(model.linkProperty().map(now -> !now.isOpen()));
    banner.managedProperty().bind(banner.visibleProperty());
  }

  private void prepareSavedHere() {
    var text =
        new Label(
            "Saved. " + model.whereSavesGo(), new FontIcon("mdi2c-content-save-alert-outline"));
    text.setId("far-saved-here");
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    var understood = new Button("Understood");
    understood.setId("far-understood");
    understood.setMinWidth(Region.USE_PREF_SIZE);
    understood.setOnAction(e -> model.understood());
    savedHere.getStyleClass().add("banner");
    savedHere.getChildren().addAll(text, understood);
    savedHere.visibleProperty().bind(model.savedHereProperty());
    savedHere.managedProperty().bind(savedHere.visibleProperty());
  }

  private static String lost(FarLink now) {
    return switch (now.state()) {
      case OPEN -> "";
      case CONNECTING ->
          (now.trouble().isEmpty() ? "Connecting to " + now.server() + "." : now.trouble())
              + " What you see is from before; it is tried again by itself.";
      case OVER ->
          now.trouble() + " What you see is from before. Close the window and attach again.";
    };
  }

  private void show(FarLink now) {
    sign.setText(model.place());
    sign.setTooltip(CommandControls.tooltip(model.placeInFull()));
    sign.getStyleClass().removeAll("lost");
    if (!now.isOpen()) {
      sign.getStyleClass().add("lost");
    }
  }

  /// For the top bar.
  public Region sign() {
    return sign;
  }

  public FarViewModel model() {
    return model;
  }

  @Override
  public List<Panel> panels() {
    return List.of();
  }

  @Override
  public List<Node> banners() {
    return List.of(banner, savedHere);
  }

  @Override
  public void dispose() {
    model.dispose();
  }
}
