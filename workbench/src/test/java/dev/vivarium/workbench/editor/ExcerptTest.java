package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static final String LINE =
      "    @unit(\"s\") @range(0, 120) hunger: f32 = random.range(0, 60);";
  private static final Excerpt HUNGER = new Excerpt(LINE, LINE.indexOf("hunger"), 6);

  @Test
  void showsALineThatFitsWithoutItsIndentation() {
    var shown = HUNGER.within(80);
    assertEquals(LINE.strip(), shown.text());
    assertEquals("hunger", shown.matched());
  }

  @Test
  void keepsTheMatchInViewHoweverLittleRoomThereIs() {
    for (var room = 8; room < LINE.length(); room++) {
      var shown = HUNGER.within(room);
      assertEquals("hunger", shown.matched(), "in " + room);
      assertTrue(shown.text().length() <= room, "in " + room);
    }
  }

  @Test
  void marksWhereItCutsAndCutsBetweenWords() {
    assertEquals("… 120) hunger: f32 =…", HUNGER.within(21).text());
  }

  @Test
  void cutsAMatchThatIsLongerThanTheRoom() {
    var shown = new Excerpt("x".repeat(50), 10, 30).within(12);
    assertEquals("…" + "x".repeat(10) + "…", shown.text());
    assertEquals("x".repeat(10), shown.matched());
  }

  @Test
  void endsAMatchOfManyLinesWithItsFirst() {
    assertEquals("{", new Excerpt("run() {", 6, 40).matched());
  }

  @Test
  void putsPlacesUnderTheirFiles() {
    var places = List.of(place("a/b.ts", 1), place("c.ts", 4), place("a/b.ts", 9));
    var rows = FoundRow.grouped(places);
    assertEquals(
        List.of(
            new FoundRow.InFile("a/b.ts", 2),
            places.get(0),
            places.get(2),
            new FoundRow.InFile("c.ts", 1),
            places.get(1)),
        rows);
  }

  private static FoundRow.Place place(String path, int line) {
    return new FoundRow.Place(path, line, 1, new Excerpt("x", 0, 1), Optional.empty());
  }
}
