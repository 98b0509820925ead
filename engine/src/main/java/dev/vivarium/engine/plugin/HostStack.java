package dev.vivarium.engine.plugin;

/// Keeps a plugin that has nearly used the stack up from making the host fail halfway through a
/// change of its own.
final class HostStack {
  /// More frames than any host function that changes something needs.
  private static final int FRAMES = 256;

  private HostStack() {}

  /// Exhausts the stack here, where nothing was changed yet, if the host function might further
  /// down.
  ///
  /// @throws StackOverflowError a trap of the plugin, like any other
  static void ensure() {
    descend(FRAMES);
  }

  private static int descend(int frames) {
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }
}
