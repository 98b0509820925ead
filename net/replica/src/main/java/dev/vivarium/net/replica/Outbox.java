package dev.vivarium.net.replica;

import dev.vivarium.net.protocol.realtime.Input;
import java.util.List;

/// Where a replica's words for the server go. Called on the thread that ticks the replica.
public interface Outbox {
  /// @param channel its number in the world's schemas
  /// @return false if it was not taken
  boolean message(int channel, byte[] payload);

  /// @param seenTick of the state that the client acted on
  /// @param writes at most [Input#WRITES]; none where only the moment matters
  /// @return the input's sequence, above those before; 0 if it was not taken
  long input(long seenTick, List<Input.Write> writes);
}
