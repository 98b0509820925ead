package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.WorldStatus;
import dev.vivarium.workbench.world.WorldTexts;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// The bar at the top: which world, whether it runs, how fast, at which tick.
final class TopBar extends HBox {
  private static final double PLACE_MIN_PX = 96;

  /// What the status of a far world begins with while it cannot be reached.
  private static final String CONNECTING = "connecting";

  private static final PseudoClass FORBIDDEN = PseudoClass.getPseudoClass("forbidden");

  private final Label project;
  private final Label state = new Label();
  private final Label tick = new Label();
  private final Label rate = new Label();
  private final MenuButton speed = new MenuButton();
  private final Button toggle;
  private final Region place;

  /// What is left out where there is no room for it, the most wanted first.
  private final List<Region> yielding;

  private final FontIcon toggleIcon = new FontIcon("mdi2p-play");

  /// @param place where the world is, if it is not here
  /// @param side switches between the server's world and the client's
  TopBar(
      String name,
      Optional<Region> place,
      Region side,
      WorldViewModel world,
      CommandControls controls) {
    getStyleClass().add("top-bar");
    project = new Label(name);
    project.setTooltip(CommandControls.tooltip(name));
    project.getStyleClass().add("project-name");
    project.setGraphic(new FontIcon("mdi2f-fishbowl-outline"));
    toggle = controls.iconButton("world.toggle");
    toggle.setGraphic(toggleIcon);
    state.setId("run-state");
    state.getStyleClass().add("run-state");
    tick.setId("tick");
    tick.getStyleClass().addAll("mono", "clock");
    tick.setTooltip(CommandControls.tooltip(""));
    rate.setId("rate");
    rate.getStyleClass().addAll("mono", "muted", "rate");
    prepareSpeed(world);
    controls.forbidden("world.setSpeed").subscribe(this::forbidSpeed);
    this.place = place.orElseGet(TopBar::nothing);
    this.place.setMinWidth(PLACE_MIN_PX);
    var palette = controls.iconButton("view.palette");
    var theme = controls.iconButton("view.theme");
    yielding = List.of(tick, palette, theme, rate);
    // Else a bar that is too wide would make the whole window so, and its edges be cut off.
    setMinWidth(0);
    getChildren()
        .addAll(
            firm(MainMenu.button(controls)),
            project,
            this.place,
            space(),
            firm(toggle),
            firm(controls.iconButton("world.step")),
            firm(controls.iconButton("world.reset")),
            firm(speed),
            firm(state),
            firm(tick),
            firm(rate),
            space(),
            firm(side),
            firm(palette),
            firm(theme));
    world.statusProperty().subscribe(this::show);
  }

  @Override
  protected void layoutChildren() {
    fit();
    super.layoutChildren();
  }

  /// Where there is no room for all, names are shortened, and what yields is left out, the least
  /// wanted first.
  private void fit() {
    var room = getWidth() - snappedLeftInset() - snappedRightInset() + getSpacing();
    var taken =
        getChildren().stream()
            .filter(part -> part.isManaged() && !yielding.contains(part))
            .mapToDouble(part -> part.minWidth(-1) + getSpacing())
            .sum();
    for (var part : yielding) {
      if (part.equals(rate)) {
        taken += whole(project) + whole(place);
      }
      // A style may ask for more than the text needs.
      taken += Math.max(part.minWidth(-1), part.prefWidth(-1)) + getSpacing();
      part.setManaged(taken <= room);
      part.setVisible(taken <= room);
    }
  }

  /// How much wider than at least it would be.
  private static double whole(Region part) {
    return part.isManaged() ? part.prefWidth(-1) - part.minWidth(-1) : 0;
  }

  /// What is never shortened.
  private static Region firm(Region part) {
    part.setMinWidth(Region.USE_PREF_SIZE);
    return part;
  }

  private static Region nothing() {
    var nothing = new Region();
    nothing.setManaged(false);
    return nothing;
  }

  private static Region space() {
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    return space;
  }

  private void prepareSpeed(WorldViewModel world) {
    speed.setId("speed");
    speed.getStyleClass().addAll("flat", "speed");
    speed.setTooltip(CommandControls.tooltip("Speed of the world"));
    for (var choice : WorldViewModel.SPEEDS) {
      var text = Double.isInfinite(choice) ? "as fast as possible" : WorldTexts.speed(choice);
      var item = new MenuItem(text);
      item.setOnAction(e -> world.setSpeed(choice));
      speed.getItems().add(item);
    }
  }

  private void forbidSpeed(String why) {
    speed.pseudoClassStateChanged(FORBIDDEN, !why.isEmpty());
    speed.getItems().forEach(item -> item.setDisable(!why.isEmpty()));
    speed.getTooltip().setText("Speed of the world" + (why.isEmpty() ? "" : "\n" + why + "."));
  }

  private void show(WorldStatus status) {
    var running = status.state() == RunState.RUNNING;
    toggleIcon.setIconLiteral(running ? "mdi2p-pause" : "mdi2p-play");
    state.setText(status.detail().startsWith(CONNECTING) ? CONNECTING : stateText(status.state()));
    state.getStyleClass().removeIf(s -> s.startsWith("state-"));
    state.getStyleClass().add("state-" + status.state().name().toLowerCase(Locale.ROOT));
    speed.setText(WorldTexts.speed(status.speed()));
    tick.setText("tick " + WorldTexts.tick(status));
    rate.setText(WorldTexts.rate(status) + " · " + WorldTexts.entities(status.entities()));
    tick.getTooltip().setText(rate.getText());
  }

  private static String stateText(RunState state) {
    return switch (state) {
      case LOADING -> "loading";
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case STOPPED -> "stopped";
    };
  }
}
