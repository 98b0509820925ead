package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.Message;
import java.util.List;

/// A way between a world and clients elsewhere. Called on the tick thread; must be quick and must
/// not throw.
public interface WorldLink {
  /// The link exchanges from now on; the world may stand still for long before it does.
  default void linked(World world) {}

  /// A tick's stages have ended, and the state may be read. What clients sent is to be handed in
  /// now, with [World#receive], and so has its place in a recording.
  ///
  /// @param leaving remote messages that the world's plugins sent in this tick, for the clients
  ///   that they are meant for
  void exchange(World world, List<Message> leaving);
}
