package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// One field of the selected entity: its live value and its editing. Belongs to the window's
/// thread.
public final class FieldViewModel {
  private static final List<String> AXES = List.of("x", "y", "z", "w");
  private static final List<String> CHANNELS = List.of("r", "g", "b", "a");

  private final String component;
  private final FieldSchema schema;
  private final Consumer<String> set;
  private final ReadOnlyStringWrapper json;
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /// `set` sends a value as JSON to the world.
  FieldViewModel(String component, FieldSchema schema, String json, Consumer<String> set) {
    this.component = component;
    this.schema = schema;
    this.set = set;
    this.json = new ReadOnlyStringWrapper(json);
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

  void arrived(String now) {
    json.set(now);
  }

  void refused(String reason) {
    problem.set(reason);
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
      case FieldType.Matrix matrix -> List.of("");
      case FieldType.FixedArray array -> List.of("");
    };
  }

  /// Whether the value reads as words rather than as a number.
  boolean isText() {
    return schema.type() instanceof FieldType.Text
        || schema.type() instanceof FieldType.Entity
        || schema.type() instanceof FieldType.Handle;
  }

  /// What a box shows.
  String shown(int box) {
    if (boxes().size() == 1) {
      return FieldText.shown(schema, json.get());
    }
    var numbers = FieldText.numbers(json.get());
    return box < numbers.size() ? FieldText.number(numbers.get(box)) : "";
  }

  /// Takes what was typed into a box. What is no value of the field is not sent and stays marked.
  void type(int box, String text) {
    try {
      send(boxes().size() == 1 ? FieldText.typed(schema, text) : withBox(box, text));
    } catch (FieldText.Invalid e) {
      problem.set(e.getMessage());
    }
  }

  private String withBox(int box, String text) throws FieldText.Invalid {
    var numbers = new ArrayList<>(FieldText.numbers(json.get()));
    try {
      numbers.set(box, Double.parseDouble(text.trim()));
      return FieldText.json(numbers);
    } catch (NumberFormatException e) {
      throw new FieldText.Invalid("“" + text + "” is not a number");
    }
  }

  /// Sends a value that is known to be one of the field's.
  void send(String value) {
    problem.set("");
    set.accept(value);
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
