package dev.vivarium.workbench.inspector;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ColorPicker;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The control that edits a field, as its schema calls for. It follows the live value except while
/// the user is in it.
final class FieldEditor extends HBox {
  private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
  private static final AtomicLong NEXT_GESTURE = new AtomicLong();
  private static final int ELEMENTS_SHOWN = 8;
  private static final double ELEMENT_LABEL_PX = 28;
  private static final PseudoClass FORBIDDEN = PseudoClass.getPseudoClass("forbidden");
  private static final String SHOW = "-show";
  private final FieldViewModel model;
  private final String obstacle;

  /// What an editor needs of the inspector: ways to choose what a field names, and leave to change
  /// it.
  interface Pickers {
    /// Lets the user search an entity in a small window under `anchor`.
    void search(Node anchor, FieldViewModel field);

    /// Lets the user point at an entity on the map.
    void pointAt(FieldViewModel field);

    /// Selects the entity that a field names.
    void show(EntityHandle entity);

    /// Lets the user search an asset.
    void searchAsset(Node anchor, FieldViewModel field);

    /// Paths of assets by handle.
    ObservableValue<Map<Long, String>> assets();

    /// Why values may not be changed at all; empty where they may.
    String obstacle();
  }

  private final List<TextField> textFields = new ArrayList<>();
  private final List<FieldEditor> inner = new ArrayList<>();

  /// Chooses how a rotation is shown.
  private Optional<ToggleButton> turnedShown = Optional.empty();

  FieldEditor(FieldViewModel model, Pickers pickers) {
    this.model = model;
    this.obstacle = pickers.obstacle();
    getStyleClass().add("field-editor");
    var schema = model.schema();
    switch (schema.type()) {
      case FieldType.Bool bool -> addBool();
      case FieldType.Choice choice -> addChoice(choice.names());
      case FieldType.Color color -> addColor();
      case FieldType.Real real -> addNumber(schema);
      case FieldType.Whole whole -> addNumber(schema);
      case FieldType.Vector vector -> addBoxes();
      case FieldType.Quaternion quaternion -> addAngles();
      case FieldType.Matrix matrix -> addMatrix();
      case FieldType.Text text -> addBoxes();
      case FieldType.Entity entity -> {
        addBoxes();
        addEntityButtons(pickers);
      }
      case FieldType.Handle handle -> addHandle(handle, pickers);
      case FieldType.FixedArray array -> addElements(pickers);
    }
    if (model.isNumeric() && model.elements().isEmpty()) {
      getChildren().add(behind(schema.unit(), turnedShown));
    } else if (!schema.unit().isEmpty() && model.elements().isEmpty()) {
      var unit = new Label(schema.unit());
      unit.getStyleClass().add("unit");
      unit.setMinWidth(USE_PREF_SIZE);
      getChildren().add(unit);
    }
    if (!obstacle.isEmpty()) {
      forbid();
    }
  }

  /// Values can still be read, marked and copied. What is disabled has no tooltip of its own, so
  /// the row has one.
  private void forbid() {
    var why = "Cannot be changed: " + obstacle;
    textFields.forEach(field -> {
      field.setEditable(false);
      field.pseudoClassStateChanged(FORBIDDEN, true);
      field.getTooltip().setText(field.getTooltip().getText() + "\n" + why);
    });
    for (var child : getChildren()) {
      var changes =
          child instanceof CheckBox
              || child instanceof ComboBoxBase<?>
              || child instanceof Slider
              || (child instanceof Button && !child.getId().endsWith(SHOW));
      if (changes) {
        child.setDisable(true);
      }
    }
    Tooltip.install(this, new Tooltip(why));
  }

  /// What stands behind the boxes of a number: as wide in every row, so that the boxes of a
  /// component stand below one another.
  private static HBox behind(String unit, Optional<ToggleButton> toggle) {
    var slot = new HBox();
    toggle.ifPresent(slot.getChildren()::add);
    slot.getStyleClass().add("field-behind");
    if (!unit.isEmpty()) {
      var label = new Label(unit);
      label.getStyleClass().add("unit");
      slot.getChildren().add(label);
    }
    return slot;
  }

  /// Such as `vivarium-Transform-position`, for style sheets and tests.
  private String controlId() {
    return model.component().replace('/', '-')
        + "-"
        + model.schema().name().replace("[", "-").replace("]", "");
  }

  private void addBoxes() {
    var boxes = model.boxes();
    for (var i = 0; i < boxes.size(); i++) {
      if (!boxes.get(i).isEmpty()) {
        var axis = new Label(boxes.get(i));
        axis.getStyleClass().addAll("axis", "axis-" + boxes.get(i));
        axis.setMinWidth(USE_PREF_SIZE);
        makeDraggable(axis, i);
        getChildren().add(axis);
      }
      getChildren().add(grown(box(i)));
    }
  }

  /// A number changes as the pointer is dragged sideways over its label; with Shift in fine steps.
  void makeDraggable(Label label, int box) {
    if (!model.isNumeric() || !obstacle.isEmpty()) {
      return;
    }
    label.getStyleClass().add("drag");
    var start = new double[2];
    var gesture = new long[1];
    label.setOnMousePressed(e -> {
      start[0] = e.getScreenX();
      start[1] = model.number(box);
      gesture[0] = NEXT_GESTURE.incrementAndGet();
    });
    label.setOnMouseDragged(e -> {
      var step = stepOf(start[1]) * (e.isShiftDown() ? 0.1 : 1);
      var value = start[1] + Math.round(e.getScreenX() - start[0]) * step;
      model.drag(box, value, gesture[0]);
    });
  }

  /// What one pixel changes: a hundredth of a range, or of the value's own size.
  private double stepOf(double value) {
    if (model.schema().type() instanceof FieldType.Whole) {
      return 1;
    }
    return model
        .schema()
        .range()
        .filter(r -> r.max() - r.min() < 1e5)
        .map(r -> (r.max() - r.min()) / 100)
        .orElse(Math.pow(10, Math.floor(Math.log10(Math.max(1, Math.abs(value)))) - 2));
  }

  /// Gives the text fields a menu that is reached by keyboard too.
  void setMenu(ContextMenu menu) {
    textFields.forEach(field -> field.setContextMenu(menu));
    inner.forEach(editor -> editor.setMenu(menu));
  }

  private void addEntityButtons(Pickers pickers) {
    var search = iconButton("pick", "mdi2m-magnify", "Search an entity");
    search.setOnAction(e -> pickers.search(search, model));
    var point = iconButton("point", "mdi2t-target", "Point at an entity on the map");
    point.setOnAction(e -> pickers.pointAt(model));
    var show = iconButton("show", "mdi2a-arrow-right", "Select the entity named here");
    show.setOnAction(e -> pickers.show(new EntityHandle(bits())));
    model.jsonProperty().subscribe(json -> show.setDisable(bits() == 0));
    getChildren().addAll(search, point, show);
  }

  private long bits() {
    try {
      return Long.parseUnsignedLong(FieldText.parse(model.jsonProperty().get()).asText());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Button iconButton(String act, String icon, String tooltip) {
    var button = new Button("", new FontIcon(icon));
    button.setId(controlId() + "-" + act);
    button.getStyleClass().addAll("flat", "button-icon", "field-button");
    button.setTooltip(new Tooltip(tooltip));
    button.setAccessibleText(tooltip);
    return button;
  }

  /// An asset's path, or the number of what is no file of the project.
  private void addHandle(FieldType.Handle type, Pickers pickers) {
    if (!type.kind().equals("asset")) {
      addBoxes();
      return;
    }
    var path = new TextField();
    path.setId(controlId());
    path.setEditable(false);
    path.getStyleClass().addAll("field-box", "text-box");
    path.setTooltip(new Tooltip(model.hint()));
    Runnable show = () -> path.setText(assetText(pickers.assets().getValue()));
    model.jsonProperty().subscribe(json -> show.run());
    pickers.assets().subscribe(assets -> show.run());
    textFields.add(path);
    var search = iconButton("pick", "mdi2f-file-search-outline", "Choose an asset");
    search.setOnAction(e -> pickers.searchAsset(search, model));
    getChildren().addAll(grown(path), search);
  }

  private String assetText(Map<Long, String> assets) {
    var bits = bits();
    if (model.mixedProperty().get()) {
      return "mixed";
    }
    return bits == 0
        ? "none"
        : assets.getOrDefault(bits, "not in the project: " + Long.toUnsignedString(bits));
  }

  /// An editor for each value of an array; of a long one those past the first few open by a button.
  private void addElements(Pickers pickers) {
    var rows = new VBox();
    rows.getStyleClass().add("elements");
    HBox.setHgrow(rows, Priority.ALWAYS);
    for (var i = 0; i < model.elements().size(); i++) {
      var label = new Label("[" + i + "]");
      label.getStyleClass().add("axis");
      label.setMinWidth(ELEMENT_LABEL_PX);
      var editor = new FieldEditor(model.elements().get(i), pickers);
      editor.setId(controlId() + "-element-" + i);
      HBox.setHgrow(editor, Priority.ALWAYS);
      inner.add(editor);
      var row = new HBox(label, editor);
      row.getStyleClass().add("field-editor");
      rows.getChildren().add(row);
    }
    var later = List.copyOf(rows.getChildren()).stream().skip(ELEMENTS_SHOWN).toList();
    if (!later.isEmpty()) {
      rows.getChildren().removeAll(later);
      var more = new Hyperlink("Show all %,d values".formatted(model.elements().size()));
      more.setOnAction(e -> {
        rows.getChildren().remove(more);
        rows.getChildren().addAll(later);
      });
      rows.getChildren().add(more);
    }
    getChildren().add(rows);
  }

  /// Angles in degrees by default; the button shows x y z w as they are.
  private void addAngles() {
    var raw = new HBox();
    var angles = new HBox();
    for (var part : List.of(raw, angles)) {
      part.getStyleClass().add("field-editor");
      HBox.setHgrow(part, Priority.ALWAYS);
      part.managedProperty().bind(part.visibleProperty());
    }
    var toggle = new ToggleButton("", new FontIcon("mdi2a-angle-acute"));
    toggle.getStyleClass().addAll("flat", "button-icon", "field-button");
    toggle.setTooltip(new Tooltip("Show x y z w instead of angles in degrees"));
    raw.visibleProperty().bind(toggle.selectedProperty());
    angles.visibleProperty().bind(toggle.selectedProperty().not());
    addBoxes();
    raw.getChildren().setAll(List.copyOf(getChildren()));
    for (var axis = 0; axis < 3; axis++) {
      var label = new Label(List.of("x", "y", "z").get(axis));
      label.getStyleClass().addAll("axis", "axis-" + label.getText());
      angles.getChildren().addAll(label, grown(angleBox(axis)));
    }
    turnedShown = Optional.of(toggle);
    getChildren().setAll(angles, raw);
  }

  private TextField angleBox(int axis) {
    var field = new TextField();
    textFields.add(field);
    field.setId(controlId() + "-angle-" + axis);
    field.getStyleClass().addAll("field-box", "mono");
    field.setPrefColumnCount(4);
    field.setMinWidth(36);
    field.setTooltip(new Tooltip(model.hint() + "\nangle in degrees, turned about y, x, then z"));
    Runnable show =
        () ->
            field.setText(
                model.mixedProperty().get()
                    ? ""
                    : FieldText.number(
                        EulerAngles.of(FieldText.numbers(model.jsonProperty().get())).angle(axis)));
    model
        .jsonProperty()
        .subscribe(json -> {
          if (!field.isFocused()) {
            show.run();
          }
        });
    model
        .mixedProperty()
        .subscribe(mixed -> {
          field.setPromptText(mixed ? "mixed" : "");
          if (!field.isFocused()) {
            show.run();
          }
        });
    field.setOnAction(e -> turn(axis, field.getText()));
    field
        .focusedProperty()
        .subscribe((was, is) -> {
          if (is) {
            field.getProperties().put("before", field.getText());
          } else if (!field.getText().equals(field.getProperties().get("before"))) {
            turn(axis, field.getText());
          }
        });
    return field;
  }

  private void turn(int axis, String degrees) {
    try {
      var now = EulerAngles.of(FieldText.numbers(model.jsonProperty().get()));
      var turned = now.with(axis, Double.parseDouble(degrees.trim()));
      model.send(FieldText.json(turned.quaternion()));
    } catch (NumberFormatException e) {
      model.refused("“" + degrees + "” is not an angle in degrees");
    }
  }

  private void addMatrix() {
    var grid = new GridPane();
    grid.setHgap(2);
    grid.setVgap(2);
    for (var i = 0; i < 16; i++) {
      grid.add(grown(box(i)), i / 4, i % 4);
    }
    HBox.setHgrow(grid, Priority.ALWAYS);
    getChildren().add(grid);
  }

  private static Node grown(TextField box) {
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }

  private TextField box(int index) {
    var field = new TextField(model.shown(index));
    textFields.add(field);
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
        .mixedProperty()
        .subscribe(mixed -> {
          field.setPromptText(mixed ? "mixed" : "");
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
      field.getProperties().put("before", field.getText()); // leaving must not send it again
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
    var gesture = new long[] {NEXT_GESTURE.incrementAndGet()};
    slider.addEventFilter(
        MouseEvent.MOUSE_PRESSED, e -> gesture[0] = NEXT_GESTURE.incrementAndGet());
    slider
        .valueProperty()
        .subscribe(value -> {
          if (slider.isValueChanging() || slider.isPressed()) {
            model.drag(0, value.doubleValue(), gesture[0]);
          }
        });
    return slider;
  }

  private void addBool() {
    var check = new CheckBox();
    check.setId(controlId());
    check.setTooltip(new Tooltip(model.hint()));
    model.jsonProperty().subscribe(json -> check.setSelected(Boolean.parseBoolean(json)));
    model.mixedProperty().subscribe(check::setIndeterminate);
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
