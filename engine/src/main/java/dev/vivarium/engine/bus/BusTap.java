package dev.vivarium.engine.bus;

/// Sees each message as it is delivered. Called on the tick thread; must be quick.
@FunctionalInterface
public interface BusTap {
  BusTap NONE = (message, receivers) -> {};

  /// Takes note of a message.
  ///
  /// @param receivers how many subscribers got it; 0 for a message that left for the other side
  void sent(Message message, int receivers);
}
