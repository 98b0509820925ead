package dev.vivarium.workbench.problems;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The list of problems. A click or Enter goes to the line.
public final class ProblemsView extends VBox {
  private static final double PLACE_PX = 240;
  private static final double PLACE_SHARE = 0.3;

  private final ListView<Diagnostic> list;

  /// `goTo` shows a place in the editor.
  public ProblemsView(ProblemsViewModel model, Consumer<Diagnostic.Place> goTo) {
    list = new ListView<>(model.problems());
    list.setId("problems");
    list.getStyleClass().add("dense");
    list.setCellFactory(l -> new ProblemCell());
    list.setPlaceholder(empty());
    list.setOnMouseClicked(e -> goToSelected(goTo));
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        goToSelected(goTo);
      }
    });
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(counts(model), list);
  }

  private void goToSelected(Consumer<Diagnostic.Place> goTo) {
    var selected = list.getSelectionModel().getSelectedItem();
    if (selected != null) {
      selected.place().ifPresent(goTo);
    }
  }

  private static HBox counts(ProblemsViewModel model) {
    var bar =
        new HBox(
            count(model.errorsProperty(), "error", Diagnostic.Severity.ERROR),
            count(model.warningsProperty(), "warning", Diagnostic.Severity.WARNING));
    bar.setId("problem-counts");
    bar.getStyleClass().addAll("panel-bar", "problem-counts");
    bar.visibleProperty().bind(Bindings.isNotEmpty(model.problems()));
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private static Label count(
      ReadOnlyIntegerProperty count, String what, Diagnostic.Severity severity) {
    var icon = new FontIcon(ProblemCell.iconOf(severity));
    icon.getStyleClass().add(ProblemCell.styleOf(severity));
    var label = new Label("", icon);
    label
        .textProperty()
        .bind(
            count.map(n -> "%,d %s%s".formatted(n.intValue(), what, n.intValue() == 1 ? "" : "s")));
    return label;
  }

  private static Label empty() {
    var label =
        new Label("No problems. Compile errors, traps and stopped plugins would be listed here.");
    label.setGraphic(new FontIcon("mdi2c-check-circle-outline"));
    label.getStyleClass().addAll("empty-text", "empty-good");
    return label;
  }

  private final class ProblemCell extends ListCell<Diagnostic> {
    private final FontIcon icon = new FontIcon("mdi2c-close-circle");
    private final Label source = new Label();
    private final Label text = new Label();
    private final Label place = new Label();
    private final HBox row = new HBox(icon, source, place, text);

    ProblemCell() {
      row.getStyleClass().add("list-row");
      source.getStyleClass().add("problem-source");
      place.getStyleClass().addAll("mono", "link");
      place.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
      place.setMinWidth(USE_PREF_SIZE);
      place
          .prefWidthProperty()
          .bind(list.widthProperty().map(w -> Math.min(PLACE_PX, w.doubleValue() * PLACE_SHARE)));
    }

    @Override
    protected void updateItem(@Nullable Diagnostic problem, boolean empty) {
      super.updateItem(problem, empty);
      setText(null);
      if (empty || problem == null) {
        setGraphic(null);
        return;
      }
      icon.setIconLiteral(iconOf(problem.severity()));
      icon.getStyleClass().removeAll("icon-error", "icon-warning", "icon-info");
      icon.getStyleClass().add(styleOf(problem.severity()));
      source.setText(problem.source());
      text.setText(ProblemsViewModel.sentence(problem));
      place.setText(ProblemsViewModel.placeText(problem));
      place.setTooltip(place.getText().isEmpty() ? null : CommandControls.tooltip(place.getText()));
      setGraphic(row);
    }

    private static String iconOf(Diagnostic.Severity severity) {
      return switch (severity) {
        case ERROR -> "mdi2c-close-circle";
        case WARNING -> "mdi2a-alert";
        case INFO -> "mdi2i-information";
      };
    }

    private static String styleOf(Diagnostic.Severity severity) {
      return switch (severity) {
        case ERROR -> "icon-error";
        case WARNING -> "icon-warning";
        case INFO -> "icon-info";
      };
    }
  }
}
