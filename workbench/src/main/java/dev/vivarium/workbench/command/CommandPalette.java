package dev.vivarium.workbench.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// All commands by their names, panels among them, and the project's files by their paths, over the
/// window. Letters narrow, arrows choose, Enter runs, Escape closes. What was used last comes
/// first; what cannot be done now is pale and says why.
public final class CommandPalette extends StackPane {
  private final CommandRegistry registry;
  private final Runnable closed;
  private final TextField field = new TextField();
  private final ListView<Entry> list = new ListView<>();
  private final Supplier<List<String>> recent;
  private final Function<String, List<String>> files;
  private final Consumer<String> open;

  /// A line of the list.
  private sealed interface Entry {
    record Act(Command command, String reason) implements Entry {
      boolean possible() {
        return reason.isEmpty();
      }
    }

    record File(String path) implements Entry {}
  }

  /// `recent` names the commands used last, `files` the paths that hold what was typed, `open`
  /// opens one; `closed` takes the focus back.
  public CommandPalette(
      CommandRegistry registry,
      Supplier<List<String>> recent,
      Function<String, List<String>> files,
      Consumer<String> open,
      Runnable closed) {
    this.registry = registry;
    this.recent = recent;
    this.files = files;
    this.open = open;
    this.closed = closed;
    setId("palette");
    getStyleClass().add("palette-layer");
    setVisible(false);
    managedProperty().bind(visibleProperty());
    field.setId("palette-field");
    field.setPromptText("A command, a panel, or part of a file's path");
    field.textProperty().subscribe(this::narrow);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    field.focusedProperty().subscribe((was, is) -> closeIfLeft(is));
    list.getStyleClass().add("dense");
    list.setFocusTraversable(false);
    list.setCellFactory(l -> new EntryCell());
    list.setOnMouseClicked(e -> runSelected());
    list.setPlaceholder(new Label("No command and no file is called so."));
    var box = new VBox(field, list);
    box.getStyleClass().add("palette");
    box.setMaxSize(560, 394);
    setAlignment(box, Pos.TOP_CENTER);
    getChildren().add(box);
    setPickOnBounds(false);
  }

  public void open() {
    setVisible(true);
    field.clear();
    narrow("");
    field.requestFocus();
  }

  private void closeIfLeft(boolean focused) {
    if (!focused && isVisible() && !list.isFocused()) {
      setVisible(false);
    }
  }

  private void close() {
    setVisible(false);
    closed.run();
  }

  private void narrow(String typed) {
    var entries = new ArrayList<Entry>();
    var commands = typed.isBlank() ? lastUsedFirst() : registry.matching(typed);
    commands.forEach(c -> entries.add(new Entry.Act(c, c.obstacle().reason())));
    if (!typed.isBlank()) {
      var paths = files.apply(typed).stream().map(Entry.File::new).toList();
      entries.addAll(typed.contains("/") || typed.contains(".") ? 0 : entries.size(), paths);
    }
    list.getItems().setAll(entries);
    list.getSelectionModel().selectFirst();
  }

  private List<Command> lastUsedFirst() {
    var used = recent.get();
    var first = new ArrayList<Command>();
    used.forEach(id -> registry.find(id).ifPresent(first::add));
    var known = new HashSet<>(used);
    registry.all().stream().filter(c -> !known.contains(c.id())).forEach(first::add);
    return first;
  }

  private void pressed(KeyEvent event) {
    var handled = true;
    switch (event.getCode()) {
      case DOWN -> list.getSelectionModel().selectNext();
      case UP -> list.getSelectionModel().selectPrevious();
      case ENTER -> runSelected();
      case ESCAPE -> close();
      default -> handled = false;
    }
    if (handled) {
      list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 5));
      event.consume();
    }
  }

  private void runSelected() {
    var chosen = list.getSelectionModel().getSelectedItem();
    if (chosen == null || (chosen instanceof Entry.Act act && !act.possible())) {
      return;
    }
    close();
    switch (chosen) {
      case Entry.Act act -> registry.run(act.command().id());
      case Entry.File file -> open.accept(file.path());
    }
  }

  private static final class EntryCell extends ListCell<Entry> {
    private static final PseudoClass UNAVAILABLE = PseudoClass.getPseudoClass("unavailable");
    private final FontIcon icon = new FontIcon("mdi2c-circle-small");
    private final Label title = new Label();
    private final Label keys = new Label();
    private final Region space = new Region();
    private final HBox row = new HBox(icon, title, space, keys);

    EntryCell() {
      row.getStyleClass().add("list-row");
      keys.getStyleClass().addAll("mono", "muted");
      HBox.setHgrow(space, Priority.ALWAYS);
    }

    @Override
    protected void updateItem(@Nullable Entry entry, boolean empty) {
      super.updateItem(entry, empty);
      setText(null);
      pseudoClassStateChanged(
          UNAVAILABLE, !empty && entry instanceof Entry.Act act && !act.possible());
      if (empty || entry == null) {
        setGraphic(null);
        return;
      }
      switch (entry) {
        case Entry.Act act -> show(act.command(), act.reason());
        case Entry.File file -> show("mdi2f-file-outline", file.path(), "");
      }
      setGraphic(row);
    }

    private void show(Command command, String reason) {
      var shortcut = command.keys();
      show(
          command.icon().isEmpty() ? "mdi2c-circle-small" : command.icon(),
          command.title(),
          reason.isEmpty() || shortcut.isEmpty() ? reason + shortcut : reason + "   " + shortcut);
    }

    private void show(String literal, String text, String behind) {
      icon.setIconLiteral(literal);
      title.setText(text);
      keys.setText(behind);
    }
  }
}
