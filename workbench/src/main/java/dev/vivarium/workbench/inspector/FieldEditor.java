package dev.vivarium.workbench.inspector;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ColorPicker;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The control that edits a field, as its schema calls for. It follows the live value except while
/// the user is in it.
final class FieldEditor extends HBox {
  private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
  private final FieldViewModel model;

  FieldEditor(FieldViewModel model) {
    this.model = model;
    getStyleClass().add("field-editor");
    var schema = model.schema();
    switch (schema.type()) {
      case FieldType.Bool bool -> addBool();
      case FieldType.Choice choice -> addChoice(choice.names());
      case FieldType.Color color -> addColor();
      case FieldType.Real real -> addNumber(schema);
      case FieldType.Whole whole -> addNumber(schema);
      case FieldType.Vector vector -> addBoxes();
      case FieldType.Quaternion quaternion -> addBoxes();
      case FieldType.Matrix matrix -> addBoxes();
      case FieldType.Text text -> addBoxes();
      case FieldType.Entity entity -> addBoxes();
      case FieldType.Handle handle -> addBoxes();
      case FieldType.FixedArray array -> addBoxes();
    }
    if (!schema.unit().isEmpty()) {
      var unit = new Label(schema.unit());
      unit.getStyleClass().add("unit");
      unit.setMinWidth(USE_PREF_SIZE);
      getChildren().add(unit);
    }
  }

  /// Such as `vivarium-Transform-position`, for style sheets and tests.
  private String controlId() {
    return model.component().replace('/', '-') + "-" + model.schema().name();
  }

  private void addBoxes() {
    var boxes = model.boxes();
    for (var i = 0; i < boxes.size(); i++) {
      if (!boxes.get(i).isEmpty()) {
        var axis = new Label(boxes.get(i));
        axis.getStyleClass().addAll("axis", "axis-" + boxes.get(i));
        axis.setMinWidth(USE_PREF_SIZE);
        getChildren().add(axis);
      }
      getChildren().add(grown(box(i)));
    }
  }

  private static Node grown(TextField box) {
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }

  private TextField box(int index) {
    var field = new TextField(model.shown(index));
    field.setId(controlId() + (index == 0 ? "" : "-" + index));
    field.getStyleClass().addAll("field-box", "mono");
    if (model.isText()) {
      field.getStyleClass().add("text-box");
    }
    field.setPrefColumnCount(4);
    field.setMinWidth(36);
    field.setTooltip(new Tooltip(model.hint()));
    model
        .jsonProperty()
        .subscribe(json -> {
          if (!field.isFocused()) {
            field.setText(model.shown(index));
          }
        });
    model
        .problemProperty()
        .subscribe(problem -> {
          field.pseudoClassStateChanged(ERROR, !problem.isEmpty());
          field.getTooltip().setText(problem.isEmpty() ? model.hint() : problem);
        });
    field.addEventFilter(KeyEvent.KEY_PRESSED, e -> pressed(field, index, e));
    field.focusedProperty().subscribe((was, is) -> focused(field, index, is));
    return field;
  }

  private void pressed(TextField field, int index, KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      model.type(index, field.getText());
      field.selectAll();
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      field.setText(model.shown(index));
      field.getParent().requestFocus();
      event.consume();
    }
  }

  private void focused(TextField field, int index, boolean focused) {
    if (focused) {
      field.getProperties().put("before", field.getText());
    } else if (!field.getText().equals(field.getProperties().get("before"))) {
      model.type(index, field.getText());
    } else {
      field.setText(model.shown(index));
    }
  }

  private void addNumber(FieldSchema schema) {
    schema.range().ifPresent(range -> getChildren().add(slider(range)));
    getChildren().add(grown(box(0)));
  }

  private Slider slider(FieldSchema.Range range) {
    var slider = new Slider(range.min(), range.max(), range.min());
    slider.setPrefWidth(96);
    slider.setMinWidth(48);
    slider.setFocusTraversable(false);
    HBox.setHgrow(slider, Priority.ALWAYS);
    model
        .jsonProperty()
        .subscribe(json -> {
          if (!slider.isValueChanging()) {
            slider.setValue(FieldText.parse(json).asDouble());
          }
        });
    slider
        .valueProperty()
        .subscribe(value -> {
          if (slider.isValueChanging() || slider.isPressed()) {
            model.type(0, sliderText(value.doubleValue()));
          }
        });
    return slider;
  }

  private String sliderText(double value) {
    var whole = model.schema().type() instanceof FieldType.Whole;
    return whole ? Long.toString(Math.round(value)) : Double.toString(value);
  }

  private void addBool() {
    var check = new CheckBox();
    check.setId(controlId());
    check.setTooltip(new Tooltip(model.hint()));
    model.jsonProperty().subscribe(json -> check.setSelected(Boolean.parseBoolean(json)));
    check.setOnAction(e -> model.send(Boolean.toString(check.isSelected())));
    getChildren().add(check);
  }

  private void addChoice(List<String> names) {
    var combo = new ComboBox<String>();
    combo.setId(controlId());
    combo.getItems().setAll(names);
    combo.setTooltip(new Tooltip(model.hint()));
    combo.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(combo, Priority.ALWAYS);
    model
        .jsonProperty()
        .subscribe(json -> {
          if (!combo.isShowing()) {
            combo.setValue(FieldText.parse(json).asText());
          }
        });
    combo.setOnAction(e -> chosen(combo.getValue()));
    getChildren().add(combo);
  }

  private void chosen(@Nullable String name) {
    if (name != null && !name.equals(model.shown(0))) {
      model.send(TextNode.valueOf(name).toString());
    }
  }

  private void addColor() {
    var picker = new ColorPicker();
    picker.setId(controlId());
    picker.getStyleClass().add("button");
    picker.setTooltip(new Tooltip(model.hint()));
    picker.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(picker, Priority.ALWAYS);
    model
        .jsonProperty()
        .subscribe(json -> {
          if (!picker.isShowing()) {
            picker.setValue(shownColor(FieldText.numbers(json)));
          }
        });
    picker.setOnAction(e -> model.send(FieldText.json(linear(picker.getValue()))));
    getChildren().add(picker);
  }

  private static Color shownColor(List<Double> linear) {
    if (linear.size() < 4) {
      return Color.BLACK;
    }
    return new Color(
        LinearColor.toScreen(linear.get(0)),
        LinearColor.toScreen(linear.get(1)),
        LinearColor.toScreen(linear.get(2)),
        Math.clamp(linear.get(3), 0, 1));
  }

  private static List<Double> linear(Color color) {
    return List.of(
        LinearColor.fromScreen(color.getRed()),
        LinearColor.fromScreen(color.getGreen()),
        LinearColor.fromScreen(color.getBlue()),
        color.getOpacity());
  }
}
