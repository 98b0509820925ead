package dev.vivarium.engine.plugin;

import java.util.concurrent.TimeUnit;

/// What a plugin may use. `docs/plugin-abi.md` gives the defaults in words.
///
/// @param hardLimitNanos one dispatch is interrupted after this
/// @param softLimitNanos thread CPU time a dispatch may take on average
/// @param softLimitTicks consecutive ticks over the soft limit before the plugin is stopped
/// @param warmUpTicks ticks after a start in which the soft limit does not count
/// @param memoryPages most pages of 64 KiB
/// @param commandsMax most commands a dispatch
/// @param messagesMax most messages a dispatch
/// @param messageBytesMax most message bytes a dispatch
/// @param logLinesMax most log lines a tick
/// @param stateBytesMax largest private state saved
public record Budget(
    long hardLimitNanos,
    long softLimitNanos,
    int softLimitTicks,
    int warmUpTicks,
    int memoryPages,
    int commandsMax,
    int messagesMax,
    int messageBytesMax,
    int logLinesMax,
    int stateBytesMax) {
  public static final Budget DEFAULT =
      new Budget(
          TimeUnit.MILLISECONDS.toNanos(250),
          TimeUnit.MILLISECONDS.toNanos(8),
          120,
          120,
          1024,
          1 << 20,
          65_536,
          16 << 20,
          64,
          16 << 20);

  public Budget withHardLimitNanos(long nanos) {
    return new Budget(
        nanos,
        softLimitNanos,
        softLimitTicks,
        warmUpTicks,
        memoryPages,
        commandsMax,
        messagesMax,
        messageBytesMax,
        logLinesMax,
        stateBytesMax);
  }

  public Budget withSoftLimit(long nanos, int ticks, int warmUp) {
    return new Budget(
        hardLimitNanos,
        nanos,
        ticks,
        warmUp,
        memoryPages,
        commandsMax,
        messagesMax,
        messageBytesMax,
        logLinesMax,
        stateBytesMax);
  }

  public Budget withMemoryPages(int pages) {
    return new Budget(
        hardLimitNanos,
        softLimitNanos,
        softLimitTicks,
        warmUpTicks,
        pages,
        commandsMax,
        messagesMax,
        messageBytesMax,
        logLinesMax,
        stateBytesMax);
  }
}
