package dev.vivarium.engine.world;

import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.trace.TickProfile;
import dev.vivarium.engine.trace.TickProfile.Part;

/// Places in a [TickProfile] of what a tick does besides running systems.
final class TickParts {
  private final int inbox;
  private final int collect;
  private final int client;
  private final int after;
  private final int[] changes = new int[Stage.values().length];
  private final int[] delivery = new int[Stage.values().length];

  TickParts(TickProfile profile) {
    inbox = profile.key(Part.INBOX, "");
    for (Stage stage : Stage.values()) {
      changes[stage.ordinal()] = profile.key(Part.CHANGES, stage.title());
      delivery[stage.ordinal()] = profile.key(Part.DELIVERY, stage.title());
    }
    collect = profile.key(Part.COLLECT, "");
    client = profile.key(Part.CLIENT, "");
    after = profile.key(Part.AFTER, "");
  }

  int inbox() {
    return inbox;
  }

  int collect() {
    return collect;
  }

  int client() {
    return client;
  }

  int after() {
    return after;
  }

  int changes(Stage stage) {
    return changes[stage.ordinal()];
  }

  int delivery(Stage stage) {
    return delivery[stage.ordinal()];
  }
}
