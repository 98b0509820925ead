package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HierarchyViewModelTest {
  private static final EntityHandle PARENT = new EntityHandle(1L << 32 | 3);
  private static final EntityHandle CHILD = new EntityHandle(1L << 32 | 4);
  private final TestWorldSession world = new TestWorldSession(300, Runnable::run);

  @Test
  void showsAPageAndMoreWhenAsked() {
    var tree = new HierarchyViewModel(world, Runnable::run);
    assertEquals(HierarchyViewModel.PAGE, tree.root().children().size());
    assertEquals(460 - HierarchyViewModel.PAGE, tree.root().moreProperty().get());
    tree.root().showMore();
    assertEquals(400, tree.root().children().size());
    assertEquals("", tree.emptyProperty().get());
  }

  @Test
  void movesWhatIsHungAndOpensItsParentToShowIt() {
    var tree = new HierarchyViewModel(world, Runnable::run);
    var kept = tree.find(PARENT).orElseThrow();
    var _ = world.submit(new WorldCommand.Reparent(CHILD, Optional.of(PARENT)));
    tree.refresh();
    assertTrue(tree.find(CHILD).isEmpty());
    assertEquals(1, kept.countProperty().get());
    tree.reveal(CHILD);
    assertSame(kept, tree.find(PARENT).orElseThrow());
    assertEquals(CHILD, kept.children().getFirst().entity().orElseThrow());
  }

  @Test
  void revealsWhatStandsBehindManyOthers() {
    var many = new TestWorldSession(3_000, Runnable::run);
    var clock = new VirtualClock();
    var tree = new HierarchyViewModel(SlowSessions.delayed(many, clock, 100), Runnable::run);
    clock.advance(100);
    var far = new EntityHandle(1L << 32 | 2_001);
    tree.reveal(far);
    for (var i = 0; i < 4; i++) {
      clock.advance(100);
    }
    assertTrue(tree.find(far).isPresent());
    assertEquals(1_800, tree.root().beforeProperty().get());
    assertEquals(3_160 - 2_400, tree.root().moreProperty().get());
    tree.root().showBefore();
    clock.advance(100);
    assertEquals(1_600, tree.root().beforeProperty().get());
    assertTrue(tree.find(far).isPresent());
  }

  @Test
  void opensAllThatAnEntityHangsOnAsItArrives() {
    var child = new EntityHandle(1L << 32 | 250);
    var parent = new EntityHandle(1L << 32 | 280);
    var _ = world.submit(new WorldCommand.Reparent(child, Optional.of(parent)));
    var clock = new VirtualClock();
    var tree = new HierarchyViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    tree.reveal(child);
    for (var i = 0; i < 6; i++) {
      clock.advance(100);
    }
    assertTrue(tree.find(parent).orElseThrow().isOpen());
    assertTrue(tree.find(child).isPresent());
  }

  @Test
  void saysWhatAFoldedBranchCostsInAllAndAnOpenOneByItself() {
    var tree = new HierarchyViewModel(world, Runnable::run);
    var branch = tree.find(CHILD).orElseThrow();
    tree.refreshCosts(List.of(CHILD));
    assertEquals("", tree.cost(branch));
    tree.showCosts(true);
    tree.refreshCosts(List.of(CHILD, PARENT));
    assertEquals("12.50 %", tree.cost(branch));
    assertTrue(tree.costInWords(branch).contains("2.00 % goes to this entity, 12.50 % with"));
    branch.open(true);
    assertEquals("2.00 %", tree.cost(branch));
    assertEquals("", tree.cost(tree.find(PARENT).orElseThrow()));
    tree.showCosts(false);
    assertEquals("", tree.cost(branch));
  }

  @Test
  void fillsOverASlowLink() {
    var clock = new VirtualClock();
    var tree = new HierarchyViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    assertEquals("Loading entities…", tree.emptyProperty().get());
    clock.advance(100);
    assertEquals("", tree.emptyProperty().get());
    assertEquals(HierarchyViewModel.PAGE, tree.root().children().size());
  }

  @Test
  void saysWhyThereIsNoTree() {
    var tree = new HierarchyViewModel(SlowSessions.refusing(world, "no link"), Runnable::run);
    assertEquals("no link", tree.emptyProperty().get());
  }

  @Test
  void saysThatAWorldIsEmpty() {
    var tree = new HierarchyViewModel(new TestWorldSession(0, Runnable::run), Runnable::run);
    assertTrue(tree.emptyProperty().get().contains("no entities yet"));
  }
}
