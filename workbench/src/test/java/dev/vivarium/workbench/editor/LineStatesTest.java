package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineStatesTest {
  /// Edits at random: what is restyled line by line must always equal styling the whole text.
  @Test
  void restylingChangedLinesEqualsRestylingAll() {
    var highlighter = Highlighter.forFile("a.ts");
    var random = new Random(7);
    var lines = new ArrayList<>(List.of(""));
    var states = new LineStates();
    states.set(0, 0);
    var pieces = List.of("let a", "/*", "*/", "`", "", "x = 1 // y");
    for (var edit = 0; edit < 2_000; edit++) {
      var at = random.nextInt(lines.size());
      var removed = Math.min(random.nextInt(3), lines.size() - 1 - at);
      var inserted = random.nextInt(3);
      for (var i = 0; i <= removed; i++) {
        lines.remove(at);
      }
      for (var i = 0; i <= inserted; i++) {
        lines.add(at, pieces.get(random.nextInt(pieces.size())));
      }
      states.edited(at, removed, inserted);
      var goOn = true;
      for (var line = at; line < lines.size() && (line <= at + inserted || goOn); line++) {
        goOn = states.set(line, highlighter.line(lines.get(line), states.before(line), t -> {}));
      }
      var state = Highlighter.START;
      for (var line = 0; line < lines.size(); line++) {
        assertEquals(state, states.before(line), "edit " + edit + ", line " + line);
        state = highlighter.line(lines.get(line), state, t -> {});
      }
    }
    assertTrue(states.lines() >= 1);
  }
}
