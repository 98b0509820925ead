package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.Cause;
import java.util.List;

/// A watched field changed, or what was waited for began to hold.
///
/// @param tick in which it happened
/// @param stage title of the stage; "input" for what came from outside
/// @param system id of the system that did it; "editor" for an edit by hand; empty where a reload
///   or a restore brought the value
/// @param oldJson the value before, as JSON text; empty where the entity had none
/// @param newJson the value now
/// @param others entities beyond this one for which the same watch was hit at the same moment
/// @param cause what the system said led it there, where it said so
/// @param handled sequence numbers of messages that the system had in its inbox, those that name
///   the entity first, at most [#HANDLED_MAX]
/// @param handledTotal how many it had in all
/// @param naming how many of them name the entity
public record WatchHit(
    FieldWatch watch,
    long tick,
    String stage,
    String system,
    long entity,
    String oldJson,
    String newJson,
    int others,
    Cause cause,
    List<Long> handled,
    int handledTotal,
    int naming) {
  /// Most messages that a hit lists.
  public static final int HANDLED_MAX = 16;

  public WatchHit {
    handled = List.copyOf(handled);
  }
}
