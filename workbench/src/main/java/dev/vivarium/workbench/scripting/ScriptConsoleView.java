package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.script.ScriptShell;
import dev.vivarium.workbench.scripting.ScriptConsoleViewModel.Kind;
import dev.vivarium.workbench.scripting.ScriptConsoleViewModel.Line;
import dev.vivarium.workbench.theme.Stylesheets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The script console. Enter runs, Shift+Enter begins a line, the arrows go through what was typed
/// before, Tab or Ctrl+Space completes, F1 explains.
final class ScriptConsoleView extends BorderPane {
  private static final double LINE_PX = 18;
  private static final int MAX_INPUT_LINES = 6;
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final ScriptConsoleViewModel model;
  private final Consumer<String> goTo;
  private final TextArea input = new TextArea();
  private final ListView<ScriptShell.Suggestion> suggestions = new ListView<>();
  private final Popup popup = new Popup();

  /// `goTo` shows a `file:line` in the editor.
  ScriptConsoleView(ScriptConsoleViewModel model, CommandControls controls, Consumer<String> goTo) {
    this.model = model;
    this.goTo = goTo;
    getStyleClass().add("script-console");
    setTop(bar(controls));
    setCenter(output());
    setBottom(prompt());
    model.suggestionsProperty().subscribe(this::showSuggestions);
    model.onGivenBack(input::end);
  }

  private Node bar(CommandControls controls) {
    var spinner = new ProgressIndicator();
    spinner.setMaxSize(16, 16);
    var running = new Label("", spinner);
    running.setId("script-running");
    running
        .textProperty()
        .bind(
            model
                .activityProperty()
                .flatMap(doing ->
                    model
                        .progressProperty()
                        .map(far -> far.isEmpty() ? doing : doing + "  " + far)));
    running.visibleProperty().bind(model.activityProperty().isNotEmpty());
    var stop = controls.textButton("script.stop");
    stop.setGraphic(new FontIcon("mdi2s-stop"));
    CommandControls.pale(stop, model.runningProperty().isEmpty());
    // What cannot be done takes no focus when the panel is shown.
    stop.focusTraversableProperty().bind(model.runningProperty().isNotEmpty());
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar =
        new HBox(
            running,
            stop,
            space,
            controls.iconButton("script.record"),
            controls.iconButton("script.runFile"),
            controls.iconButton("script.clear"));
    bar.getStyleClass().add("panel-bar");
    return bar;
  }

  private Node output() {
    var list = new ListView<>(model.lines());
    list.setId("script-output");
    list.getStyleClass().addAll("dense", "mono");
    list.setCellFactory(l -> new LineCell());
    list.setPlaceholder(empty());
    model.lines().addListener((ListChangeListener.Change<? extends Line> c) -> showNewest(list));
    list.heightProperty().subscribe(height -> showNewest(list));
    list.setOnMouseClicked(e -> goToSelected(list));
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        goToSelected(list);
      } else if (COPY.match(e)) {
        copy(list);
      }
    });
    return list;
  }

  /// What to try first, in any world.
  private static Node empty() {
    var icon = new FontIcon("mdi2s-script-text-outline");
    List<Node> parts =
        List.of(
            icon,
            said("  Try ", false),
            said("world.tick()", true),
            said(" below. ", false),
            said("world", true),
            said(", ", false),
            said("project", true),
            said(" and ", false),
            said("workbench", true),
            said(" are live; F1 explains what stands at the caret.", false));
    var line = new FlowPane(0, 4);
    line.getChildren().setAll(parts);
    line.setAlignment(Pos.CENTER);
    line.getStyleClass().add("script-empty");
    return line;
  }

  private static Label said(String text, boolean code) {
    var label = new Label(text);
    if (code) {
      label.getStyleClass().addAll("mono", "script-code");
    }
    return label;
  }

  private void showNewest(ListView<Line> list) {
    // The list counts its rows when it is laid out, and scrolls no further than it has counted.
    Platform.runLater(() -> {
      list.layout();
      list.scrollTo(Math.max(0, model.lines().size() - 1));
    });
  }

  private void goToSelected(ListView<Line> list) {
    var line = list.getSelectionModel().getSelectedItem();
    if (line != null && !line.place().isEmpty()) {
      goTo.accept(line.place());
    }
  }

  private static void copy(ListView<Line> list) {
    var content = new ClipboardContent();
    content.putString(
        String.join(
            "\n", list.getSelectionModel().getSelectedItems().stream().map(Line::text).toList()));
    Clipboard.getSystemClipboard().setContent(content);
  }

  private Node prompt() {
    input.setId("script-input");
    input.getStyleClass().add("mono");
    input.setPromptText("Java; Enter runs, Shift+Enter a new line, Tab completes, F1 explains");
    input.setPrefRowCount(1);
    input.setMinHeight(Region.USE_PREF_SIZE);
    input.textProperty().bindBidirectional(model.inputProperty());
    input.textProperty().subscribe(text -> input.setPrefHeight(heightOf(text)));
    input.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    suggestions.setId("script-suggestions");
    suggestions.getStyleClass().addAll("dense", "mono", "script-suggestions");
    suggestions.getStylesheets().add(Stylesheets.scripting());
    suggestions.setCellFactory(l -> new SuggestionCell());
    suggestions.setOnMouseClicked(e -> take());
    suggestions.setFocusTraversable(false);
    popup.getContent().add(suggestions);
    popup.setAutoHide(true);
    popup.setOnAutoHide(e -> model.noSuggestions());
    var sign = new Label("›");
    sign.getStyleClass().addAll("mono", "script-sign");
    HBox.setHgrow(input, Priority.ALWAYS);
    var row = new HBox(sign, input);
    row.getStyleClass().add("script-prompt");
    return new VBox(row);
  }

  private static double heightOf(String text) {
    long lines =
        Math.clamp(text.lines().count() + (text.endsWith("\n") ? 1 : 0), 1, MAX_INPUT_LINES);
    return lines * LINE_PX + 10;
  }

  void focus() {
    input.requestFocus();
    input.end();
  }

  private void pressed(KeyEvent event) {
    if (popup.isShowing() ? pressedInSuggestions(event) : pressedInInput(event)) {
      event.consume();
    }
  }

  private boolean pressedInSuggestions(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> suggestions.getSelectionModel().selectNext();
      case UP -> suggestions.getSelectionModel().selectPrevious();
      case ENTER, TAB -> take();
      case ESCAPE -> model.noSuggestions();
      default -> {
        model.noSuggestions();
        return false;
      }
    }
    suggestions.scrollTo(Math.max(0, suggestions.getSelectionModel().getSelectedIndex() - 4));
    return true;
  }

  private boolean pressedInInput(KeyEvent event) {
    var text = input.getText();
    boolean firstLine = text.lastIndexOf('\n', Math.max(0, input.getCaretPosition() - 1)) < 0;
    boolean lastLine = text.indexOf('\n', input.getCaretPosition()) < 0;
    var code = event.getCode();
    if (code == KeyCode.ENTER && event.isShiftDown()) {
      input.replaceSelection("\n");
    } else if (code == KeyCode.ENTER) {
      model.enter();
      Platform.runLater(input::end);
    } else if (code == KeyCode.TAB || (code == KeyCode.SPACE && event.isShortcutDown())) {
      model.complete(input.getCaretPosition());
    } else if (code == KeyCode.F1) {
      model.document(input.getCaretPosition());
    } else if (code == KeyCode.UP && firstLine) {
      recall(model::older);
    } else if (code == KeyCode.DOWN && lastLine) {
      recall(model::newer);
    } else {
      return false;
    }
    return true;
  }

  private void recall(Runnable act) {
    act.run();
    input.end();
  }

  private void take() {
    var chosen = suggestions.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      int caret = model.take(chosen, input.getCaretPosition());
      input.positionCaret(caret);
    }
  }

  private void showSuggestions(List<ScriptShell.Suggestion> found) {
    suggestions.getItems().setAll(found);
    suggestions.getSelectionModel().selectFirst();
    if (found.size() == 1) {
      take();
    } else if (found.isEmpty() || input.getScene() == null) {
      popup.hide();
    } else {
      double height = Math.min(10, found.size()) * 24 + 2;
      suggestions.setPrefSize(320, height);
      var at = input.localToScreen(24, 0);
      popup.show(input, at.getX(), at.getY() - height - 4);
    }
  }

  void dispose() {
    popup.hide();
  }

  private static final class SuggestionCell extends ListCell<ScriptShell.Suggestion> {
    @Override
    protected void updateItem(ScriptShell.@Nullable Suggestion suggestion, boolean empty) {
      super.updateItem(suggestion, empty);
      setText(empty || suggestion == null ? null : suggestion.text());
    }
  }

  private static final class LineCell extends ListCell<Line> {
    private final Label sign = new Label();
    private final Label text = new Label();
    private final Label place = new Label();
    private final HBox row = new HBox(sign, text, place);

    LineCell() {
      row.getStyleClass().addAll("list-row", "script-line");
      sign.getStyleClass().add("script-sign");
      text.setMinHeight(USE_PREF_SIZE);
      place.getStyleClass().add("link");
      place.setMinWidth(USE_PREF_SIZE);
    }

    @Override
    protected void updateItem(@Nullable Line line, boolean empty) {
      super.updateItem(line, empty);
      setText(null);
      if (empty || line == null) {
        setGraphic(null);
        return;
      }
      sign.setText(sign(line.kind()));
      text.setText(line.text());
      text.getStyleClass().removeIf(s -> s.startsWith("script-is-"));
      text.getStyleClass().add("script-is-" + line.kind().name().toLowerCase(Locale.ROOT));
      place.setText(line.place());
      setGraphic(row);
    }

    private static String sign(Kind kind) {
      return switch (kind) {
        case INPUT -> "›";
        case VALUE -> "=";
        case ERROR -> "×";
        case NOTE -> "i";
        case OUTPUT -> " ";
      };
    }
  }
}
