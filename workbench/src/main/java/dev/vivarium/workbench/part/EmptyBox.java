package dev.vivarium.workbench.part;

import java.util.Arrays;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What an empty panel shows: an icon, below it what would be here, and below that the acts that
/// fill it.
public final class EmptyBox extends VBox {
  private final FontIcon icon;
  private final Label text;

  /// @param acts each is shown while it is visible
  public EmptyBox(String icon, String text, Node... acts) {
    this.icon = new FontIcon(icon);
    this.text = new Label(text);
    this.text.getStyleClass().add("empty-text");
    this.text.setWrapText(true);
    this.text.setMinHeight(USE_PREF_SIZE);
    getStyleClass().add("empty-box");
    // Beside the icon a text of several lines would stand far from it.
    getChildren().addAll(this.icon, this.text);
    if (acts.length > 0) {
      getChildren().add(row(Arrays.asList(acts)));
    }
    setPickOnBounds(false);
  }

  private static FlowPane row(List<Node> acts) {
    var row = new FlowPane(8, 4);
    row.setAlignment(Pos.CENTER);
    row.setPickOnBounds(false);
    acts.forEach(act -> act.managedProperty().bind(act.visibleProperty()));
    row.getChildren().addAll(acts);
    return row;
  }

  /// What would be here, or why it is not.
  public String text() {
    return text.getText();
  }

  /// Says something else.
  public void say(String newIcon, String newText) {
    icon.setIconLiteral(newIcon);
    text.setText(newText);
  }
}
