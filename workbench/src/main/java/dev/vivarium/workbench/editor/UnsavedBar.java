package dev.vivarium.workbench.editor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

/// Offers the text that an earlier session left unsaved.
public final class UnsavedBar extends HBox {
  private final UnsavedKeeper keeper;
  private final EditorViewModel editor;

  public UnsavedBar(UnsavedKeeper keeper, EditorViewModel editor) {
    this.keeper = keeper;
    this.editor = editor;
    getStyleClass().add("banner");
    setId("unsaved-bar");
    var text = new Label();
    text.textProperty().bind(keeper.foundProperty().map(UnsavedBar::words));
    var space = new StackPane();
    HBox.setHgrow(space, Priority.ALWAYS);
    var restore = new Button("Restore");
    restore.setId("restore-unsaved");
    restore.setOnAction(e -> restore());
    var drop = new Button("Forget");
    drop.setId("forget-unsaved");
    drop.setOnAction(e -> keeper.decided());
    getChildren().addAll(text, space, restore, drop);
    visibleProperty().bind(keeper.foundProperty().map(found -> !found.isEmpty()));
    managedProperty().bind(visibleProperty());
  }

  private static String words(List<UnsavedText> found) {
    var names =
        found.stream()
            .map(u -> u.path().substring(u.path().lastIndexOf('/') + 1))
            .limit(3)
            .collect(Collectors.joining(", "));
    return "Unsaved text of an earlier session was kept: "
        + names
        + (found.size() > 3 ? " and " + (found.size() - 3) + " more." : ".");
  }

  private void restore() {
    var found = keeper.foundProperty().get();
    CompletableFuture<?> last = CompletableFuture.completedFuture(true);
    for (var unsaved : found) {
      last = last.thenCompose(done -> editor.restore(unsaved));
    }
    // What could not be opened stays kept and is offered again next time.
    var _ = last.thenRun(() -> keeper.restored(editor.documents()));
  }
}
