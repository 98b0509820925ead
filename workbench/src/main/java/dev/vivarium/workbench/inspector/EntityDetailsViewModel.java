package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.part.EntitySelection;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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

  private final EntitySelection selection;
  private final Function<WorldCommand, CompletableFuture<CommandResult>> submit;
  private final Executor window;
  private final Poll<Optional<EntityDetails>> poll;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(State.NOTHING_SELECTED);
  private final ReadOnlyObjectWrapper<Optional<EntityRow>> entity =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<ComponentViewModel> components = FXCollections.observableArrayList();
  private Optional<EntityHandle> asked = Optional.empty();

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
    selection.selectedProperty().subscribe(s -> selected());
  }

  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<EntityRow>> entityProperty() {
    return entity.getReadOnlyProperty();
  }

  public ObservableList<ComponentViewModel> components() {
    return components;
  }

  /// Fetches the values of the selected entity.
  public void refresh() {
    if (selection.first().isPresent()) {
      poll.ask();
    }
  }

  private CompletableFuture<Optional<EntityDetails>> ask(WorldSession session) {
    asked = selection.first();
    return asked
        .map(session::entity)
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  private void selected() {
    if (selection.first().isEmpty()) {
      components.clear();
      entity.set(Optional.empty());
      state.set(State.NOTHING_SELECTED);
    } else if (!selection.first().equals(entity.get().map(EntityRow::handle))) {
      state.set(State.LOADING);
      poll.askAnew();
    }
  }

  private void arrived(Optional<EntityDetails> details) {
    if (!asked.equals(selection.first()) || asked.isEmpty()) {
      return;
    }
    if (details.isEmpty()) {
      components.clear();
      state.set(State.GONE);
      return;
    }
    var shown = details.get();
    if (!fits(shown)) {
      components.setAll(shown.components().stream().map(c -> component(shown.row(), c)).toList());
    }
    for (var i = 0; i < components.size(); i++) {
      components.get(i).arrived(shown.components().get(i), shown.tick());
    }
    entity.set(Optional.of(shown.row()));
    state.set(State.SHOWN);
  }

  private boolean fits(EntityDetails details) {
    if (!entity.get().map(EntityRow::handle).equals(Optional.of(details.row().handle()))
        || components.size() != details.components().size()) {
      return false;
    }
    for (var i = 0; i < components.size(); i++) {
      if (!components.get(i).fits(details.components().get(i))) {
        return false;
      }
    }
    return true;
  }

  private ComponentViewModel component(EntityRow row, ComponentValue value) {
    var fields = new ArrayList<FieldViewModel>();
    for (var field : value.fields()) {
      var holder = new ArrayList<FieldViewModel>(1);
      var model =
          new FieldViewModel(
              value.name(),
              field.schema(),
              field.json(),
              json -> set(row.handle(), holder.getFirst(), json));
      holder.add(model);
      fields.add(model);
    }
    return new ComponentViewModel(value, List.copyOf(fields));
  }

  private void set(EntityHandle handle, FieldViewModel field, String json) {
    var _ =
        submit
            .apply(
                new WorldCommand.SetField(handle, field.component(), field.schema().name(), json))
            .thenAcceptAsync(result -> answered(field, result), window);
  }

  private void answered(FieldViewModel field, CommandResult result) {
    switch (result) {
      case CommandResult.Done done -> poll.askAnew();
      case CommandResult.Refused refused -> field.refused(refused.reason());
    }
  }
}
