package dev.vivarium.workbench.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.WorldCommand;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionsTest {
  /// What both sides do by other messages than calls.
  private static final Set<String> NO_CALLS =
      Set.of("subscribe", "close", "at", "client"); // events, the end, worlds by their numbers

  @Test
  void everyCallHasItsRole() {
    List<String> forgotten =
        CallTable.get().entries().stream()
            .filter(entry -> !Permissions.isListed(entry))
            .map(CallTable.Entry::id)
            .toList();
    assertEquals(List.of(), forgotten);
  }

  @Test
  void everyMethodOfASessionIsACallAnAreaOrDoneByAnotherMessage() {
    CallTable table = CallTable.get();
    for (Class<?> area : table.areas().values()) {
      for (Method method : area.getMethods()) {
        boolean covered =
            table.of(method).isPresent()
                || CallTable.isArea(method)
                || NO_CALLS.contains(method.getName());
        assertTrue(covered, method.toString());
      }
    }
  }

  @Test
  void nobodyButABuilderEditsAndNobodyButAnAdminStartsTheWorldAnew() {
    for (WorldCommand command : WorldCommandSamples.all()) {
      SessionRole needed =
          command instanceof WorldCommand.ResetWorld ? SessionRole.ADMIN : SessionRole.BUILDER;
      for (SessionRole role : SessionRole.values()) {
        String obstacle = Permissions.obstacle(command, role);
        assertEquals(role.covers(needed), obstacle.isEmpty(), command + " by " + role);
        if (!obstacle.isEmpty()) {
          assertTrue(obstacle.contains(needed.text()), obstacle);
        }
      }
    }
  }

  @Test
  void whatWritesFilesOfTheServersMachineIsRefusedToAll() {
    CallTable.Entry copy = CallTable.get().find("history", "copy").orElseThrow();
    for (SessionRole role : SessionRole.values()) {
      assertFalse(Permissions.obstacle(copy, role).isEmpty());
    }
  }

  @Test
  void aPlayerReadsAndNoMore() {
    for (CallTable.Entry entry : CallTable.get().entries()) {
      assertEquals(
          Permissions.obstacle(entry, SessionRole.VIEWER).isEmpty(),
          Permissions.obstacle(entry, SessionRole.PLAYER).isEmpty(),
          entry.id());
    }
  }
}
