package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.AssetName;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The selected entity with all its fields. Belongs to the window's thread.
public final class EntityDetailsViewModel {
  /// What the inspector shows.
  public enum State {
    NOTHING_SELECTED,
    LOADING,
    SHOWN,
    GONE,
    FAILED
  }

  /// Most entities whose fields are shown together.
  static final int AT_ONCE_MAX = 200;

  /// Assets are listed anew every three seconds or so.
  private static final int LOOKS_AN_ASSET_LIST = 30;

  private final EntitySelection selection;
  private final Function<WorldCommand, CompletableFuture<CommandResult>> submit;
  private final Executor window;
  private final Poll<List<EntityDetails>> poll;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(State.NOTHING_SELECTED);
  private final ReadOnlyObjectWrapper<Optional<EntityRow>> entity =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<ComponentViewModel> components = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
  private final ReadOnlyObjectWrapper<Map<Long, String>> assets =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final Poll<List<AssetName>> assetPoll;
  private int looks;
  private boolean dragging;
  private Runnable waiting = () -> {};
  private List<EntityHandle> asked = List.of();
  private List<EntityHandle> shownHandles = List.of();
  private List<EntityHandle> lastShown = List.of();
  private long lastTick = -1;
  private final ReadOnlyStringWrapper goneText = new ReadOnlyStringWrapper("");

  /// `submit` sends a command to the world and shows a refusal.
  public EntityDetailsViewModel(
      WorldSession session,
      EntitySelection selection,
      Function<WorldCommand, CompletableFuture<CommandResult>> submit,
      Executor window) {
    this.selection = selection;
    this.submit = submit;
    this.window = window;
    this.poll =
        new Poll<>(() -> ask(session), window, this::arrived, reason -> state.set(State.FAILED));
    assetPoll =
        new Poll<>(
            () -> session.inspection().assets(),
            window,
            found ->
                assets.set(
                    found.stream()
                        .collect(
                            Collectors.toMap(AssetName::handle, AssetName::path, (a, b) -> a))),
            reason -> {});
    selection.selectedProperty().subscribe(s -> selected());
  }

  /// Paths of the project's assets by handle.
  ReadOnlyObjectProperty<Map<Long, String>> assetsProperty() {
    return assets.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /// Who is gone and when it was last seen, while that is the state.
  public ReadOnlyStringProperty goneTextProperty() {
    return goneText.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<EntityRow>> entityProperty() {
    return entity.getReadOnlyProperty();
  }

  /// How many entities are shown at once; fields show what they have in common.
  public ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  /// The entities that edits here change.
  public List<EntityHandle> handles() {
    return shownHandles;
  }

  public ObservableList<ComponentViewModel> components() {
    return components;
  }

  /// Fetches the values of the selected entity.
  public void refresh() {
    if (selection.first().isPresent()) {
      poll.ask();
      if (looks++ % LOOKS_AN_ASSET_LIST == 0) {
        assetPoll.ask();
      }
    }
  }

  private CompletableFuture<List<EntityDetails>> ask(WorldSession session) {
    asked = selection.selectedProperty().get().stream().limit(AT_ONCE_MAX).toList();
    return switch (asked.size()) {
      case 0 -> CompletableFuture.completedFuture(List.of());
      case 1 -> session.entity(asked.getFirst()).thenApply(found -> found.stream().toList());
      default -> session.inspection().entities(asked);
    };
  }

  private void selected() {
    if (selection.first().isEmpty()) {
      components.clear();
      entity.set(Optional.empty());
      shownHandles = List.of();
      count.set(0);
      state.set(State.NOTHING_SELECTED);
    } else if (!List.copyOf(selection.selectedProperty().get()).equals(shownHandles)) {
      state.set(State.LOADING);
      poll.askAnew();
    }
  }

  private void arrived(List<EntityDetails> details) {
    var wanted = selection.selectedProperty().get().stream().limit(AT_ONCE_MAX).toList();
    if (!asked.equals(wanted) || asked.isEmpty()) {
      return;
    }
    if (details.isEmpty()) {
      gone();
      return;
    }
    show(details);
  }

  private void gone() {
    components.clear();
    shownHandles = List.of();
    if (!asked.equals(lastShown)) {
      entity.set(Optional.empty()); // it was gone before it was ever shown
      lastTick = -1;
    }
    var who =
        asked.size() > 1
            ? "These entities are gone"
            : entity.get().map(EntityRow::label).orElse(asked.getFirst().label()) + " is gone";
    goneText.set(
        who
            + (lastTick < 0
                ? ". Select another one."
                : "; last seen in tick %,d. Select another one.".formatted(lastTick)));
    state.set(State.GONE);
  }

  private void show(List<EntityDetails> details) {
    lastShown = asked;
    lastTick = details.getFirst().tick();
    var handles = details.stream().map(d -> d.row().handle()).toList();
    var common = common(details);
    if (!handles.equals(shownHandles) || !fits(common)) {
      shownHandles = handles;
      components.setAll(common.stream().map(this::component).toList());
    }
    for (var i = 0; i < components.size(); i++) {
      components.get(i).arrived(common.get(i), details.getFirst().tick());
    }
    count.set(handles.size());
    entity.set(Optional.of(details.getFirst().row()));
    state.set(State.SHOWN);
  }

  /// The components that all have, each with the value of every entity in turn.
  private static List<List<ComponentValue>> common(List<EntityDetails> details) {
    var found = new ArrayList<List<ComponentValue>>();
    for (var component : details.getFirst().components()) {
      var all =
          details.stream()
              .flatMap(d -> d.components().stream().filter(c -> c.name().equals(component.name())))
              .toList();
      if (all.size() == details.size()) {
        found.add(all);
      }
    }
    return found;
  }

  private boolean fits(List<List<ComponentValue>> now) {
    if (components.size() != now.size()) {
      return false;
    }
    for (var i = 0; i < components.size(); i++) {
      if (!components.get(i).fits(now.get(i).getFirst())) {
        return false;
      }
    }
    return true;
  }

  /// Sets all of a component from text that [ComponentViewModel#copied()] gave, on every selected
  /// entity and as one step; entities without the component get it.
  ///
  /// @return why not; empty if it was sent
  String pasteComponent(String text) {
    var copied = ComponentText.parse(text);
    if (copied.isEmpty()) {
      return "The clipboard holds no component; copy one first.";
    }
    if (shownHandles.isEmpty()) {
      return "Nothing is selected.";
    }
    var component = copied.get();
    var edits = new ArrayList<WorldCommand.EntityEdit>();
    shownHandles.forEach(handle ->
        edits.add(
            new WorldCommand.SetComponent(handle, component.component(), component.values())));
    var title =
        edits.size() == 1
            ? ""
            : "Paste %s into %,d entities".formatted(component.component(), edits.size());
    var _ =
        submit
            .apply(edits.size() == 1 ? edits.getFirst() : new WorldCommand.Edit(title, edits, 0))
            .thenAcceptAsync(result -> poll.askAnew(), window);
    return "";
  }

  private ComponentViewModel component(List<ComponentValue> values) {
    var first = values.getFirst();
    var fields = new ArrayList<FieldViewModel>();
    for (var i = 0; i < first.fields().size(); i++) {
      var place = i;
      var holder = new ArrayList<FieldViewModel>(1);
      var model =
          new FieldViewModel(
              first.name(),
              first.fields().get(i).schema(),
              values.stream().map(v -> v.fields().get(place).json()).toList(),
              (jsons, gesture) -> set(holder.getFirst(), jsons, gesture));
      holder.add(model);
      fields.add(model);
    }
    return new ComponentViewModel(first, List.copyOf(fields));
  }

  private void set(FieldViewModel field, List<String> jsons, long gesture) {
    if (gesture != 0 && dragging) {
      waiting = () -> set(field, jsons, gesture);
      return;
    }
    dragging = gesture != 0;
    var _ =
        submit
            .apply(command(field, jsons, gesture))
            .thenAcceptAsync(result -> answered(field, result), window);
  }

  private WorldCommand command(FieldViewModel field, List<String> jsons, long gesture) {
    var name = field.schema().name();
    var edits = new ArrayList<WorldCommand.EntityEdit>();
    for (var i = 0; i < shownHandles.size(); i++) {
      edits.add(
          new WorldCommand.SetField(shownHandles.get(i), field.component(), name, jsons.get(i)));
    }
    if (edits.size() == 1 && gesture == 0) {
      return edits.getFirst();
    }
    var component = field.component().substring(field.component().indexOf('/') + 1);
    var title =
        edits.size() == 1
            ? ""
            : "Set %s.%s of %,d entities".formatted(component, name, edits.size());
    return new WorldCommand.Edit(title, edits, gesture);
  }

  private void answered(FieldViewModel field, CommandResult result) {
    dragging = false;
    var next = waiting;
    waiting = () -> {};
    next.run();
    switch (result) {
      case CommandResult.Done done -> poll.askAnew();
      case CommandResult.Refused refused -> field.refused(refused.reason());
    }
  }
}
