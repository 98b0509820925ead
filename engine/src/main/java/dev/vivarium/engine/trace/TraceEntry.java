package dev.vivarium.engine.trace;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.tick.StructuralChange;

/// One thing that the tracer saw.
public sealed interface TraceEntry {
  /// Running number in this ring, from 0.
  long number();

  long tick();

  Cause cause();

  /// A message was sent.
  ///
  /// @param receivers subscribers that got it; 0 if it left for the other side
  record Sent(long number, Message message, int receivers) implements TraceEntry {
    @Override
    public long tick() {
      return message.tick();
    }

    @Override
    public Cause cause() {
      return message.cause();
    }
  }

  /// A structural change was made.
  ///
  /// @param writer id of the system that asked for it
  record Changed(long number, long tick, StructuralChange change, short writer)
      implements TraceEntry {
    @Override
    public Cause cause() {
      return change.cause();
    }
  }
}
