package dev.vivarium.workbench.session;

/// What a save did: one reload of one plugin, with what it took in milliseconds.
///
/// @param totalMs from the file's change to the end of the first tick with the new code
/// @param kept entities that lived through it
/// @param migrated components whose layout changed and were carried over
/// @param detail a line for the user: what was migrated, why it failed, why it was rolled back
public record ReloadReport(
    String plugin,
    String version,
    Gear gear,
    Outcome outcome,
    long tick,
    double compileMs,
    double loadMs,
    double shadowMs,
    double swapMs,
    double totalMs,
    int kept,
    int migrated,
    String detail) {
  /// The same save once its optimised build runs too: what the user waited for stays as it was.
  public ReloadReport nowOptimised() {
    return new ReloadReport(
        plugin,
        version,
        Gear.OPTIMISED,
        outcome,
        tick,
        compileMs,
        loadMs,
        shadowMs,
        swapMs,
        totalMs,
        kept,
        migrated,
        detail);
  }

  /// How it ended. After anything but `SWAPPED` the old version runs on.
  public enum Outcome {
    SWAPPED,
    COMPILE_FAILED,
    REFUSED,
    WAITING,
    ROLLED_BACK
  }
}
