package dev.vivarium.workbench.console;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.session.LogLine.Level;
import dev.vivarium.workbench.session.LogLine.Side;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is shown of the log, how much there is, and what can be done with it.
final class ConsoleBar extends HBox {
  private static final double SIDE_PX = 104;
  private static final String BOTH = "Both sides";

  private final ConsoleViewModel model;
  private final Desk desk;
  private final TextField words = new TextField();
  private final MenuButton sources = new MenuButton("All plugins");
  private final Label told = new Label();

  ConsoleBar(ConsoleViewModel model, Desk desk, BooleanProperty wraps) {
    this.model = model;
    this.desk = desk;
    getStyleClass().addAll("panel-bar", "console-bar");
    prepareWords();
    prepareSources();
    told.getStyleClass().add("muted");
    told.setMinWidth(0);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren()
        .addAll(
            words,
            level("Errors", Set.of(Level.ERROR), Level.ERROR),
            level("Warnings", Set.of(Level.WARN), Level.WARN),
            level("Information", Set.of(Level.INFO), Level.INFO),
            level("Debug and trace", Set.of(Level.DEBUG, Level.TRACE), Level.DEBUG),
            sources,
            sides(),
            lost(),
            failure(),
            told,
            space,
            newest(),
            wrap(wraps),
            desk.controls().iconButton("console.export"),
            desk.controls().iconButton("console.clear"));
  }

  void focusWords() {
    words.requestFocus();
    words.selectAll();
  }

  /// Says what came of an act, until the next one.
  void tell(String text) {
    told.setText(text);
    told.setTooltip(CommandControls.tooltip(text));
  }

  /// `down` takes the focus where Down is pressed.
  void onDown(Runnable down) {
    words.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        words.clear();
        e.consume();
      } else if (e.getCode() == KeyCode.DOWN) {
        down.run();
        e.consume();
      }
    });
  }

  private void prepareWords() {
    words.setId("console-filter");
    words.setPromptText("Filter: words, -without");
    words.setTooltip(
        CommandControls.tooltip(
            "Lines with all of these words in plugin or text; -word leaves out lines with it"));
    words.setMinWidth(96);
    words.setPrefWidth(240);
    words.setMaxWidth(320);
    HBox.setHgrow(words, Priority.SOMETIMES);
    words.textProperty().addListener((property, before, now) -> model.find(now));
    model
        .filterProperty()
        .subscribe(filter -> {
          if (!filter.words().equals(words.getText())) {
            words.setText(filter.words());
          }
        });
  }

  private ToggleButton level(String title, Set<Level> levels, Level shown) {
    var icon = new FontIcon(LogCell.literal(shown));
    icon.getStyleClass().add(LogCell.style(shown));
    var toggle = new ToggleButton("0", icon);
    toggle.setId("console-" + shown.name().toLowerCase(Locale.ROOT));
    toggle.getStyleClass().add("flat");
    toggle.setMinWidth(USE_PREF_SIZE);
    toggle.setAccessibleText(title);
    toggle.setTooltip(CommandControls.tooltip("Show or hide: " + title.toLowerCase(Locale.ROOT)));
    toggle.setOnAction(e -> {
      var filter = model.filterProperty();
      filter.set(filter.get().with(levels, toggle.isSelected()));
    });
    model
        .filterProperty()
        .subscribe(filter -> toggle.setSelected(filter.levels().containsAll(levels)));
    model
        .countsProperty()
        .subscribe(counts -> toggle.setText(brief(levels.stream().mapToInt(model::count).sum())));
    return toggle;
  }

  private static String brief(int count) {
    return count < 10_000 ? Integer.toString(count) : count / 1_000 + "k";
  }

  private void prepareSources() {
    sources.setId("console-sources");
    sources.getStyleClass().add("flat");
    sources.setMinWidth(USE_PREF_SIZE);
    sources.setTooltip(CommandControls.tooltip("Whose lines are shown"));
    model.filterProperty().subscribe(filter -> showHidden());
    model.sourcesProperty().subscribe(all -> showHidden());
    sources.setOnShowing(e -> fillSources());
    fillSources();
  }

  private void showHidden() {
    var all = model.sourcesProperty().get();
    long shown =
        all.stream().filter(s -> !model.filterProperty().get().hidden().contains(s)).count();
    sources.setText(
        shown == all.size() ? "All plugins" : "%d of %d plugins".formatted(shown, all.size()));
  }

  private void fillSources() {
    var everything = new MenuItem("Reset the filter");
    everything.setOnAction(e -> model.showAll());
    var items = sources.getItems();
    items.setAll(everything, new SeparatorMenuItem());
    model.sourcesProperty().get().forEach(source -> items.add(item(source)));
  }

  private CheckMenuItem item(String source) {
    var dot = new Region();
    dot.getStyleClass().add("hue-dot");
    dot.setStyle(desk.dotStyle(source));
    var item = new CheckMenuItem(source, dot);
    item.setMnemonicParsing(false);
    item.setSelected(!model.filterProperty().get().hidden().contains(source));
    item.setOnAction(e -> model.filterProperty().set(model.filterProperty().get().toggled(source)));
    return item;
  }

  private ChoiceBox<String> sides() {
    var choice = new ChoiceBox<String>();
    choice.setId("console-side");
    choice.setPrefWidth(SIDE_PX);
    choice.setMinWidth(USE_PREF_SIZE);
    choice.getItems().setAll(BOTH, sideText(Side.SERVER), sideText(Side.CLIENT));
    choice.setTooltip(CommandControls.tooltip("Server halves of plugins, client halves, or both"));
    choice
        .valueProperty()
        .addListener((property, before, now) -> {
          var side = Stream.of(Side.values()).filter(s -> sideText(s).equals(now)).findFirst();
          model.filterProperty().set(model.filterProperty().get().withSide(side));
        });
    model
        .filterProperty()
        .subscribe(filter -> choice.setValue(filter.side().map(ConsoleBar::sideText).orElse(BOTH)));
    return choice;
  }

  private static String sideText(Side side) {
    return switch (side) {
      case SERVER -> "Server";
      case CLIENT -> "Client";
    };
  }

  private Label lost() {
    var label = new Label();
    label.getStyleClass().add("muted");
    label.setMinWidth(0);
    label
        .textProperty()
        .bind(
            model
                .lostProperty()
                .map(n ->
                    n.longValue() == 0
                        ? ""
                        : String.format(Locale.ROOT, "%,d older lines gone", n.longValue())));
    label.setTooltip(
        CommandControls.tooltip(
            String.format(
                Locale.ROOT,
                "The newest %,d rows are kept, and %,d of errors and warnings beside them",
                ConsoleViewModel.MAX_KEPT,
                ConsoleViewModel.MAX_LOUD)));
    return label;
  }

  private Label failure() {
    var label = new Label();
    label.setId("console-failure");
    label.getStyleClass().add("problem-text");
    label.setMinWidth(0);
    label.textProperty().bind(model.failureProperty());
    label.visibleProperty().bind(model.failureProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  private Button newest() {
    var button = desk.controls().textButton("console.newest");
    button.getStyleClass().add("flat");
    button.setGraphic(new FontIcon("mdi2a-arrow-down"));
    button.setMinWidth(USE_PREF_SIZE);
    button
        .textProperty()
        .bind(
            model
                .unseenProperty()
                .map(n ->
                    n.longValue() == 0
                        ? "Newest"
                        : String.format(Locale.ROOT, "%,d new", n.longValue())));
    button.visibleProperty().bind(model.atNewestProperty().not());
    button.managedProperty().bind(button.visibleProperty());
    return button;
  }

  private ToggleButton wrap(BooleanProperty wraps) {
    var toggle = new ToggleButton("", new FontIcon("mdi2w-wrap"));
    toggle.setId("console-wrap");
    toggle.getStyleClass().addAll("flat", "button-icon");
    toggle.setAccessibleText("Wrap long lines");
    toggle.setTooltip(CommandControls.tooltip("Wrap long lines"));
    toggle.selectedProperty().bindBidirectional(wraps);
    return toggle;
  }
}
