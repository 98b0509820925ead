package dev.vivarium.workbench.watch;

import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.FieldType;
import dev.vivarium.workbench.session.FieldValue;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.Watches.Hit;
import dev.vivarium.workbench.session.Watches.Spec;
import dev.vivarium.workbench.session.Watches.Watch;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The watches of a project, the one that is being written, and what paused the world last. Belongs
/// to the window's thread.
public final class WatchesViewModel {
  private final WorldSession session;
  private final Watches source;
  private final Executor window;
  private final ObservableList<Watch> watches = FXCollections.observableArrayList();
  private final ObservableList<String> components = FXCollections.observableArrayList();
  private final ObservableList<String> fields = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable Hit> hit = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty lookingBack = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ObjectProperty<Optional<EntityHandle>> entity =
      new SimpleObjectProperty<>(Optional.empty());
  private final BooleanProperty anyEntity = new SimpleBooleanProperty();
  private final StringProperty component = new SimpleStringProperty("");
  private final StringProperty field = new SimpleStringProperty("");
  private final StringProperty sign = new SimpleStringProperty("");
  private final StringProperty value = new SimpleStringProperty("");
  private final ObjectProperty<Optional<EntityHandle>> gone =
      new SimpleObjectProperty<>(Optional.empty());
  private final ObservableValue<String> missing =
      Bindings.createStringBinding(
          this::missing, entity, anyEntity, component, field, sign, value, gone);
  private @Nullable EntityDetails details;

  public WatchesViewModel(WorldSession session, Executor window) {
    this.session = session;
    this.source = session.watches();
    this.window = window;
    component.subscribe(name -> listFields(name));
    anyEntity.subscribe((was, is) -> problem.set("")); // it may have been about the entity
  }

  public ObservableList<Watch> watches() {
    return watches;
  }

  /// What paused the world; null once it goes on.
  public ReadOnlyObjectProperty<@Nullable Hit> hitProperty() {
    return hit.getReadOnlyProperty();
  }

  /// Whether the window shows an earlier tick, and not the world that stands.
  public BooleanProperty lookingBackProperty() {
    return lookingBack;
  }

  /// Why the last act failed; empty if it did not.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  // The form.

  public ObjectProperty<Optional<EntityHandle>> entityProperty() {
    return entity;
  }

  /// Whether every entity that has the component is meant.
  public BooleanProperty anyEntityProperty() {
    return anyEntity;
  }

  public StringProperty componentProperty() {
    return component;
  }

  /// Components of the entity that the form is about.
  public ObservableList<String> components() {
    return components;
  }

  public StringProperty fieldProperty() {
    return field;
  }

  /// Fields of the component, the numbers of vectors one by one too.
  public ObservableList<String> fields() {
    return fields;
  }

  /// Empty for every change, else one of [Spec#SIGNS].
  public StringProperty signProperty() {
    return sign;
  }

  public StringProperty valueProperty() {
    return value;
  }

  /// The selection has moved: the form goes with it unless it is about any entity.
  public void follow(Optional<EntityHandle> about) {
    if (about.isPresent() && !anyEntity.get() && !about.equals(entity.get())) {
      begin(about);
    }
  }

  /// Begins a watch on an entity: its components are offered.
  public void begin(Optional<EntityHandle> about) {
    entity.set(about);
    problem.set("");
    if (about.isEmpty()) {
      anyEntity.set(true);
      return;
    }
    var _ =
        session
            .entity(about.get())
            .whenCompleteAsync((found, trouble) -> took(about.get(), found, trouble), window);
  }

  @SuppressWarnings("NullableOptional") // one of the two is null: so futures tell it
  private void took(
      EntityHandle about, @Nullable Optional<EntityDetails> found, @Nullable Throwable trouble) {
    if (found == null || found.isEmpty()) {
      gone.set(trouble == null ? Optional.of(about) : Optional.empty());
      problem.set(trouble == null ? missing() + "." : "The entity is not known: " + why(trouble));
      return;
    }
    gone.set(Optional.empty());
    details = found.get();
    var before = component.get();
    components.setAll(
        details.components().stream()
            .filter(c -> !c.fields().isEmpty())
            .map(ComponentValue::name)
            .toList());
    if (components.contains(before)) {
      component.set(before);
      listFields(before);
    } else {
      component.set(likely());
    }
  }

  /// A component that a plugin of the world owns says more than a built-in one.
  private String likely() {
    return components.stream()
        .filter(c -> !c.startsWith("vivarium/"))
        .findFirst()
        .orElse(components.isEmpty() ? "" : components.getFirst());
  }

  private void listFields(@Nullable String name) {
    if (details == null || name == null) {
      return;
    }
    List<String> found = new ArrayList<>();
    details.components().stream()
        .filter(c -> c.name().equals(name))
        .flatMap(c -> c.fields().stream())
        .forEach(f -> addField(f, found));
    var before = field.get();
    fields.setAll(found);
    if (before == null || !found.contains(before)) {
      field.set(found.isEmpty() ? "" : found.getFirst());
    } else {
      field.set(before);
    }
  }

  private static void addField(FieldValue value, List<String> to) {
    var name = value.schema().name();
    to.add(name);
    var axes =
        switch (value.schema().type()) {
          case FieldType.Vector vector -> "xyzw".substring(0, vector.size());
          case FieldType.Quaternion q -> "xyzw";
          case FieldType.Color c -> "rgba";
          default -> "";
        };
    axes.chars().forEach(axis -> to.add(name + "." + (char) axis));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text.strip();
  }

  /// The watch as it stands in the form; empty where something is missing.
  public Optional<Spec> spec() {
    var of = anyEntity.get() ? Optional.<EntityHandle>empty() : entity.get();
    var compared = !text(sign.get()).isEmpty();
    if (text(component.get()).isEmpty()
        || text(field.get()).isEmpty()
        || (of.isEmpty() && !anyEntity.get())
        || (compared && text(value.get()).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Spec(
            of,
            text(component.get()),
            text(field.get()),
            text(sign.get()),
            compared ? text(value.get()) : ""));
  }

  /// Why the form says no watch yet, without a full stop; empty where it does.
  public String missing() {
    if (!anyEntity.get() && entity.get().isEmpty()) {
      return "Select an entity, or tick “any entity”";
    }
    if (goneInForm()) {
      return entity.get().get().label() + " is gone: select another entity, or tick “any entity”";
    }
    if (text(component.get()).isEmpty()) {
      return "Choose a component";
    }
    if (text(field.get()).isEmpty()) {
      return "Choose a field";
    }
    return spec().isEmpty() ? "Enter a value to compare with" : "";
  }

  private boolean goneInForm() {
    return !anyEntity.get() && gone.get().isPresent() && gone.get().equals(entity.get());
  }

  /// Changes with all that [#missing()] depends on.
  ObservableValue<String> missingProperty() {
    return missing;
  }

  /// Adds what the form says.
  public CompletableFuture<Boolean> add() {
    var wanted = spec();
    if (wanted.isEmpty() || goneInForm()) {
      problem.set(missing() + ".");
      return CompletableFuture.completedFuture(false);
    }
    return source
        .add(wanted.get())
        .handleAsync(
            (watch, trouble) -> {
              problem.set(trouble == null ? "" : why(trouble));
              refresh();
              return trouble == null;
            },
            window);
  }

  private static String why(Throwable trouble) {
    var cause = trouble.getCause() == null ? trouble : trouble.getCause();
    return String.valueOf(cause.getMessage());
  }

  // The list.

  public void refresh() {
    listed(source.list());
  }

  public void remove(Watch watch) {
    listed(source.remove(watch.id()));
  }

  public void enable(Watch watch, boolean on) {
    listed(source.enable(watch.id(), on));
  }

  private void listed(CompletableFuture<List<Watch>> answer) {
    var _ =
        answer.whenCompleteAsync(
            (found, trouble) -> {
              if (trouble != null) {
                problem.set(why(trouble));
              } else if (!watches.equals(found)) {
                watches.setAll(found);
              }
            },
            window);
  }

  // What paused the world.

  /// The first hit of a pause stays until the world goes on; later ones of the same tick are in the
  /// list.
  public void paused(Hit now) {
    if (hit.get() == null) {
      hit.set(now);
    }
    refresh();
  }

  /// What paused the world is told until it has gone on; a status from before the pause says
  /// nothing.
  public void arrived(WorldStatus status) {
    var now = hit.get();
    if (now != null && status.state() == RunState.RUNNING && status.tick() > now.tick() + 1) {
      hit.set(null);
    }
  }

  /// Such as `fish/swim changed Fish.hunger of #214 from 59.98 to 60 in tick 18,204`.
  public static String text(Hit hit) {
    var who = hit.system().isEmpty() ? "A reload" : hit.system();
    var component = hit.spec().component();
    var from = hit.oldJson().isEmpty() ? "" : " from " + shortened(hit.oldJson());
    return "%s changed %s.%s of %s%s to %s in tick %,d%s"
        .formatted(
            who,
            component.substring(component.indexOf('/') + 1),
            hit.spec().field(),
            hit.entity().label(),
            from,
            shortened(hit.newJson()),
            hit.tick(),
            hit.others() == 0 ? "" : ", and of %,d others".formatted(hit.others()));
  }

  private static String shortened(String json) {
    var most = 48;
    return json.length() <= most ? json : json.substring(0, most) + "…";
  }
}
