package dev.vivarium.workbench.console;

import dev.vivarium.workbench.console.LogLinks.Piece;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.EmptyBox;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// The log. It stays at the newest line until the user goes to another, and again when the user
/// comes back to the end; meanwhile what is read stays where it is.
public final class ConsoleView extends BorderPane {
  private static final PseudoClass WRAPPED = PseudoClass.getPseudoClass("wrapped");
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final ConsoleViewModel model;
  private final Desk desk;
  private final Consumer<Piece> follow;
  private final ListView<LogRow> list;
  private final BooleanProperty wraps = new SimpleBooleanProperty();
  private final ConsoleBar bar;

  /// @param follow goes where a link leads
  ConsoleView(ConsoleViewModel model, Desk desk, LogText texts, Consumer<Piece> follow) {
    this.model = model;
    this.desk = desk;
    this.follow = follow;
    list = new ListView<>(model.rows());
    bar = new ConsoleBar(model, desk, wraps);
    list.setId("console");
    list.getStyleClass().addAll("dense", "mono", "log");
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setPlaceholder(empty());
    list.setContextMenu(menu());
    wraps.subscribe(on -> {
      list.pseudoClassStateChanged(WRAPPED, on);
      list.setCellFactory(l -> new LogCell(desk, texts, on, follow)); // forgets the old heights
      Platform.runLater(this::showNewest);
    });
    desk.theme().subscribe(theme -> list.refresh());
    followNewest();
    list.setOnKeyPressed(this::pressed);
    bar.onDown(list::requestFocus);
    setTop(bar);
    setCenter(list);
  }

  void focusWords() {
    bar.focusWords();
  }

  void tell(String text) {
    bar.tell(text);
  }

  void toggleWrap() {
    wraps.set(!wraps.get());
  }

  List<LogRow> selected() {
    return list.getSelectionModel().getSelectedItems().stream().filter(r -> r != null).toList();
  }

  private void pressed(KeyEvent event) {
    if (COPY.match(event)) {
      desk.commands().run("console.copy");
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      desk.commands().run("console.goTo");
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      list.getSelectionModel().clearSelection();
      desk.commands().run("console.newest");
      event.consume();
    }
  }

  /// Follows the first link of the selected row.
  ///
  /// @return false where it has none
  boolean goToSelected() {
    var piece = link();
    piece.ifPresent(follow);
    return piece.isPresent();
  }

  private Optional<Piece> link() {
    return selected().stream()
        .flatMap(row -> LogLinks.pieces(row.line().source(), row.line().text()).stream())
        .filter(piece -> !(piece instanceof LogLinks.Plain))
        .findFirst();
  }

  // Staying at the newest line, or where the user reads.

  private void followNewest() {
    model
        .rows()
        .addListener((ListChangeListener.Change<? extends LogRow> change) -> {
          var gone = goneBefore(change);
          if (model.atNewestProperty().get()) {
            showNewest();
          } else if (gone > 0) {
            holdStill(gone);
          }
        });
    list.heightProperty().subscribe(h -> showNewest());
    list.addEventFilter(ScrollEvent.SCROLL, e -> userMoved());
    list.addEventFilter(MouseEvent.MOUSE_RELEASED, e -> userMoved());
    list.addEventFilter(KeyEvent.KEY_RELEASED, e -> userMoved());
    model.atNewestProperty().subscribe(at -> showNewest());
  }

  private static int goneBefore(ListChangeListener.Change<? extends LogRow> change) {
    int gone = 0;
    while (change.next()) {
      if (change.getFrom() == 0 && change.wasRemoved() && !change.wasAdded()) {
        gone += change.getRemovedSize();
      }
    }
    return gone;
  }

  /// After the next layout, which makes room for new lines.
  private void showNewest() {
    if (model.atNewestProperty().get() && !list.getItems().isEmpty()) {
      Platform.runLater(() -> {
        if (model.atNewestProperty().get()) {
          list.scrollTo(list.getItems().size() - 1);
        }
      });
    }
  }

  private void holdStill(int gone) {
    var first = firstVisible();
    if (first != null) {
      list.scrollTo(Math.max(0, first - gone));
    }
  }

  private @Nullable Integer firstVisible() {
    return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
            && flow.getFirstVisibleCell() != null
        ? flow.getFirstVisibleCell().getIndex()
        : null;
  }

  private void userMoved() {
    Platform.runLater(() -> {
      var last = list.getItems().size() - 1;
      model
          .atNewestProperty()
          .set(
              !(list.lookup(".scroll-bar:vertical") instanceof ScrollBar scroll)
                  || !scroll.isVisible()
                  || scroll.getValue() >= scroll.getMax() - 0.5 / Math.max(1, last));
    });
  }

  // What surrounds the lines.

  private ContextMenu menu() {
    var menu = new ContextMenu();
    for (var id : List.of("copy", "goTo", "onlySource", "hideSource", "showAll")) {
      menu.getItems().add(desk.controls().menuItem("console." + id));
    }
    menu.getItems().add(new SeparatorMenuItem());
    for (var id : List.of("wrap", "export", "clear")) {
      menu.getItems().add(desk.controls().menuItem("console." + id));
    }
    return menu;
  }

  private EmptyBox empty() {
    var reset = desk.controls().textButton("console.showAll");
    var plugin = desk.controls().textButton("project.newPlugin");
    var box = new EmptyBox("mdi2c-console", emptyText(), reset, plugin);
    Runnable fit =
        () -> {
          box.say("mdi2c-console", emptyText());
          reset.setVisible(!model.isEmpty());
          plugin.setVisible(
              model.isEmpty() && desk.world().statusProperty().get().plugins().isEmpty());
        };
    model.filterProperty().subscribe(filter -> fit.run());
    model.countsProperty().subscribe(counts -> fit.run());
    desk.world().statusProperty().map(s -> s.plugins().isEmpty()).subscribe(none -> fit.run());
    return box;
  }

  private String emptyText() {
    return model.isEmpty()
        ? "Nothing logged. What plugins log and what the world notes appears here, newest last."
        : "Lines were logged, and none of them passes the filter.";
  }
}
