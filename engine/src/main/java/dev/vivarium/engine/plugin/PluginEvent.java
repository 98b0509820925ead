package dev.vivarium.engine.plugin;

/// Something that happened to a plugin, for whoever watches the world.
public sealed interface PluginEvent {
  String plugin();

  long tick();

  record Started(String plugin, long tick, String version) implements PluginEvent {}

  record Waiting(String plugin, long tick, String missing) implements PluginEvent {}

  record Failed(PluginFailure failure) implements PluginEvent {
    @Override
    public String plugin() {
      return failure.plugin();
    }

    @Override
    public long tick() {
      return failure.tick();
    }
  }

  record Stopped(String plugin, long tick) implements PluginEvent {}

  record RolledBack(String plugin, long tick, String toVersion, PluginFailure because)
      implements PluginEvent {}

  /// A system wrote where its plugin may not.
  ///
  /// @param rows rows whose write was refused since the last such event
  record WriteRefused(String plugin, long tick, String system, long rows) implements PluginEvent {}
}
