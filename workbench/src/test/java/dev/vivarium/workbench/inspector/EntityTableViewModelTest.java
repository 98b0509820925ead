package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Origin;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntityTableViewModelTest {
  private final TestWorldSession world = new TestWorldSession(2_000, Runnable::run);

  @Test
  void holdsOnlyThePagesThatWereLookedAt() {
    var table = new EntityTableViewModel(world, Runnable::run);
    table.refresh();
    assertEquals(2_160, table.rows().size());
    assertNotNull(table.rows().get(0));
    assertNull(table.rows().get(1_500));
    table.refresh();
    assertEquals("#1501", table.rows().get(1_500).handle().label());
  }

  @Test
  void findsByNumberNameComponentAndOwner() {
    var table = new EntityTableViewModel(world, Runnable::run);
    table.filterProperty().set("#214");
    assertEquals(1, table.totalProperty().get());
    table.filterProperty().set("rock");
    assertEquals(40, table.totalProperty().get());
    table.filterProperty().set("pellet render");
    assertEquals(120, table.totalProperty().get());
  }

  @Test
  void saysThatALineThatCannotBeReadIsNotApplied() {
    var table = new EntityTableViewModel(world, Runnable::run);
    table.filterProperty().set("Fish where hungry > 2");
    assertEquals("not applied: showing all 2,160 entities", table.countTextProperty().get());
    var _ = world.submit(new WorldCommand.Despawn(new EntityHandle(1L << 32 | 51)));
    table.refresh();
    assertEquals("not applied: showing all 2,159 entities", table.countTextProperty().get());
    table.filterProperty().set("rock");
    assertEquals("40 entities", table.countTextProperty().get());
    table.filterProperty().set("rock where hungry > 2");
    assertEquals("not applied: showing 40 entities of “rock”", table.countTextProperty().get());
    assertEquals("rock", table.query().entities().filter());
  }

  @Test
  void callsOnlyAuthoredEntitiesTheScenes() {
    assertEquals("—", owner("", Origin.RUN_TIME));
    assertEquals("scene", owner("", Origin.SCENE));
    assertEquals("fish", owner("fish", Origin.SCENE));
  }

  private static String owner(String plugin, Origin origin) {
    var row = new EntityRow(new EntityHandle(1), "", List.of(), plugin, origin);
    return new TableRow(row, List.of()).ownerText();
  }

  @Test
  void dropsAnAnswerToAFilterThatIsGone() {
    var clock = new VirtualClock();
    var table = new EntityTableViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    table.filterProperty().set("rock");
    clock.advance(50);
    table.filterProperty().set("pellet");
    clock.advance(60);
    assertEquals(-1, table.totalProperty().get());
    clock.advance(100);
    assertEquals(120, table.totalProperty().get());
  }

  @Test
  void saysWhyThereIsNoList() {
    var refusing = SlowSessions.refusing(world, "the link to the world is down");
    var table = new EntityTableViewModel(refusing, Runnable::run);
    table.refresh();
    assertEquals("the link to the world is down", table.failureProperty().get());
  }

  @Test
  void findsThePlaceOfAnEntityThatIsNotHeld() {
    var table = new EntityTableViewModel(world, Runnable::run);
    table.refresh();
    List<Integer> places = new ArrayList<>();
    table.placeOf(new EntityHandle(1L << 32 | 1_900), places::add);
    assertEquals(List.of(1_899), places);
  }

  @Test
  void hasAColumnForEachValueOfTheComponentThatIsNamed() {
    var table = new EntityTableViewModel(world, Runnable::run);
    table.filterProperty().set("Velocity");
    assertEquals(
        List.of("linear.x", "linear.y", "linear.z"),
        table.columnsProperty().get().stream().map(ValueColumn::title).toList());
    assertEquals(3, table.rows().getFirst().values().size());
    table.filterProperty().set("rock");
    assertEquals(List.of(), table.columnsProperty().get());
  }

  @Test
  void ordersByAValueAndForgetsTheOrderWithTheColumn() {
    var table = new EntityTableViewModel(world, Runnable::run);
    table.filterProperty().set("Velocity");
    table.orderBy(new EntityOrder("vivarium/Velocity.linear.x", true));
    var first = Double.parseDouble(table.rows().get(0).values().getFirst());
    var second = Double.parseDouble(table.rows().get(1).values().getFirst());
    assertTrue(first >= second);
    var places = new ArrayList<Integer>();
    table.placeOf(table.rows().get(1).handle(), places::add);
    assertEquals(List.of(1), places);
    table.filterProperty().set("rock");
    assertEquals(EntityOrder.BY_HANDLE, table.orderProperty().get());
  }

  @Test
  void keepsTheLatestOrderOverASlowLink() {
    var clock = new VirtualClock();
    var table = new EntityTableViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    table.orderBy(new EntityOrder(EntityOrder.NAME, false));
    clock.advance(50);
    table.orderBy(new EntityOrder(EntityOrder.NAME, true));
    clock.advance(110);
    assertEquals("Rock", table.rows().getFirst().entity().name());
  }
}
