package dev.vivarium.workbench.editor;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;

/// What was typed beside what another program wrote, differing lines marked. Escape closes.
final class CompareWindow {
  private static final double WIDTH_PX = 1000;
  private static final double HEIGHT_PX = 640;

  private final Stage stage = new Stage();

  CompareWindow(DocumentViewModel document, Scene owner) {
    var differences = LineDifference.between(document.diskText(), document.text());
    var mine = area(document.text(), differences, false);
    var theirs = area(document.diskText(), differences, true);
    var both = new SplitPane(titled("On disk", theirs), titled("In the editor", mine));
    both.setOrientation(Orientation.HORIZONTAL);
    VBox.setVgrow(both, Priority.ALWAYS);
    var take = new Button("Take theirs");
    take.setOnAction(e -> {
      document.takeDisk();
      stage.close();
    });
    var keep = new Button("Keep mine");
    keep.setOnAction(e -> {
      document.keepMine();
      stage.close();
    });
    var buttons = new HBox(take, keep);
    buttons.getStyleClass().add("banner");
    var scene = new Scene(new VBox(both, buttons), WIDTH_PX, HEIGHT_PX);
    scene.getStylesheets().setAll(owner.getStylesheets());
    scene.getStylesheets().add(String.valueOf(CompareWindow.class.getResource("editor.css")));
    scene.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        stage.close();
      }
    });
    stage.setScene(scene);
    stage.initOwner(owner.getWindow());
    stage.setTitle(document.name() + ": on disk and in the editor");
  }

  void show() {
    stage.show();
  }

  private static Node titled(String title, CodeArea area) {
    var label = new Label(title);
    label.getStyleClass().add("part-title");
    label.setMaxWidth(Double.MAX_VALUE);
    var pane = new VirtualizedScrollPane<>(area);
    VBox.setVgrow(pane, Priority.ALWAYS);
    return new VBox(label, pane);
  }

  private static CodeArea area(String text, List<LineChange> differences, boolean before) {
    var area = new CodeArea(text);
    area.getStyleClass().add("code-area");
    area.setEditable(false);
    var line = 0;
    var shift = 0;
    for (var difference : differences) {
      var old = TextChange.lineEnds(difference.before());
      line = before ? difference.line() - shift : difference.line();
      var count = before ? old : difference.count();
      for (var i = line; i < Math.min(line + count, area.getParagraphs().size()); i++) {
        area.setParagraphStyle(i, List.of(before ? "line-removed" : "line-added"));
      }
      shift += difference.count() - old;
    }
    area.moveTo(0);
    return area;
  }
}
