package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.tick.Stage;
import java.util.List;

/// When a message is handled: at the end of its stage it is delivered, and a subscriber that runs
/// every tick takes it the next time it runs.
public final class Inboxes {
  private static final List<String> ORDER =
      List.of(
          "input",
          Stage.POST_INIT.title(),
          Stage.PRE_UPDATE.title(),
          Stage.UPDATE.title(),
          Stage.POST_UPDATE.title());

  private Inboxes() {}

  /// Whether a subscriber in this stage of this tick is the one to take the message.
  public static boolean isHandledIn(Message message, long tick, String stage) {
    return handledAt(message, stage) == tick;
  }

  /// The tick in which a subscriber in this stage takes the message.
  public static long handledAt(Message message, String stage) {
    return ORDER.indexOf(message.stage()) < ORDER.indexOf(stage)
        ? message.tick()
        : message.tick() + 1;
  }
}
