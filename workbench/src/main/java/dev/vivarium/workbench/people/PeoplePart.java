package dev.vivarium.workbench.people;

import dev.vivarium.workbench.attach.FarViewModel;
import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.People.Person;
import dev.vivarium.workbench.session.SessionRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;

/// The people of a far world: their panel, what is told to them, and who else is at what is
/// selected here.
public final class PeoplePart implements Part {
  private final PeopleViewModel model;
  private final PeopleView view;
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
    model.marksProperty().subscribe(now -> desk.selection().mark(marks(now)));
  }

  private static Map<EntityHandle, EntitySelection.Mark> marks(
      Map<EntityHandle, List<Person>> selected) {
    var marks = new HashMap<EntityHandle, EntitySelection.Mark>();
    selected.forEach((entity, by) ->
        marks.put(
            entity,
            new EntitySelection.Mark(
                by.stream()
                    .map(person -> new EntitySelection.Other(person.name(), person.hueDegrees()))
                    .distinct()
                    .toList())));
    return marks;
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
}
