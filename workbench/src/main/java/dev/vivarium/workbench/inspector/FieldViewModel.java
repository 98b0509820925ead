package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// One field of the selected entity: its live value and its editing. Belongs to the window's
/// thread.
public final class FieldViewModel {
  private static final List<String> AXES = List.of("x", "y", "z", "w");
  private static final List<String> CHANNELS = List.of("r", "g", "b", "a");

  /// Sends values to the world, one for each selected entity in turn.
  @FunctionalInterface
  interface Setter {
    /// @param gesture as in [dev.vivarium.workbench.session.WorldCommand.Edit]
    void set(List<String> jsons, long gesture);
  }

  private final String component;
  private final FieldSchema schema;
  private final Setter set;
  private final List<FieldViewModel> elements;
  private final ReadOnlyStringWrapper json;
  private final ReadOnlyBooleanWrapper mixed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private List<String> jsons;

  /// @param jsons the value of each selected entity
  FieldViewModel(String component, FieldSchema schema, List<String> jsons, Setter set) {
    this.component = component;
    this.schema = schema;
    this.set = set;
    this.jsons = List.copyOf(jsons);
    this.json = new ReadOnlyStringWrapper(jsons.getFirst());
    this.elements =
        schema.type() instanceof FieldType.FixedArray array ? elements(array) : List.of();
    arrived(this.jsons);
  }

  private List<FieldViewModel> elements(FieldType.FixedArray array) {
    var made = new ArrayList<FieldViewModel>();
    for (var i = 0; i < array.length(); i++) {
      var place = i;
      made.add(
          new FieldViewModel(
              component,
              new FieldSchema(
                  schema.name() + "[" + i + "]",
                  array.element(),
                  schema.unit(),
                  schema.range(),
                  schema.doc()),
              elementOfEach(place),
              (values, gesture) -> sendElement(place, values, gesture)));
    }
    return List.copyOf(made);
  }

  private List<String> elementOfEach(int place) {
    return jsons.stream().map(j -> FieldText.parse(j).path(place).toString()).toList();
  }

  private void sendElement(int place, List<String> values, long gesture) {
    var arrays = new ArrayList<String>();
    for (var i = 0; i < jsons.size(); i++) {
      arrays.add(FieldText.withElement(jsons.get(i), place, values.get(i)));
    }
    send(arrays, gesture);
  }

  /// The values of an array, each with an editor of its own; empty for any other type.
  List<FieldViewModel> elements() {
    return elements;
  }

  /// The value of the first selected entity as text for the clipboard.
  String copied() {
    return json.get();
  }

  /// Takes a value from the clipboard; what is none of the field's is not sent and stays marked.
  void paste(String text) {
    var value = FieldText.parse(text.strip());
    if (!value.isMissingNode() && !value.isNull()) {
      send(value.toString());
    } else if (boxes().size() == 1) {
      type(0, text.strip());
    } else {
      refused("The clipboard holds no value such as " + json.get());
    }
  }

  public String component() {
    return component;
  }

  public FieldSchema schema() {
    return schema;
  }

  /// The value as it is in the world.
  public ReadOnlyStringProperty jsonProperty() {
    return json.getReadOnlyProperty();
  }

  /// Why what was typed last was not taken; empty if it was.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Whether the selected entities have different values.
  public ReadOnlyBooleanProperty mixedProperty() {
    return mixed.getReadOnlyProperty();
  }

  void arrived(List<String> now) {
    jsons = List.copyOf(now);
    mixed.set(!now.stream().allMatch(now.getFirst()::equals));
    json.set(now.getFirst());
    for (var i = 0; i < elements.size(); i++) {
      elements.get(i).arrived(elementOfEach(i));
    }
  }

  /// Whether the selected entities differ in what a box shows.
  boolean isMixed(int box) {
    return mixed.get()
        && !jsons.stream().allMatch(j -> shown(j, box).equals(shown(jsons.getFirst(), box)));
  }

  void refused(String reason) {
    problem.set(reason);
    elements.forEach(element -> element.refused(reason));
  }

  /// Boxes the value is edited in, by their labels; one without a label for most types.
  List<String> boxes() {
    return switch (schema.type()) {
      case FieldType.Vector vector -> AXES.subList(0, vector.size());
      case FieldType.Quaternion quaternion -> AXES;
      case FieldType.Color color -> CHANNELS;
      case FieldType.Whole whole -> List.of("");
      case FieldType.Real real -> List.of("");
      case FieldType.Bool bool -> List.of("");
      case FieldType.Choice choice -> List.of("");
      case FieldType.Text text -> List.of("");
      case FieldType.Entity entity -> List.of("");
      case FieldType.Handle handle -> List.of("");
      case FieldType.Matrix matrix -> Collections.nCopies(16, "");
      case FieldType.FixedArray array -> List.of("");
    };
  }

  /// Whether the value reads as words rather than as a number.
  boolean isText() {
    return schema.type() instanceof FieldType.Text
        || schema.type() instanceof FieldType.Entity
        || schema.type() instanceof FieldType.Handle;
  }

  /// What a box shows; nothing where the selected entities differ.
  String shown(int box) {
    return isMixed(box) ? "" : shown(json.get(), box);
  }

  private String shown(String value, int box) {
    if (boxes().size() == 1) {
      return FieldText.shown(schema, value);
    }
    var numbers = FieldText.numbers(value);
    return box < numbers.size() ? FieldText.number(numbers.get(box)) : "";
  }

  /// Takes what was typed into a box. What is no value of the field is not sent and stays marked.
  void type(int box, String text) {
    try {
      var values = new ArrayList<String>();
      for (var value : jsons) {
        values.add(boxes().size() == 1 ? FieldText.typed(schema, text) : withBox(value, box, text));
      }
      send(values, 0);
    } catch (FieldText.Invalid e) {
      problem.set(e.getMessage());
    }
  }

  private static String withBox(String value, int box, String text) throws FieldText.Invalid {
    try {
      return withNumber(value, box, Double.parseDouble(text.trim()));
    } catch (NumberFormatException e) {
      throw new FieldText.Invalid("“" + text + "” is not a number");
    }
  }

  private static String withNumber(String value, int box, double number) {
    var numbers = new ArrayList<>(FieldText.numbers(value));
    numbers.set(box, number);
    return FieldText.json(numbers);
  }

  /// The number in a box, of the first selected entity.
  double number(int box) {
    if (boxes().size() == 1) {
      return FieldText.parse(json.get()).asDouble();
    }
    var numbers = FieldText.numbers(json.get());
    return box < numbers.size() ? numbers.get(box) : 0;
  }

  /// Changes the number in a box while the user drags; steps of one gesture are undone at once.
  void drag(int box, double number, long gesture) {
    var clamped = schema.range().map(r -> Math.clamp(number, r.min(), r.max())).orElse(number);
    var values = new ArrayList<String>();
    for (var value : jsons) {
      values.add(boxes().size() == 1 ? single(clamped) : withNumber(value, box, clamped));
    }
    send(values, gesture);
  }

  private String single(double number) {
    return schema.type() instanceof FieldType.Whole
        ? Long.toString(Math.round(number))
        : Double.toString(number);
  }

  /// Whether its value is one number or several, so that it can be dragged and graphed.
  boolean isNumeric() {
    return switch (schema.type()) {
      case FieldType.Whole w -> true;
      case FieldType.Real r -> true;
      case FieldType.Vector v -> true;
      case FieldType.Quaternion q -> true;
      case FieldType.Color c -> true;
      case FieldType.Bool b -> false;
      case FieldType.Choice c -> false;
      case FieldType.Text t -> false;
      case FieldType.Entity e -> false;
      case FieldType.Handle h -> false;
      case FieldType.Matrix m -> false;
      case FieldType.FixedArray a -> false;
    };
  }

  /// Sends a value that is known to be one of the field's, to all selected entities.
  void send(String value) {
    send(Collections.nCopies(jsons.size(), value), 0);
  }

  private void send(List<String> values, long gesture) {
    problem.set("");
    elements.forEach(element -> element.problem.set(""));
    set.set(values, gesture);
  }

  /// The field's type, unit, range and purpose in a few lines.
  String hint() {
    var lines = new ArrayList<String>();
    lines.add(schema.name() + ": " + schema.type().text());
    if (!schema.doc().isEmpty()) {
      lines.add(schema.doc());
    }
    if (!schema.unit().isEmpty()) {
      lines.add("in " + schema.unit());
    }
    schema.range().ifPresent(r -> lines.add("from " + r.min() + " to " + r.max()));
    return String.join("\n", lines);
  }
}
