package dev.vivarium.workbench.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.workbench.remote.FarLink;
import dev.vivarium.workbench.session.SessionRole;
import org.junit.jupiter.api.Test;

class FarViewModelTest {
  private static FarLink link(FarLink.State state, String trouble, long retryMs) {
    return new FarLink(state, "far:1", "tank", "ann", SessionRole.BUILDER, -1, trouble, retryMs);
  }

  @Test
  void aLostConnectionSaysWhatHappenedWhatComesNextAndWhatIsSeenMeanwhile() {
    var lost = link(FarLink.State.CONNECTING, "far:1 is silent.", 4_000);
    assertEquals(
        "far:1 is silent. Reconnecting in 4 s. Until then you see the world as it last was and cannot change it.",
        FarViewModel.loss(lost, 3_100));
    assertEquals(
        "far:1 is silent. Reconnecting in 1 s. Until then you see the world as it last was and cannot change it.",
        FarViewModel.loss(lost, 1));
    assertEquals(
        "far:1 is silent. Reconnecting now. Until then you see the world as it last was and cannot change it.",
        FarViewModel.loss(lost, -20));
  }

  @Test
  void oneThatIsNotTriedAgainSaysWhatToDo() {
    assertEquals(
        "You are banned: spam. You see the world as it last was; attach again to go on.",
        FarViewModel.loss(link(FarLink.State.OVER, "You are banned: spam.", 0), 0));
  }

  @Test
  void theFirstOneOnlySaysWhereTo() {
    assertEquals(
        "Connecting to far:1.", FarViewModel.loss(link(FarLink.State.CONNECTING, "", 0), 0));
  }

  @Test
  void nothingIsSaidWhileItIsOpen() {
    assertEquals("", FarViewModel.loss(link(FarLink.State.OPEN, "", 0), 0));
  }
}
