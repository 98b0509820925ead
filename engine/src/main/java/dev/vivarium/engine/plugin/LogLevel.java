package dev.vivarium.engine.plugin;

/// Severity of a plugin's log line, in the ABI's order.
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR
}
