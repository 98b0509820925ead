package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.editor.FoundList;
import dev.vivarium.workbench.editor.FoundRow;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The places found, under a heading of how many. A click or Enter goes there.
final class ReferencesView extends VBox {
  ReferencesView(ReferencesViewModel model, Consumer<FoundRow.Place> goTo) {
    var list = new FoundList(goTo);
    list.setItems(model.rows());
    list.setId("references");
    var notice = new Label("", new FontIcon("mdi2f-file-find-outline"));
    notice.textProperty().bind(model.noticeProperty());
    notice.getStyleClass().add("empty-text");
    list.setPlaceholder(notice);
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(heading(model), list);
  }

  private static HBox heading(ReferencesViewModel model) {
    var label = new Label();
    label.setId("references-heading");
    label.textProperty().bind(model.headingProperty());
    var bar = new HBox(label);
    bar.getStyleClass().add("panel-bar");
    bar.visibleProperty().bind(Bindings.isNotEmpty(model.rows()));
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }
}
