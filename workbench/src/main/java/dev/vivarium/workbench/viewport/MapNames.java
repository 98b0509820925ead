package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/// Names of the entities that are labelled or pointed at, fetched as they are needed. Belongs to
/// the window's thread.
final class MapNames {
  /// Most names fetched at once.
  static final int AT_ONCE_MAX = 60;

  private static final int ROUNDS_KEPT = 20;

  private final Map<EntityHandle, String> known = new HashMap<>();
  private final Set<EntityHandle> wanted = new LinkedHashSet<>();
  private final Poll<List<EntityDetails>> poll;
  private List<EntityHandle> asked = List.of();
  private int rounds;

  /// @param arrived is told when there are new names
  MapNames(WorldSession session, Executor window, Runnable arrived) {
    poll =
        new Poll<>(
            () -> {
              asked = wanted.stream().limit(AT_ONCE_MAX).toList();
              return session.inspection().entities(asked);
            },
            window,
            found -> {
              take(found);
              arrived.run();
            },
            reason -> {});
  }

  private void take(List<EntityDetails> found) {
    asked.forEach(handle -> known.put(handle, handle.label()));
    found.forEach(details -> known.put(details.row().handle(), details.row().label()));
    wanted.removeAll(asked);
  }

  /// What people call the entity; its number until its name has come.
  String of(EntityHandle handle) {
    var name = known.get(handle);
    if (name == null) {
      wanted.add(handle);
      return handle.label();
    }
    return name;
  }

  /// Fetches what is wanted; forgets all now and then, for names change.
  void refresh() {
    if (++rounds % ROUNDS_KEPT == 0) {
      known.clear();
    }
    if (!wanted.isEmpty()) {
      poll.ask();
    }
  }
}
