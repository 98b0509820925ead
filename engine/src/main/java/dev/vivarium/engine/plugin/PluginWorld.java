package dev.vivarium.engine.plugin;

/// What the plugin host asks of the world around it. Called on the tick thread.
public interface PluginWorld {
  /// Number of the tick that runs, or of the next one.
  long tick();

  AssetStore assets();

  void log(LogLine line);

  /// Id under which a system's writes are recorded.
  short writerId(String plugin, int system);

  /// Name of the plugin with this owner id; "scene" for what no plugin owns.
  String ownerName(int owner);
}
