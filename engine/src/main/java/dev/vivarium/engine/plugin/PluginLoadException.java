package dev.vivarium.engine.plugin;

/// A module cannot become a plugin of this world. The message names the plugin and what to do.
public class PluginLoadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String plugin;

  public PluginLoadException(String plugin, String what) {
    super("plugin '%s': %s".formatted(plugin, what));
    this.plugin = plugin;
  }

  public PluginLoadException(String plugin, Exception cause) {
    super("plugin '%s': %s".formatted(plugin, cause.getMessage()), cause);
    this.plugin = plugin;
  }

  public String plugin() {
    return plugin;
  }
}
