package dev.vivarium.workbench.client;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.SwitchedSession;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// The switch between the server's world and the client's, and the sign that the client's is shown.
public final class SidePart implements Part {
  private static final PseudoClass UNAVAILABLE = PseudoClass.getPseudoClass("unavailable");
  private static final String TO_CLIENT = "Show the client's world";
  private static final String TO_SERVER = "Show the server's world";

  private final SideViewModel model;
  private final HBox control = new HBox();
  private final HBox banner = new HBox();

  /// @param session what the window's other parts look at
  public SidePart(Desk desk, SwitchedSession session) {
    model = new SideViewModel(session, desk.window());
    desk.commands()
        .add(
            "view.side",
            TO_CLIENT,
            "F7",
            "mdi2m-monitor-eye",
            () -> model.clientProperty().get() ? "" : model.obstacleProperty().get(),
            model::toggle);
    model
        .clientProperty()
        .subscribe(is -> desk.commands().rename("view.side", is ? TO_SERVER : TO_CLIENT));
    prepareControl(desk);
    prepareBanner(desk);
    desk.world().statusProperty().subscribe(model::arrived);
  }

  public SideViewModel model() {
    return model;
  }

  private void prepareControl(Desk desk) {
    var server = side(desk, "side-server", "Server", "left-pill", false);
    var client = side(desk, "side-client", "Client", "right-pill", true);
    var serverHint = CommandControls.tooltip("The world as the server has it");
    server.setTooltip(serverHint);
    var clientHint = CommandControls.tooltip("");
    client.setTooltip(clientHint);
    clientHint.setOnShowing(e -> {
      var why = model.obstacleProperty().get();
      clientHint.setText(
          "The world of the plugins' client halves, as a player's machine has it  F7"
              + (why.isEmpty() ? "" : "\n" + why + "."));
    });
    model
        .obstacleProperty()
        .subscribe(why -> client.pseudoClassStateChanged(UNAVAILABLE, !why.isEmpty()));
    control.setId("side");
    control.getStyleClass().add("side-switch");
    control.getChildren().addAll(server, client);
  }

  private ToggleButton side(Desk desk, String id, String text, String place, boolean client) {
    var button = new ToggleButton(text);
    button.setId(id);
    button.getStyleClass().add(place);
    button.setMinWidth(Region.USE_PREF_SIZE);
    model.clientProperty().subscribe(is -> button.setSelected(is == client));
    button.setOnAction(e -> {
      if (model.clientProperty().get() != client) {
        desk.commands().run("view.side");
      }
      button.setSelected(model.clientProperty().get() == client);
    });
    return button;
  }

  private void prepareBanner(Desk desk) {
    var text =
        new Label(
            "You are looking at the client's world: the entities and values here are its own."
                + " Nothing can be changed here.",
            new FontIcon("mdi2m-monitor-eye"));
    text.setId("side-sign");
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    var back = new Button(TO_SERVER);
    back.setId("side-back");
    back.setMinWidth(Region.USE_PREF_SIZE);
    back.setOnAction(e -> desk.commands().run("view.side"));
    banner.getStyleClass().add("banner");
    banner.getChildren().addAll(text, back);
    banner.visibleProperty().bind(model.clientProperty());
    banner.managedProperty().bind(banner.visibleProperty());
  }

  /// The switch, for the top bar.
  public Region control() {
    return control;
  }

  @Override
  public List<Panel> panels() {
    return List.of();
  }

  @Override
  public List<Node> banners() {
    return List.of(banner);
  }
}
