package dev.vivarium.workbench.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.workbench.part.Panel.Place;
import java.util.List;
import javafx.geometry.Side;
import org.junit.jupiter.api.Test;

class DockViewModelTest {
  private static final List<PanelPlace> PANELS =
      List.of(
          new PanelPlace("project", Place.LEFT),
          new PanelPlace("map", Place.RIGHT),
          new PanelPlace("inspector", Place.RIGHT),
          new PanelPlace("messages", Place.BOTTOM),
          new PanelPlace("console", Place.BOTTOM));

  private final DockViewModel dock = new DockViewModel(PANELS);

  private static DockLayout read(String json) {
    try {
      return LayoutJson.read(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void standsAsExpectedAtFirst() {
    assertEquals(
        List.of("project", DockLayout.EDITOR, "map", "inspector", "messages"), dock.visible());
    assertEquals(Side.LEFT, dock.layout().sideOf("project"));
    assertEquals(Side.RIGHT, dock.layout().sideOf("inspector"));
    assertEquals(Side.BOTTOM, dock.layout().sideOf("console"));
  }

  @Test
  void reopensAClosedPanelWhereItWas() {
    dock.close("console");
    assertFalse(dock.isOpen("console"));
    dock.show("console");
    assertTrue(dock.isVisible("console"));
    assertEquals(List.of("messages", "console"), group("console"));
  }

  private List<String> group(String panel) {
    return dock.layout().groupOf(panel).orElseThrow().open();
  }

  @Test
  void bringsTheNextTabToTheFrontWhenOneIsClosed() {
    dock.close("messages");
    assertTrue(dock.isVisible("console"));
    dock.close("console");
    assertEquals(List.of("project", DockLayout.EDITOR, "map", "inspector"), dock.visible());
  }

  @Test
  void movesAPanelIntoAnotherGroupBeforeATab() {
    dock.move("map", "messages", null, 1);
    assertEquals(List.of("messages", "map", "console"), group("map"));
    assertTrue(dock.isVisible("map"));
    assertEquals(Side.RIGHT, dock.layout().sideOf("inspector"));
  }

  @Test
  void splitsAGroupWhereAPanelIsDroppedOnItsSide() {
    dock.move("console", "messages", Side.RIGHT, 0);
    assertTrue(dock.isVisible("console") && dock.isVisible("messages"));
    assertEquals(List.of("console"), group("console"));
    dock.move("console", DockLayout.EDITOR, Side.TOP, 0);
    assertEquals(Side.TOP, dock.layout().sideOf("console"));
  }

  @Test
  void leavesTheEditorInItsPlaceAndAlone() {
    var before = dock.layout();
    dock.move(DockLayout.EDITOR, "map", null, 0);
    dock.move("map", DockLayout.EDITOR, null, 0);
    dock.close(DockLayout.EDITOR);
    dock.collapse(DockLayout.EDITOR, true);
    assertEquals(before, dock.layout());
  }

  @Test
  void hidesEverythingButTheEditorAndTheWorldWithOneAct() {
    dock.toggleFocus();
    assertEquals(List.of(DockLayout.EDITOR, "map"), dock.visible());
    dock.show("console");
    assertTrue(dock.isVisible("console"));
    dock.toggleFocus();
    dock.toggleFocus();
    assertEquals(5, dock.visible().size());
  }

  @Test
  void hidesASideAndShowsItForAPanelThatIsWanted() {
    dock.toggleSide(Side.BOTTOM);
    assertFalse(dock.isVisible("messages"));
    dock.show("console");
    assertTrue(dock.isVisible("console"));
    dock.collapse("console", true);
    assertFalse(dock.isVisible("console"));
    dock.show("console");
    assertFalse(dock.isCollapsed("console"));
  }

  @Test
  void goesRoundTheVisiblePanels() {
    assertEquals("map", dock.neighbour(DockLayout.EDITOR, 1));
    assertEquals("messages", dock.neighbour("project", -1));
    assertEquals("project", dock.neighbour("", 1));
  }

  @Test
  void comesBackFromJsonAsItWas() {
    dock.move("map", "messages", Side.LEFT, 0);
    dock.close("inspector");
    dock.toggleSide(Side.LEFT);
    var other = new DockViewModel(PANELS);
    assertTrue(other.restore(read(LayoutJson.write(dock.layout()).toString())));
    assertEquals(dock.layout(), other.layout());
  }

  @Test
  void dropsUnknownPanelsAndAddsMissingOnes() {
    var json =
        "{'root':{'columns':[{'tabs':['editor']},{'tabs':['gone','map']}],'shares':[0.5,0.5]}}";
    assertTrue(dock.restore(read(json.replace('\'', '"'))));
    assertFalse(dock.layout().root().contains("gone"));
    for (var panel : PANELS) {
      assertTrue(dock.isOpen(panel.id()), panel.id());
    }
    assertEquals(List.of("map", "inspector"), group("map"));
    assertEquals(Side.LEFT, dock.layout().sideOf("project"));
  }

  @Test
  void refusesALayoutWithoutTheEditorOrWithNonsense() {
    var before = dock.layout();
    assertFalse(dock.restore(read("{\"root\":{\"tabs\":[\"map\"]}}")));
    assertEquals(before, dock.layout());
    assertThrows(IllegalArgumentException.class, () -> read("{\"root\":{}}"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            read(
                "{\"root\":{\"tabs\":[\"editor\",\"a\"],\"rows\":[]},\"x\":1}"
                    .replace("\"a\"", "\"a\"]},{\"tabs\":[\"a\"")));
    var deep = "{\"rows\":[".repeat(40) + "{\"tabs\":[]}" + "]}".repeat(40);
    assertThrows(IllegalArgumentException.class, () -> read("{\"root\":" + deep + "}"));
  }

  @Test
  void putsSharesThatAreNoneRight() {
    var split =
        new DockNode.Split(
            true, List.of(DockNode.Group.of("a"), DockNode.Group.of("b")), List.of(-1.0, 3.0));
    assertEquals(List.of(0.5, 0.5), split.shares());
  }

  @Test
  void everyMoveKeepsEveryPanelOnce() {
    var random = new java.util.Random(7);
    var ids = PANELS.stream().map(PanelPlace::id).toList();
    for (var i = 0; i < 2_000; i++) {
      var panel = ids.get(random.nextInt(ids.size()));
      switch (random.nextInt(5)) {
        case 0 -> dock.close(panel);
        case 1 -> dock.show(panel);
        case 2 -> dock.moveTo(panel, Side.values()[random.nextInt(4)]);
        case 3 -> dock.collapse(panel, random.nextBoolean());
        default -> {
          var target = random.nextInt(6) == 0 ? DockLayout.EDITOR : ids.get(random.nextInt(5));
          var side = random.nextBoolean() ? null : Side.values()[random.nextInt(4)];
          dock.move(panel, target, side, random.nextInt(4));
        }
      }
      var all = dock.layout().root().groups().flatMap(g -> g.panels().stream()).sorted().toList();
      assertEquals(List.of("console", "editor", "inspector", "map", "messages", "project"), all);
    }
  }
}
