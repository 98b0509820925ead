package dev.vivarium.workbench.command;

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

/// All commands by their names, over the window. Letters narrow, arrows choose, Enter runs, Escape
/// closes.
public final class CommandPalette extends StackPane {
  private final CommandRegistry registry;
  private final Runnable closed;
  private final TextField field = new TextField();
  private final ListView<Command> list = new ListView<>();

  /// `closed` takes the focus back.
  public CommandPalette(CommandRegistry registry, Runnable closed) {
    this.registry = registry;
    this.closed = closed;
    setId("palette");
    getStyleClass().add("palette-layer");
    setVisible(false);
    managedProperty().bind(visibleProperty());
    field.setId("palette-field");
    field.setPromptText("What would you like to do?");
    field.textProperty().subscribe(this::narrow);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    field.focusedProperty().subscribe((was, is) -> closeIfLeft(is));
    list.getStyleClass().add("dense");
    list.setFocusTraversable(false);
    list.setCellFactory(l -> new CommandCell());
    list.setOnMouseClicked(e -> runSelected());
    list.setPlaceholder(new Label("No command has such a name."));
    var box = new VBox(field, list);
    box.getStyleClass().add("palette");
    box.setMaxSize(560, 380);
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
    list.getItems()
        .setAll(registry.matching(typed).stream().filter(c -> c.enabled().getAsBoolean()).toList());
    list.getSelectionModel().selectFirst();
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
    close();
    if (chosen != null) {
      registry.run(chosen.id());
    }
  }

  private static final class CommandCell extends ListCell<Command> {
    private final FontIcon icon = new FontIcon("mdi2c-circle-small");
    private final Label title = new Label();
    private final Label keys = new Label();
    private final Region space = new Region();
    private final HBox row = new HBox(icon, title, space, keys);

    CommandCell() {
      row.getStyleClass().add("list-row");
      keys.getStyleClass().addAll("mono", "muted");
      HBox.setHgrow(space, Priority.ALWAYS);
    }

    @Override
    protected void updateItem(@Nullable Command command, boolean empty) {
      super.updateItem(command, empty);
      setText(null);
      if (empty || command == null) {
        setGraphic(null);
        return;
      }
      icon.setIconLiteral(command.icon());
      title.setText(command.title());
      keys.setText(command.shortcut().map(Shortcuts::readable).orElse(""));
      setGraphic(row);
    }
  }
}
