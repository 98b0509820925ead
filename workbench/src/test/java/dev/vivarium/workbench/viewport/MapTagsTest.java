package dev.vivarium.workbench.viewport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.part.EntitySelection.Other;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class MapTagsTest {
  private static final Other ANN = new Other("ann", 10);
  private static final Other BOB = new Other("bob", 200);
  private static final Rectangle2D MAP = new Rectangle2D(0, 0, 400, 200);

  private static List<MapTags.Tag> tags(MapTags.Mark... marks) {
    return MapTags.of(List.of(marks), MAP.getWidth(), MAP.getHeight(), text -> 6 * text.length());
  }

  private static MapTags.Mark mark(double x, double y, Other... by) {
    return new MapTags.Mark(x, y, 10, List.of(by));
  }

  @Test
  void namesOfNeighboursDoNotLieUponEachOther() {
    var tags = tags(mark(100, 100, ANN), mark(104, 102, BOB));
    assertEquals(2, tags.size());
    assertFalse(tags.getFirst().box().intersects(tags.getLast().box()));
  }

  @Test
  void allWhoHaveTheSameEntityAreNamedInOneTag() {
    var tag = tags(mark(100, 100, ANN, BOB)).getFirst();
    assertEquals(List.of("ann", "bob"), tag.names().stream().map(MapTags.Name::text).toList());
    assertTrue(tag.names().getLast().x() > tag.names().getFirst().x() + 18);
    assertTrue(tag.box().getMaxX() > tag.names().getLast().x() + MapTags.Name.TEXT_PX + 18);
  }

  @Test
  void aCrowdAndALongNameAreShortened() {
    var tag =
        tags(mark(
                10,
                100,
                new Other("somebody with a very long name", 1),
                BOB,
                ANN,
                new Other("eve", 3),
                new Other("kim", 4)))
            .getFirst();
    assertEquals(
        List.of("somebody with a v…", "bob", "ann +2"),
        tag.names().stream().map(MapTags.Name::text).toList());
  }

  @Test
  void oneTagIsEnoughForASchoolOfFishOfTheSamePerson() {
    assertEquals(1, tags(mark(100, 100, ANN), mark(120, 110, ANN), mark(90, 130, ANN)).size());
    assertEquals(2, tags(mark(50, 100, ANN), mark(250, 100, ANN)).size());
  }

  @Test
  void everyTagLiesOnTheMapAndOnNoOtherHoweverManyThereAre() {
    var random = new Random(4);
    var marks = new ArrayList<MapTags.Mark>();
    for (int i = 0; i < 300; i++) {
      var who = new Other("person " + i, i);
      marks.add(mark(random.nextDouble(400), random.nextDouble(200), who));
    }
    var tags = tags(marks.toArray(MapTags.Mark[]::new));
    assertTrue(tags.size() > 20, tags.size() + " tags");
    for (var tag : tags) {
      assertTrue(MAP.contains(tag.box()), tag.toString());
      assertTrue(
          tags.stream().noneMatch(o -> !o.equals(tag) && o.box().intersects(tag.box())),
          tag.toString());
    }
  }
}
