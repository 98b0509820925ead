package dev.vivarium.engine.plugin;

import dev.vivarium.engine.plugin.abi.Side;

/// A line that a plugin, or the host on its behalf, wrote. Control characters are already escaped.
public record LogLine(long tick, String plugin, Side side, LogLevel level, String text) {}
