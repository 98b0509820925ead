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
  private final Runnable attach;
  private final HBox banner = new HBox();
  private final HBox savedHere = new HBox();
  private final Label sign = new Label();

  /// @param attach shows the way to servers
  public FarPart(FarViewModel model, Runnable attach) {
    this.model = model;
    this.attach = attach;
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
    text.setWrapText(true);
    text.textProperty().bind(model.lossProperty());
    var again = act("far-try", "Try now", FarLink.State.CONNECTING);
    again.setOnAction(e -> model.tryNow());
    again.disableProperty().bind(model.linkProperty().map(now -> now.retryMs() == 0));
    var anew = act("far-attach", "Attach again…", FarLink.State.OVER);
    anew.setOnAction(e -> attach.run());
    banner.getStyleClass().add("banner");
    banner.getChildren().addAll(text, again, anew);
    banner.visibleProperty().bind(model.linkProperty().map(now -> !now.isOpen()));
    banner.managedProperty().bind(banner.visibleProperty());
  }

  /// A button that is there while the connection is in that state.
  private Button act(String id, String text, FarLink.State state) {
    var button = new Button(text);
    button.setId(id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.visibleProperty().bind(model.linkProperty().map(now -> now.state() == state));
    button.managedProperty().bind(button.visibleProperty());
    return button;
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
