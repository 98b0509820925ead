package dev.vivarium.workbench.editor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import org.jspecify.annotations.Nullable;

/// One group of tabs in the editor; splitting makes another.
final class EditorGroup {
  private final TabPane pane = new TabPane();

  /// `selected` hears of the tab that comes to the front, `entered` of the focus coming in.
  EditorGroup(Consumer<EditorTab> selected, Runnable entered) {
    pane.setId("editor-tabs");
    pane.getStyleClass().addAll("dense", "editor-tabs");
    pane.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
    pane.setTabDragPolicy(TabPane.TabDragPolicy.REORDER);
    pane.getSelectionModel().selectedItemProperty().subscribe(tab -> of(tab).ifPresent(selected));
    pane.focusWithinProperty()
        .subscribe(inside -> {
          if (inside) {
            entered.run();
          }
        });
  }

  private static Optional<EditorTab> of(@Nullable Tab tab) {
    return tab != null && tab.getUserData() instanceof EditorTab editorTab
        ? Optional.of(editorTab)
        : Optional.empty();
  }

  TabPane pane() {
    return pane;
  }

  List<EditorTab> tabs() {
    return pane.getTabs().stream().flatMap(tab -> of(tab).stream()).toList();
  }

  Optional<EditorTab> find(DocumentViewModel document) {
    return tabs().stream().filter(t -> t.document() == document).findFirst();
  }

  Optional<EditorTab> active() {
    return of(pane.getSelectionModel().getSelectedItem());
  }

  void add(EditorTab tab) {
    pane.getTabs().add(tab.tab());
  }

  void select(EditorTab tab) {
    pane.getSelectionModel().select(tab.tab());
  }

  void remove(EditorTab tab) {
    pane.getTabs().remove(tab.tab());
    tab.close();
  }

  /// Moves the active tab one place to the left (`by` -1) or right (1).
  void moveActive(int by) {
    var from = pane.getSelectionModel().getSelectedIndex();
    var to = from + by;
    if (from >= 0 && to >= 0 && to < pane.getTabs().size()) {
      var tab = pane.getTabs().remove(from);
      pane.getTabs().add(to, tab);
      pane.getSelectionModel().select(tab);
      of(tab).ifPresent(t -> t.editor().area().requestFocus());
    }
  }

  /// Brings the next tab (`by` 1) or the one before (-1) to the front, going round.
  void step(int by) {
    var count = pane.getTabs().size();
    if (count > 0) {
      var now = pane.getSelectionModel().getSelectedIndex();
      pane.getSelectionModel().select(Math.floorMod(now + by, count));
      active().ifPresent(t -> t.editor().area().requestFocus());
    }
  }
}
