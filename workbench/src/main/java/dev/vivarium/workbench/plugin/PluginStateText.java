package dev.vivarium.workbench.plugin;

import dev.vivarium.workbench.session.PluginState;

/// Words, icons and colours of a plugin's state.
public final class PluginStateText {
  private PluginStateText() {}

  public static String of(PluginState state) {
    return switch (state) {
      case LOADING -> "loading";
      case COMPILING -> "compiling";
      case WAITING -> "waiting";
      case RUNNING -> "running";
      case PROBATION -> "on probation";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
    };
  }

  static String icon(PluginState state) {
    return switch (state) {
      case LOADING, COMPILING -> "mdi2t-timer-sand";
      case WAITING -> "mdi2p-pause-circle-outline";
      case RUNNING -> "mdi2p-play-circle";
      case PROBATION -> "mdi2p-progress-clock";
      case STOPPED -> "mdi2s-stop-circle";
      case FAILED -> "mdi2c-close-circle";
    };
  }

  static String style(PluginState state) {
    return switch (state) {
      case LOADING, COMPILING, WAITING, PROBATION -> "icon-warning";
      case RUNNING -> "icon-good";
      case STOPPED, FAILED -> "icon-error";
    };
  }
}
