package dev.vivarium.engine.bus;

/// What a plugin was working on when it published a message or asked for a change. Where an SDK
/// gave none, both are [#NONE_GIVEN] and the tracer says "one of N".
///
/// @param entity handle of the row in whose loop it happened, or 0
/// @param message sequence number of the message being handled, or -1
public record Cause(long entity, long message) {
  public static final Cause NONE_GIVEN = new Cause(0, -1);

  public boolean isGiven() {
    return entity != 0 || message >= 0;
  }
}
