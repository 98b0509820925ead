package dev.vivarium.workbench.people;

import dev.vivarium.workbench.attach.FarViewModel;
import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.SessionRole;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The people of a far world: their panel, what is told to them, and who else is at what is
/// selected here.
public final class PeoplePart implements Part {
  private final PeopleViewModel model;
  private final PeopleView view;
  private final HBox also = new HBox();
  private final ReadOnlyObjectWrapper<Panel.Badge> badge =
      new ReadOnlyObjectWrapper<>(Panel.Badge.NONE);
  private final Desk desk;

  public PeoplePart(Desk desk, FarViewModel far) {
    this.desk = desk;
    model =
        new PeopleViewModel(
            desk.session(),
            desk.window(),
            () -> far.linkProperty().get().role(),
            () -> far.linkProperty().get().pingMs());
    addCommands(desk.commands());
    view = new PeopleView(desk, model);
    model.people().addListener((ListChangeListener.Change<?> c) -> badge.set(badge()));
    desk.selection().selectedProperty().subscribe(now -> tell());
    var who = new Label("", new FontIcon("mdi2a-account-eye-outline"));
    who.setId("also-selected");
    also.getStyleClass().add("banner");
    also.getChildren().add(who);
    also.managedProperty().bind(also.visibleProperty());
    Runnable show =
        () -> {
          var names = model.alsoSelecting(desk.selection().selectedProperty().get());
          who.setText(names + (names.contains(",") ? " have" : " has") + " this selected, too.");
          also.setVisible(!names.isEmpty());
        };
    model.marksProperty().subscribe(now -> show.run());
    desk.selection().selectedProperty().subscribe(now -> show.run());
  }

  private Panel.Badge badge() {
    var others = model.people().stream().filter(p -> !p.self()).count();
    return others == 0 ? Panel.Badge.NONE : new Panel.Badge(Long.toString(others), false);
  }

  /// Tells the others what is selected here; what got lost on the way is told again at each look.
  private void tell() {
    model.tell(List.copyOf(desk.selection().selectedProperty().get()));
  }

  private void addCommands(CommandRegistry commands) {
    commands.add(
        "people.kick",
        "Send away",
        "",
        "mdi2a-account-remove-outline",
        model::moderationObstacle,
        () -> {
          var _ = model.kick();
        });
    commands.add(
        "people.mute",
        "Mute",
        "",
        "mdi2m-microphone-off",
        model::moderationObstacle,
        () -> {
          var _ = model.toggleMute();
        });
    commands.add(
        "people.present",
        "Hand over presenting",
        "",
        "mdi2p-presentation",
        model::presentingObstacle,
        () -> {
          var _ = model.present();
        });
    for (SessionRole role : SessionRole.values()) {
      commands.add(
          "people.role." + role.text(),
          "Make the selected person a " + role.text(),
          "",
          "mdi2a-account-key-outline",
          model::moderationObstacle,
          () -> {
            var _ = model.giveRole(role);
          });
    }
  }

  public PeopleViewModel model() {
    return model;
  }

  /// What is asked whether the panel can be seen or not: who else has selected what is selected
  /// here.
  public void look() {
    tell();
    model.refresh();
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("people", "People", "mdi2a-account-multiple-outline", Place.BOTTOM, view)
            .withBadge(badge.getReadOnlyProperty())
            .looking(1, model::refreshSteps));
  }

  @Override
  public List<Node> banners() {
    return List.of(also);
  }
}
