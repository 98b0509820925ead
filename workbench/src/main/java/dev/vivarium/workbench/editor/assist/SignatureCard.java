package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.Signature;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// A signature with the parameter that is being written in bold.
final class SignatureCard extends VBox {
  private final TextFlow flow = new TextFlow();
  private final Label doc = new Label();

  SignatureCard() {
    setId("signature");
    getStyleClass().addAll("assist-box", "assist-details");
    setMouseTransparent(true);
    doc.setWrapText(true);
    doc.setMaxWidth(536);
    flow.setMaxWidth(720);
    getChildren().addAll(flow, doc);
  }

  void fill(Signature signature) {
    flow.getChildren().clear();
    var label = signature.label();
    if (signature.active() < signature.parameters().size()) {
      var active = signature.parameters().get(signature.active());
      add(label.substring(0, active.start()), false);
      add(label.substring(active.start(), active.end()), true);
      add(label.substring(active.end()), false);
      show(active.doc().isEmpty() ? signature.doc() : active.doc());
    } else {
      add(label, false);
      show(signature.doc());
    }
  }

  private void show(String text) {
    doc.setText(text);
    doc.setManaged(!text.isEmpty());
  }

  private void add(String text, boolean active) {
    if (!text.isEmpty()) {
      var part = new Text(text);
      part.getStyleClass().addAll("mono", active ? "parameter-active" : "parameter");
      flow.getChildren().add(part);
    }
  }
}
