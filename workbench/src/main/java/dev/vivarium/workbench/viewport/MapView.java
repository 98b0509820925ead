package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.WorldStatus;
import dev.vivarium.workbench.theme.PluginHue;
import dev.vivarium.workbench.theme.Theme;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// The map: grid below, points in the middle, selection and names above. Drag selects a rectangle,
/// or moves the selected entities if it begins on one of them; drag with the middle or right
/// button, or with Alt held, pans; the wheel zooms.
public final class MapView extends StackPane {
  private static final double ZOOM_STEP = 1.2;
  private static final double DRAG_PX = 4;
  private static final double KEY_PAN_PX = 32;
  private static final int MAX_RINGS = 2_000;
  private static final double RING_PX = 2;
  private static final double HALO_PX = 2;
  private static final double RING_GAP_PX = 4;
  private static final Color HALO_DARK = Color.web("#0a0d12", 0.9);
  private static final Color HALO_LIGHT = Color.web("#ffffff", 0.9);
  private static final int LEGEND_MAX = 8;

  /// Counts change too often to be read if each were shown.
  private static final int LEGEND_TICKS = 30;

  private static final double BUTTON_PX = 120;
  private static final double LEGEND_ENTRY_PX = 320;
  private static final double LABEL_PX = 11;
  private static final int RINGS_OF_ONE_MAX = 4;
  private static final double TAG_ARC_PX = 8;
  private static final double TAG_DOT_PX = 8;

  private final MapViewModel model;
  private final ObservableValue<Theme> theme;
  private final Canvas grid = new Canvas();
  private final ImageView points = new ImageView();
  private final Canvas marks = new Canvas();
  private final Pane layers = new Pane(grid, points, marks);
  private final MapRaster raster = new MapRaster();
  private final EmptyBox empty;
  private final Button spawn;
  private final Button problems = new Button("Show what is wrong");
  private final ObservableValue<WorldStatus> status;
  private final Label hover = new Label();
  private final StackPane legend = new StackPane();
  private final Label pickingText = new Label();
  private final MapColours colours;

  /// Never shown: tells how wide a text is.
  private final Text measured = new Text();

  private List<String> legendOf = List.of();
  private long legendTick;
  private @Nullable PixelBuffer<IntBuffer> buffer;
  private int bufferWidth;
  private int bufferHeight;
  private double scale = 1;
  private double pressX;
  private double pressY;
  private double lastX;
  private double lastY;
  private boolean banding;
  private boolean moving;

  /// `hueOfPlugin` gives a plugin's hue in degrees, or -1.
  ///
  /// @param showProblems leads to why plugins do not run
  public MapView(
      MapViewModel model,
      CommandControls controls,
      ObservableValue<Theme> theme,
      ToDoubleFunction<String> hueOfPlugin,
      ObservableValue<WorldStatus> status,
      Runnable showProblems) {
    this.model = model;
    this.status = status;
    this.theme = theme;
    setId("map");
    getStyleClass().add("map");
    setMinSize(120, 120);
    setFocusTraversable(true);
    spawn = controls.textButton("entity.spawn");
    problems.setOnAction(e -> showProblems.run());
    empty = new EmptyBox("mdi2m-map-outline", "", spawn, problems);
    empty.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    colours = new MapColours(hueOfPlugin);
    measured.setFont(Font.font("Inter", LABEL_PX));
    legend.setMouseTransparent(true);
    var key = new HBox(new MapColoursButton(model), legend);
    key.getStyleClass().add("map-key");
    key.setPickOnBounds(false);
    key.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    setAlignment(key, Pos.TOP_LEFT);
    var buttons = buttons(controls);
    legend
        .visibleProperty()
        .bind(
            widthProperty()
                .subtract(buttons.widthProperty())
                .subtract(BUTTON_PX)
                .greaterThan(legend.widthProperty()));
    getChildren().addAll(layers, empty, key, buttons);
    addPicking();
    model.pictureProperty().subscribe(f -> draw());
    model.namesProperty().subscribe(n -> drawMarks());
    model.cameraProperty().subscribe((was, is) -> draw());
    model.selection().selectedProperty().subscribe((was, is) -> drawMarks());
    model.selection().marksProperty().subscribe((was, is) -> drawMarks());
    theme.subscribe(t -> draw());
    model.failureProperty().subscribe(f -> showEmptyText());
    status.subscribe(s -> showEmptyText());
    setOnMousePressed(this::pressed);
    setOnMouseDragged(this::dragged);
    setOnMouseReleased(this::released);
    setOnScroll(this::scrolled);
    setOnKeyPressed(this::keyPressed);
    hover.getStyleClass().addAll("map-legend", "mono");
    hover.setMouseTransparent(true);
    hover.setManaged(false);
    getChildren().add(hover);
    setOnMouseMoved(e -> showHover(e.getX(), e.getY()));
    setOnMouseExited(e -> hover.setVisible(false));
  }

  /// What to do while an entity is to be pointed at.
  private void addPicking() {
    pickingText.getStyleClass().addAll("map-legend", "map-picking");
    pickingText.setMouseTransparent(true);
    setAlignment(pickingText, Pos.BOTTOM_LEFT);
    getChildren().add(pickingText);
    model
        .selection()
        .pickingProperty()
        .subscribe(picking -> {
          pickingText.setVisible(picking.isPresent());
          pickingText.setText(
              picking.map(p -> "Click " + p.what() + ". Escape leaves it as it is.").orElse(""));
          setCursor(picking.isPresent() ? Cursor.CROSSHAIR : Cursor.DEFAULT);
          if (picking.isPresent()) {
            requestFocus();
          }
        });
  }

  /// Arrows move the map, with Shift in large steps.
  private void keyPressed(KeyEvent event) {
    var step = event.isShiftDown() ? 4 * KEY_PAN_PX : KEY_PAN_PX;
    switch (event.getCode()) {
      case LEFT -> model.pan(step, 0);
      case RIGHT -> model.pan(-step, 0);
      case UP -> model.pan(0, step);
      case DOWN -> model.pan(0, -step);
      case PLUS, ADD, EQUALS -> model.zoom(ZOOM_STEP);
      case MINUS, SUBTRACT -> model.zoom(1 / ZOOM_STEP);
      case F -> model.showSelected();
      case HOME -> model.fit();
      case ESCAPE -> model.selection().cancelPicking();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void showHover(double x, double y) {
    var text = model.textAt(x, y);
    hover.setVisible(text.isPresent());
    text.ifPresent(t -> {
      hover.setText(t);
      hover.autosize();
      hover.relocate(Math.min(x + 12, getWidth() - hover.getWidth()), y + 8);
    });
  }

  private HBox buttons(CommandControls controls) {
    var buttons =
        new HBox(
            controls.iconButton("map.plane"),
            controls.iconButton("map.zoomOut"),
            controls.iconButton("map.zoomIn"),
            controls.iconButton("map.fit"));
    buttons.getStyleClass().add("map-buttons");
    buttons.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    setAlignment(buttons, Pos.TOP_RIGHT);
    return buttons;
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    if (grid.getWidth() != getWidth() || grid.getHeight() != getHeight()) {
      resizeLayers();
    }
  }

  private void resizeLayers() {
    grid.setWidth(getWidth());
    grid.setHeight(getHeight());
    marks.setWidth(getWidth());
    marks.setHeight(getHeight());
    scale = getScene() == null ? 1 : getScene().getWindow().getRenderScaleX();
    bufferWidth = Math.max(1, (int) Math.round(getWidth() * scale));
    bufferHeight = Math.max(1, (int) Math.round(getHeight() * scale));
    buffer =
        new PixelBuffer<>(
            bufferWidth,
            bufferHeight,
            IntBuffer.allocate(bufferWidth * bufferHeight),
            PixelFormat.getIntArgbPreInstance());
    points.setImage(new WritableImage(buffer));
    points.setFitWidth(getWidth());
    points.setFitHeight(getHeight());
    model.resized(getWidth(), getHeight());
    draw();
  }

  private void draw() {
    var pixels = buffer;
    if (pixels == null) {
      return;
    }
    var picture = model.pictureProperty().get();
    var colors = colours.argb(picture, themeNow());
    drawGrid();
    pixels.updateBuffer(b -> {
      raster.draw(
          picture,
          model.planeProperty().get(),
          model.cameraProperty().get(),
          b.getBuffer().array(),
          bufferWidth,
          bufferHeight,
          colors,
          scale);
      return null;
    });
    drawMarks();
    showEmptyText();
    showLegend(picture);
  }

  private Theme themeNow() {
    return Objects.requireNonNull(theme.getValue());
  }

  private void showLegend(MapPicture picture) {
    var entries = colours.legend(picture, themeNow());
    var key = entries.stream().map(e -> e.name() + e.css()).toList();
    var tick = picture.frame().tick();
    if (key.equals(legendOf) && Math.abs(tick - legendTick) < LEGEND_TICKS) {
      return;
    }
    legendOf = key;
    legendTick = tick;
    var lines = picture.by() instanceof EntityGrouping.Archetype ? new VBox() : new HBox();
    lines.getStyleClass().add("map-legend");
    entries.stream().limit(LEGEND_MAX).forEach(e -> lines.getChildren().add(entry(e)));
    if (entries.size() > LEGEND_MAX) {
      lines.getChildren().add(new Label("and %d more".formatted(entries.size() - LEGEND_MAX)));
    }
    legend.getChildren().setAll(lines);
  }

  private static Label entry(MapColours.Entry entry) {
    var dot = new Region();
    dot.getStyleClass().add("hue-dot");
    dot.setStyle("-fx-background-color: " + entry.css());
    var label = new Label("%s  %,d".formatted(entry.name(), entry.count()), dot);
    label.setMaxWidth(LEGEND_ENTRY_PX);
    return label;
  }

  private void showEmptyText() {
    var failure = model.failureProperty().get();
    var none = model.frameProperty().get().count() == 0;
    // That a far world cannot be reached is said above all panels; the map keeps what it has.
    var loads = Objects.requireNonNull(status.getValue()).state() == RunState.LOADING;
    empty.setVisible(none || (!failure.isEmpty() && !loads));
    if (empty.isVisible()) {
      var plugins = Objects.requireNonNull(status.getValue()).plugins();
      var failed = plugins.stream().anyMatch(p -> p.state() == PluginState.FAILED);
      problems.setVisible(failed && failure.isEmpty());
      spawn.setVisible(!failed && failure.isEmpty());
      empty.say(
          failed || !failure.isEmpty() ? "mdi2a-alert-circle-outline" : "mdi2m-map-outline",
          failure.isEmpty() ? MapViewModel.emptyText(plugins) : failure);
    }
  }

  private void drawGrid() {
    var g = grid.getGraphicsContext2D();
    var width = grid.getWidth();
    var height = grid.getHeight();
    var camera = model.cameraProperty().get();
    g.clearRect(0, 0, width, height);
    var step = model.gridStep();
    var dark = themeNow() == Theme.DARK;
    var line = dark ? Color.web("#1c222b") : Color.web("#e9ecf0");
    var axis = dark ? Color.web("#313a46") : Color.web("#ccd3db");
    g.setLineWidth(1);
    for (var i = Math.ceil(camera.worldX(0, width) / step);
        i * step <= camera.worldX(width, width);
        i++) {
      g.setStroke(i == 0 ? axis : line);
      var x = Math.round(camera.screenX(i * step, width)) + 0.5;
      g.strokeLine(x, 0, x, height);
    }
    for (var i = Math.ceil(camera.worldY(0, height) / step);
        i * step <= camera.worldY(height, height);
        i++) {
      g.setStroke(i == 0 ? axis : line);
      var y = Math.round(camera.screenY(i * step, height)) + 0.5;
      g.strokeLine(0, y, width, y);
    }
    drawScale(g, step, dark);
  }

  private void drawScale(GraphicsContext g, double step, boolean dark) {
    var length = step * model.cameraProperty().get().pixelsPerMetre();
    var y = grid.getHeight() - 12.5;
    var right = grid.getWidth() - 12;
    g.setStroke(dark ? Color.web("#8b949e") : Color.web("#57606a"));
    g.setFill(g.getStroke());
    g.strokeLine(right - length, y, right, y);
    g.strokeLine(right - length + 0.5, y - 3, right - length + 0.5, y + 3);
    g.strokeLine(right - 0.5, y - 3, right - 0.5, y + 3);
    g.setFont(Font.font("Inter", 11));
    g.fillText(metres(step), right - length + 4, y - 5);
  }

  private static String metres(double metres) {
    if (metres >= 1000) {
      return String.format(Locale.ROOT, "%,.0f km", metres / 1000);
    }
    return metres >= 1
        ? String.format(Locale.ROOT, "%.0f m", metres)
        : String.format(Locale.ROOT, "%.0f mm", metres * 1000);
  }

  private void drawMarks() {
    var g = marks.getGraphicsContext2D();
    g.clearRect(0, 0, marks.getWidth(), marks.getHeight());
    var dark = themeNow() == Theme.DARK;
    var radius =
        RING_GAP_PX
            + MapRaster.radius(
                model.frameProperty().get().count(), model.cameraProperty().get().pixelsPerMetre());
    var rings = model.selectedPoints().stream().limit(MAX_RINGS).toList();
    // The wider stroke below sets the ring off from dots of any colour.
    g.setStroke(dark ? HALO_DARK : HALO_LIGHT);
    g.setLineWidth(RING_PX + 2 * HALO_PX);
    rings.forEach(i -> ring(g, model.screenX(i), model.screenY(i), radius));
    g.setStroke(dark ? Color.WHITE : Color.web("#0550ae"));
    g.setLineWidth(RING_PX);
    rings.forEach(i -> ring(g, model.screenX(i), model.screenY(i), radius));
    var tags = drawOthers(g, radius + 2 * RING_PX);
    drawLabels(g, radius, tags.stream().map(MapTags.Tag::box).toList());
    tags.forEach(tag -> drawTag(g, tag));
    if (banding) {
      drawBand(g);
    }
  }

  /// Around what others have selected a ring for each of them, in its colour.
  private List<MapTags.Tag> drawOthers(GraphicsContext g, double radius) {
    var found = new ArrayList<MapTags.Mark>();
    for (var i : model.markedPoints().stream().limit(MAX_RINGS).toList()) {
      var handle = new EntityHandle(model.frameProperty().get().handleBits(i));
      var mark = model.selection().marksProperty().get().get(handle);
      if (mark != null) {
        var outer = radius;
        for (var other : mark.by().stream().limit(RINGS_OF_ONE_MAX).toList()) {
          g.setStroke(PluginHue.color(other.hueDegrees(), themeNow()));
          ring(g, model.screenX(i), model.screenY(i), outer);
          outer += 2 * RING_PX;
        }
        found.add(new MapTags.Mark(model.screenX(i), model.screenY(i), outer, mark.by()));
      }
    }
    return MapTags.of(found, marks.getWidth(), marks.getHeight(), this::tagWidth);
  }

  private double tagWidth(String text) {
    measured.setText(text);
    return measured.getLayoutBounds().getWidth();
  }

  /// Names upon a ground of their own, or they could not be told from the points below.
  private void drawTag(GraphicsContext g, MapTags.Tag tag) {
    var dark = themeNow() == Theme.DARK;
    var box = tag.box();
    g.setFill(dark ? HALO_DARK : HALO_LIGHT);
    g.fillRoundRect(
        box.getMinX(), box.getMinY(), box.getWidth(), box.getHeight(), TAG_ARC_PX, TAG_ARC_PX);
    g.setLineWidth(1);
    g.setStroke(PluginHue.color(tag.mark().by().getFirst().hueDegrees(), themeNow()));
    g.strokeRoundRect(
        box.getMinX() + 0.5,
        box.getMinY() + 0.5,
        box.getWidth() - 1,
        box.getHeight() - 1,
        TAG_ARC_PX,
        TAG_ARC_PX);
    var middle = box.getMinY() + box.getHeight() / 2;
    for (var name : tag.names()) {
      g.setFill(PluginHue.color(name.other().hueDegrees(), themeNow()));
      g.fillOval(name.x(), middle - TAG_DOT_PX / 2, TAG_DOT_PX, TAG_DOT_PX);
      g.setFill(dark ? Color.web("#c9d1d9") : Color.web("#24292f"));
      g.fillText(name.text(), name.x() + MapTags.Name.TEXT_PX, middle + LABEL_PX / 3);
    }
  }

  /// Names beside points; one that would lie upon another is left out.
  private void drawLabels(GraphicsContext g, double radius, List<Rectangle2D> tags) {
    g.setFill(themeNow() == Theme.DARK ? Color.web("#c9d1d9") : Color.web("#24292f"));
    g.setFont(Font.font("Inter", LABEL_PX));
    var taken = new ArrayList<>(tags);
    for (var label : model.labels()) {
      var width = label.text().length() * LABEL_PX * 0.6;
      var right = label.x() + radius;
      var left = right + width <= marks.getWidth() ? right : label.x() - radius - width;
      var box = new Rectangle2D(left, label.y() - LABEL_PX / 2, width, LABEL_PX);
      if (taken.stream().noneMatch(box::intersects)) {
        taken.add(box);
        g.fillText(label.text(), box.getMinX() + 2, label.y() + LABEL_PX / 3);
      }
    }
  }

  private static void ring(GraphicsContext g, double x, double y, double radius) {
    g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private void drawBand(GraphicsContext g) {
    g.setFill(Color.web("#388bfd", 0.15));
    var x = Math.min(pressX, lastX);
    var y = Math.min(pressY, lastY);
    g.fillRect(x, y, Math.abs(lastX - pressX), Math.abs(lastY - pressY));
    g.setLineWidth(1);
    g.strokeRect(x, y, Math.abs(lastX - pressX), Math.abs(lastY - pressY));
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    pressX = event.getX();
    pressY = event.getY();
    lastX = pressX;
    lastY = pressY;
    moving =
        event.getButton() == MouseButton.PRIMARY
            && !event.isAltDown()
            && !event.isShiftDown()
            && model.selection().pickingProperty().get().isEmpty()
            && model.grab(pressX, pressY);
  }

  private void dragged(MouseEvent event) {
    if (moving) {
      if (!event.isStillSincePress()) {
        model.dragTo(event.getX(), event.getY());
      }
    } else if (event.getButton() == MouseButton.PRIMARY && !event.isAltDown()) {
      banding |= Math.hypot(event.getX() - pressX, event.getY() - pressY) > DRAG_PX;
      lastX = event.getX();
      lastY = event.getY();
      drawMarks();
    } else {
      model.pan(event.getX() - lastX, event.getY() - lastY);
      lastX = event.getX();
      lastY = event.getY();
    }
  }

  private void released(MouseEvent event) {
    model.letGo();
    moving = false;
    if (banding) {
      banding = false;
      model.selectRectangle(
          Math.min(pressX, lastX),
          Math.min(pressY, lastY),
          Math.max(pressX, lastX),
          Math.max(pressY, lastY));
      drawMarks();
    } else if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
      model.click(event.getX(), event.getY(), event.isShortcutDown() || event.isShiftDown());
    }
  }

  private void scrolled(ScrollEvent event) {
    if (event.getDeltaY() != 0) {
      model.zoom(event.getX(), event.getY(), event.getDeltaY() > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
      event.consume();
    }
  }
}
