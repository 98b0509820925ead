package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.world.WorldViewModel;
import org.junit.jupiter.api.Test;

class EntityDetailsViewModelTest {
  private static final EntityHandle FISH = new EntityHandle(1L << 32 | 214);
  private final TestWorldSession world = new TestWorldSession(2_000, Runnable::run);
  private final EntitySelection selection = new EntitySelection();

  private EntityDetailsViewModel details(WorldSession session) {
    var clock = new WorldViewModel(session, Runnable::run);
    return new EntityDetailsViewModel(session, selection, clock::submit, Runnable::run);
  }

  private static FieldViewModel field(
      EntityDetailsViewModel details, String component, String field) {
    return details.components().stream()
        .filter(c -> c.name().equals(component))
        .flatMap(c -> c.fields().stream())
        .filter(f -> f.schema().name().equals(field))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keepsItsEditorsWhileValuesChange() {
    var details = details(world);
    selection.select(FISH);
    var before = field(details, "vivarium/Transform", "position");
    var value = before.jsonProperty().get();
    world.advance(60);
    details.refresh();
    assertSame(before, field(details, "vivarium/Transform", "position"));
    assertTrue(!value.equals(before.jsonProperty().get()));
  }

  @Test
  void showsWhatSeveralHaveInCommonAndSetsOneAxisOfEach() {
    var other = new EntityHandle(1L << 32 | 215);
    var details = details(world);
    selection.selectAll(java.util.List.of(FISH, other));
    assertEquals(2, details.countProperty().get());
    var position = field(details, "vivarium/Transform", "position");
    assertEquals("", position.shown(0));
    var shared = field(details, "vivarium/Transform", "scale");
    assertEquals("1.0", shared.shown(0));
    position.type(1, "7.5");
    var step = assertInstanceOf(WorldCommand.Edit.class, world.commands().getLast());
    assertEquals("Set Transform.position of 2 entities", step.title());
    assertEquals("7.500", position.shown(1));
    assertEquals("", position.shown(0));
  }

  @Test
  void sendsADragAsOneGesture() {
    var details = details(world);
    selection.select(FISH);
    var since = field(details, "fish/Hunger", "since");
    since.drag(0, 10, 5);
    since.drag(0, 500, 5);
    var step = assertInstanceOf(WorldCommand.Edit.class, world.commands().getLast());
    assertEquals(5, step.gesture());
    var set = assertInstanceOf(WorldCommand.SetField.class, step.edits().getFirst());
    assertEquals("120.0", set.json());
  }

  @Test
  void setsOneAxisOfAVector() {
    var details = details(world);
    selection.select(FISH);
    field(details, "vivarium/Transform", "position").type(1, "7.5");
    var set = assertInstanceOf(WorldCommand.SetField.class, world.commands().getLast());
    assertEquals(7.5, FieldText.numbers(set.json()).get(1));
    assertEquals("7.500", field(details, "vivarium/Transform", "position").shown(1));
  }

  @Test
  void doesNotSendWhatIsNoValue() {
    var details = details(world);
    selection.select(FISH);
    var school = field(details, "fish/Fish", "school");
    school.type(0, "70000");
    assertEquals("u16 holds 0 to 65535", school.problemProperty().get());
    assertEquals(0, world.commands().size());
  }

  @Test
  void showsARefusalAtItsField() {
    var details = details(world);
    selection.select(FISH);
    world.refuse("the world is being saved");
    var mood = field(details, "fish/Fish", "mood");
    mood.type(0, "Hungry");
    assertEquals("the world is being saved", mood.problemProperty().get());
  }

  @Test
  void saysWhoWroteLast() {
    var details = details(world);
    selection.select(FISH);
    assertEquals("fish/swim · now", details.components().getFirst().writerProperty().get());
  }

  @Test
  void saysWhenTheEntityIsGone() {
    var details = details(world);
    selection.select(FISH);
    var _ = world.submit(new WorldCommand.Despawn(FISH));
    world.advance(3);
    details.refresh();
    assertEquals(EntityDetailsViewModel.State.GONE, details.stateProperty().get());
    assertEquals(
        "#214 is gone; last seen in tick 0. Select another one.", details.goneTextProperty().get());
  }

  @Test
  void doesNotCallWhatIsGoneByTheNameOfWhatWasShownBefore() {
    var details = details(world);
    selection.select(new EntityHandle(1L << 32 | 51));
    selection.select(new EntityHandle(1L << 32 | 9_999));
    assertEquals("#9999 is gone. Select another one.", details.goneTextProperty().get());
    assertTrue(details.entityProperty().get().isEmpty());
  }

  @Test
  void showsTheLatestSelectionOverASlowLink() {
    var clock = new VirtualClock();
    var details = details(SlowSessions.delayed(world, clock, 100));
    selection.select(FISH);
    clock.advance(50);
    selection.select(new EntityHandle(1L << 32 | 17));
    assertEquals(EntityDetailsViewModel.State.LOADING, details.stateProperty().get());
    clock.advance(300);
    assertEquals("#17", details.entityProperty().get().orElseThrow().handle().label());
  }

  @Test
  void pastesACopiedComponentIntoAllThatAreSelectedAsOneStep() {
    var details = details(world);
    selection.select(FISH);
    var copied =
        details.components().stream()
            .filter(c -> c.name().equals("fish/Hunger"))
            .findFirst()
            .orElseThrow()
            .copied();
    selection.selectAll(
        java.util.List.of(new EntityHandle(1L << 32 | 215), new EntityHandle(1L << 32 | 216)));
    assertEquals("", details.pasteComponent(copied));
    var step = assertInstanceOf(WorldCommand.Edit.class, world.commands().getLast());
    assertEquals("Paste fish/Hunger into 2 entities", step.title());
    var set = assertInstanceOf(WorldCommand.SetComponent.class, step.edits().getFirst());
    assertTrue(set.json().contains("since"));
  }

  @Test
  void saysThatTheClipboardHoldsNoComponent() {
    var details = details(world);
    selection.select(FISH);
    assertTrue(details.pasteComponent("{\"x\": 1}").contains("no component"));
    assertEquals(0, world.commands().size());
  }

  @Test
  void saysThatARefusingWorldDoesNotAnswer() {
    var details = details(SlowSessions.refusing(world, "no link"));
    selection.select(FISH);
    assertEquals(EntityDetailsViewModel.State.FAILED, details.stateProperty().get());
  }
}
