package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndentGuidesTest {
  /// Lines alone; where they begin is of no matter here.
  private record Text(List<String> all) implements TextLines {
    @Override
    public int count() {
      return all.size();
    }

    @Override
    public String line(int index) {
      return all.get(index);
    }

    @Override
    public int start(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int lineAt(int offset) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<Integer> levels(int step, String... lines) {
    var text = new Text(List.of(lines));
    return IntStream.range(0, lines.length)
        .map(line -> IndentGuides.levels(text, line, step))
        .boxed()
        .toList();
  }

  @Test
  void hasOneGuideForEachLevelOfALine() {
    assertEquals(List.of(0, 1, 2, 1, 0), levels(2, "f {", "  if {", "    x", "  }", "}"));
    assertEquals(List.of(0, 1, 1), levels(4, "fn", "    x", "      y"));
  }

  @Test
  void goesOnThroughBlankLinesOfTheBlock() {
    assertEquals(List.of(0, 1, 1, 1, 0), levels(2, "f {", "", "  x", "", "}"));
    assertEquals(List.of(0, 1, 1, 1, 0, 0), levels(2, "f {", "  x", " ", "  y", "}", ""));
  }

  @Test
  void drawsNoMoreThanTenLevels() {
    assertEquals(List.of(IndentGuides.MAX_LEVELS), levels(2, " ".repeat(80) + "x"));
  }
}
