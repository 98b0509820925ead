package dev.vivarium.workbench.settings;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.command.Shortcuts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The settings over the window: a field that narrows, the settings by group, then every command
/// with its keys. Escape closes. Belongs to the window's thread.
public final class SettingsView extends StackPane {
  private static final double CHOICE_PX = 208;

  private final Settings settings;
  private final KeysViewModel keys;
  private final Runnable closed;
  private final TextField search = new TextField();
  private final VBox general = new VBox();
  private final VBox list = new VBox();
  private Subscription shown = Subscription.EMPTY;
  private String waiting = "";
  private String refused = "";
  private String wanted = "";

  /// `closed` takes the focus back.
  public SettingsView(Settings settings, KeysViewModel keys, Runnable closed) {
    this.settings = settings;
    this.keys = keys;
    this.closed = closed;
    setId("settings");
    getStyleClass().add("settings-layer");
    setVisible(false);
    managedProperty().bind(visibleProperty());
    var all = new VBox(general, keysHead(), list);
    all.getStyleClass().add("settings-all");
    var scroll = new ScrollPane(all);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    var page = new VBox(title(), problem(), search, scroll);
    page.getStyleClass().add("settings-page");
    StackPane.setAlignment(page, Pos.TOP_CENTER);
    search.setId("settings-search");
    search.setPromptText("Search settings and shortcuts");
    search
        .textProperty()
        .subscribe(t -> {
          show();
          scroll.setVvalue(0);
        });
    list.setId("keys");
    addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    settings.keysProperty().subscribe(k -> show());
    getChildren().add(page);
  }

  public void open() {
    setVisible(true);
    search.clear();
    show();
    search.requestFocus();
  }

  public void search(String text) {
    search.setText(text);
  }

  public void close() {
    waiting = "";
    setVisible(false);
    closed.run();
  }

  private Node title() {
    var label = new Label("Settings");
    label.getStyleClass().add("page-title");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var close = new Button("", new FontIcon("mdi2c-close"));
    close.getStyleClass().addAll("flat", "button-icon");
    close.setTooltip(CommandControls.tooltip("Close settings  (Escape)"));
    close.setAccessibleText("Close settings");
    close.setOnAction(e -> close());
    return new HBox(label, space, close);
  }

  private Node problem() {
    var text = new Label();
    text.textProperty().bind(settings.problemProperty());
    text.setWrapText(true);
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    var anew = new Button("Put it aside and begin anew");
    anew.setMinWidth(USE_PREF_SIZE);
    anew.setOnAction(e -> settings.replaceDamagedFile());
    var banner = new HBox(text, anew);
    banner.getStyleClass().add("banner");
    banner.visibleProperty().bind(settings.problemProperty().isNotEmpty());
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  private Node keysHead() {
    var label = new Label("Shortcuts");
    label.getStyleClass().add("page-head");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var reset = new Button("Reset all shortcuts");
    reset.getStyleClass().add("flat");
    reset.setOnAction(e -> keys.resetAll());
    reset.disableProperty().bind(settings.keysProperty().map(k -> k.isEmpty()));
    var head = new HBox(label, space, reset);
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  private void show() {
    if (!isVisible()) {
      return;
    }
    shown.unsubscribe();
    shown = Subscription.EMPTY;
    var groups = new LinkedHashMap<String, VBox>();
    for (var setting : settings.all()) {
      if (setting.matches(search.getText())) {
        groups
            .computeIfAbsent(setting.group(), SettingsView::group)
            .getChildren()
            .add(row(setting));
      }
    }
    general.getChildren().setAll(groups.values());
    showKeys();
  }

  private void showKeys() {
    var focused = getScene() == null ? null : getScene().getFocusOwner();
    var rows = keys.rows(search.getText());
    list.getChildren().setAll(rows.stream().map(this::line).toList());
    if (rows.isEmpty()) {
      var none = new Label("No command has such a name or such keys.");
      none.getStyleClass().add("muted");
      list.getChildren().add(none);
    }
    if (focused instanceof Button button && button.getScene() == null) {
      // The button that was pressed is gone, and the next keys are meant for this page.
      buttonLike(button).requestFocus();
    }
  }

  /// The button that stands where one stood, or else the field.
  private Node buttonLike(Button gone) {
    return list.getChildren().stream()
        .flatMap(line -> line.lookupAll(".key-button").stream())
        .filter(button -> Objects.equals(button.getId(), gone.getId()))
        .findFirst()
        .orElse(search);
  }

  private static VBox group(String name) {
    var label = new Label(name);
    label.getStyleClass().add("page-head");
    return new VBox(label);
  }

  private Node row(Setting setting) {
    var title = new Label(setting.title());
    var about = new Label(setting.about());
    about.getStyleClass().add("muted");
    var texts = new VBox(title, about);
    texts.getStyleClass().add("setting-texts");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var row = new HBox(texts, space, setting.isSwitch() ? toggle(setting) : box(setting));
    row.getStyleClass().add("setting");
    return row;
  }

  private Node toggle(Setting setting) {
    var box = new CheckBox();
    box.setId(setting.id());
    box.setAccessibleText(setting.title());
    box.selectedProperty().subscribe((was, on) -> setting.value().set(on ? "on" : "off"));
    // A command may change it while it is shown.
    shown =
        shown.and(setting.value().subscribe(value -> box.setSelected(Objects.equals(value, "on"))));
    return box;
  }

  private Node box(Setting setting) {
    var box = new ChoiceBox<Setting.Choice>();
    box.setId(setting.id());
    box.setAccessibleText(setting.title());
    box.setMinWidth(CHOICE_PX);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Setting.@Nullable Choice choice) {
            return choice == null ? "" : choice.title();
          }

          @Override
          public Setting.Choice fromString(String text) {
            return setting.choices().getFirst();
          }
        });
    box.getItems().setAll(setting.choices());
    box.valueProperty()
        .subscribe((was, is) -> {
          if (is != null) {
            setting.value().set(is.id());
          }
        });
    box.setMaxWidth(CHOICE_PX);
    // A command may change it while it is shown.
    shown = shown.and(setting.value().subscribe(value -> select(box, value)));
    return box;
  }

  private static void select(ChoiceBox<Setting.Choice> box, String value) {
    box.getItems().stream()
        .filter(c -> c.id().equals(value) && !c.equals(box.getValue()))
        .findFirst()
        .ifPresent(box::setValue);
  }

  private void pressed(KeyEvent event) {
    if (waiting.isEmpty()) {
      if (event.getCode() == KeyCode.ESCAPE) {
        close();
        event.consume();
      }
      return;
    }
    event.consume();
    if (event.getCode() == KeyCode.ESCAPE) {
      wait("");
    } else {
      Shortcuts.pressed(event).ifPresent(this::take);
    }
  }

  private void take(String pressed) {
    var command = waiting;
    var other = keys.other(command, pressed);
    waiting = "";
    if (other.isPresent()) {
      refused = command;
      wanted = pressed;
      showKeys();
    } else {
      keys.bind(command, pressed);
    }
  }

  private void wait(String command) {
    waiting = command;
    refused = "";
    showKeys();
  }

  /// Whether the next keys pressed are meant for a command, and not to be acted on.
  public boolean takesKeys() {
    return isVisible() && !waiting.isEmpty();
  }

  private Node line(KeysViewModel.Row row) {
    var id = row.command().id();
    var title = new Label(row.command().title());
    title.setMinWidth(0);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var line = new HBox(title, space);
    line.getStyleClass().add("key-row");
    if (id.equals(refused)) {
      line.getChildren().addAll(choice(id));
    } else if (!row.conflict().isEmpty()) {
      line.getChildren().add(conflict("also “" + row.conflict() + "”"));
    }
    line.getChildren().addAll(keyButton(row), resetButton(row));
    return line;
  }

  private List<Node> choice(String id) {
    var other = keys.other(id, wanted).map(c -> c.title()).orElse("another");
    var text = conflict(Shortcuts.readable(wanted) + " is “" + other + "”");
    var take = new Button("Take it");
    take.setId("take-keys");
    take.setOnAction(e -> {
      refused = "";
      keys.take(id, wanted);
      showKeys();
    });
    var leave = new Button("Leave it");
    leave.setOnAction(e -> wait(""));
    return List.of(text, take, leave);
  }

  private Label conflict(String text) {
    var label = new Label(text, new FontIcon("mdi2a-alert-outline"));
    label.getStyleClass().add("conflict");
    return label;
  }

  private Button keyButton(KeysViewModel.Row row) {
    var id = row.command().id();
    var waits = id.equals(waiting);
    var button =
        new Button(
            waits
                ? "press the keys…"
                : row.command().keys().isEmpty() ? "none" : row.command().keys());
    button.setId("keys-" + id);
    button.getStyleClass().add("key-button");
    if (waits) {
      button.getStyleClass().add("waiting");
    }
    button.setTooltip(CommandControls.tooltip("Change: click, then press the new keys"));
    button.setOnAction(e -> wait(id));
    return button;
  }

  private Button resetButton(KeysViewModel.Row row) {
    var button = new Button("", new FontIcon("mdi2r-restore"));
    button.getStyleClass().addAll("flat", "button-icon");
    button.setTooltip(CommandControls.tooltip("Back to its own shortcut"));
    button.setAccessibleText("Reset the shortcut of " + row.command().title());
    button.setVisible(row.changed());
    button.setOnAction(e -> keys.reset(Objects.requireNonNull(row.command().id())));
    return button;
  }
}
