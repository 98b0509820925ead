package dev.vivarium.workbench.editor;

import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// One line of code with its match, cut to the room there is so that the match is always in it.
final class MatchLine extends HBox {
  private static final String RULER = "0".repeat(32);
  private static final int LEAST_CHARS = 8;

  private final Text before = new Text();
  private final Label old = new Label();
  private final Label now = new Label();
  private final Text after = new Text();
  private Excerpt whole = new Excerpt("", 0, 0);
  private int shownChars;
  private Font measured = Font.getDefault();
  private double charWidth = width(measured);

  MatchLine() {
    getStyleClass().addAll("mono", "match-line");
    getChildren().addAll(before, old, now, after);
    setMinWidth(0);
    setPrefWidth(0);
    before.getStyleClass().add("hit-around");
    after.getStyleClass().add("hit-around");
    now.getStyleClass().add("hit-new");
    old.setMinWidth(USE_PREF_SIZE);
    now.setMinWidth(USE_PREF_SIZE);
  }

  void show(Excerpt excerpt, Optional<String> replacement) {
    whole = excerpt;
    shownChars = -1;
    old.getStyleClass().setAll("label", replacement.isPresent() ? "hit-old" : "hit-match");
    now.setText(replacement.orElse("").replace("\n", "⏎"));
    now.setManaged(!now.getText().isEmpty());
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    var font = before.getFont();
    if (!font.equals(measured)) {
      measured = font;
      charWidth = width(font);
    }
    var room = (int) (getWidth() / charWidth) - now.getText().length();
    if (room != shownChars) {
      shownChars = room;
      var cut = whole.within(Math.max(LEAST_CHARS, room));
      before.setText(cut.before());
      old.setText(cut.matched());
      after.setText(cut.after());
    }
    super.layoutChildren();
  }

  private static double width(Font font) {
    var ruler = new Text(RULER);
    ruler.setFont(font);
    return ruler.getLayoutBounds().getWidth() / RULER.length();
  }
}
