package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Fields that were pinned, with their latest values. Belongs to the window's thread.
public final class Watchlist {
  /// Most fields at once.
  static final int PINS_MAX = 32;

  /// Samples kept of each field: 20 s at 30 a second.
  static final int SAMPLES = 600;

  /// Ticks that a graph shows: 20 s at 60 a second.
  static final int SPAN_TICKS = 1_200;

  /// Ticks without a sample that always belong to one line: half a second at 60 a second.
  private static final int GAP_TICKS = 30;

  /// So many times the ticks between the two samples before are a gap too, where they are more.
  private static final int GAP_STEPS = 4;

  /// A pinned field and its history, a ring of rows of numbers.
  static final class Pin {
    private final EntityHandle entity;
    private final String component;
    private final FieldSchema field;
    private final boolean client;
    private final double[][] ring = new double[SAMPLES][];
    private final long[] ticks = new long[SAMPLES];
    private long count;
    private long lastTick = -1;
    private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");

    /// @param client whether the entity is one of the client's world
    Pin(EntityHandle entity, String component, FieldSchema field, boolean client) {
      this.entity = entity;
      this.component = component;
      this.field = field;
      this.client = client;
      call(entity.label());
    }

    /// Such as `Mullet #214 Hunger.since`; without the name until a value has come.
    ReadOnlyStringProperty titleProperty() {
      return title.getReadOnlyProperty();
    }

    private void call(String whom) {
      title.set(whom + " " + shortComponent() + "." + field.name());
    }

    private String shortComponent() {
      return component.substring(component.indexOf('/') + 1);
    }

    EntityHandle entity() {
      return entity;
    }

    String unit() {
      return field.unit();
    }

    /// Why there is no new value; empty while there is.
    ReadOnlyStringProperty stateProperty() {
      return state.getReadOnlyProperty();
    }

    int size() {
      return (int) Math.min(count, SAMPLES);
    }

    /// A sample's numbers; 0 is the oldest that is kept.
    double[] sample(int index) {
      return ring[(int) ((count - size() + index) % SAMPLES)];
    }

    /// The first of the samples that are recent enough to be drawn; [#size()] where none is.
    int firstInView() {
      var first = 0;
      while (first < size() && ageTicks(first) > SPAN_TICKS) {
        first++;
      }
      return first;
    }

    /// Whether a sample goes on from the one before: false where so many ticks passed that nothing
    /// is known of what was between.
    boolean follows(int index) {
      if (index == 0) {
        return false;
      }
      var passed = ageTicks(index - 1) - ageTicks(index);
      var before = index == 1 ? 0 : ageTicks(index - 2) - ageTicks(index - 1);
      return passed <= Math.max(GAP_TICKS, GAP_STEPS * before);
    }

    /// How many ticks before the newest a sample was taken.
    long ageTicks(int index) {
      return lastTick - ticks[(int) ((count - size() + index) % SAMPLES)];
    }

    private void take(EntityDetails details) {
      call(details.row().label());
      if (details.tick() == lastTick) {
        return;
      }
      if (details.tick() < lastTick) {
        count = 0; // the world was reset, or shows its past
      }
      lastTick = details.tick();
      var value =
          details.components().stream()
              .filter(c -> c.name().equals(component))
              .findFirst()
              .map(this::numbers)
              .orElse(new double[0]);
      state.set(value.length == 0 ? ended("has no " + shortComponent() + " any more") : "");
      if (value.length > 0) {
        ticks[(int) (count % SAMPLES)] = details.tick();
        ring[(int) (count++ % SAMPLES)] = value;
      }
    }

    private String ended(String how) {
      return "%s %s%s."
          .formatted(entity.label(), how, count == 0 ? "" : "; these are its last values");
    }

    private double[] numbers(ComponentValue value) {
      return value.fields().stream()
          .filter(f -> f.schema().name().equals(field.name()))
          .findFirst()
          .map(f -> numbers(f.json()))
          .orElse(new double[0]);
    }

    private static double[] numbers(String json) {
      var node = FieldText.parse(json);
      return node.isArray()
          ? FieldText.numbers(json).stream().mapToDouble(Double::doubleValue).toArray()
          : new double[] {node.asDouble()};
    }
  }

  private final ObservableList<Pin> pins = FXCollections.observableArrayList();
  private final Poll<List<EntityDetails>> poll;
  private boolean client;

  public Watchlist(WorldSession session, Executor window) {
    poll =
        new Poll<>(
            () ->
                session
                    .inspection()
                    .entities(shown().stream().map(Pin::entity).distinct().toList()),
            window,
            this::arrived,
            reason -> shown().forEach(pin -> pin.state.set(reason)));
  }

  /// Pins of the side of the world that is shown: the others wait.
  private List<Pin> shown() {
    return pins.stream().filter(pin -> pin.client == client).toList();
  }

  /// The window shows the client's world, or the server's again.
  void showClient(boolean now) {
    client = now;
    pins.stream()
        .filter(pin -> pin.client != client)
        .forEach(pin ->
            pin.state.set(
                pin.client
                    ? "In the client's world, which is not shown now."
                    : "In the server's world, which is not shown now."));
    poll.askAnew();
  }

  ObservableList<Pin> pins() {
    return pins;
  }

  /// Pins a field, the oldest pin going where there are too many; a second time takes it off.
  void pin(EntityHandle entity, String component, FieldSchema field) {
    var same =
        pins.stream()
            .filter(p ->
                p.client == client
                    && p.entity.equals(entity)
                    && p.component.equals(component)
                    && p.field.name().equals(field.name()))
            .findFirst();
    if (same.isPresent()) {
      pins.remove(same.get());
      return;
    }
    if (pins.size() == PINS_MAX) {
      pins.removeFirst();
    }
    pins.add(new Pin(entity, component, field, client));
  }

  void remove(Pin pin) {
    pins.remove(pin);
  }

  /// Fetches the values of all pinned fields.
  void refresh() {
    if (!shown().isEmpty()) {
      poll.ask();
    }
  }

  private void arrived(List<EntityDetails> details) {
    for (var pin : shown()) {
      var found = details.stream().filter(d -> d.row().handle().equals(pin.entity)).findFirst();
      found.ifPresent(pin::take);
      if (found.isEmpty()) {
        pin.state.set(pin.ended("is gone"));
      }
    }
  }
}
