package dev.vivarium.engine.tick;

/// Why a plugin's PostInit systems run. Templates spawn only on [#FRESH].
public enum StartReason {
  FRESH(1),
  RESTORED(2),
  RELOADED(3);

  private final int code;

  StartReason(int code) {
    this.code = code;
  }

  /// The code in the dispatch frame; 0 means an ordinary run.
  public int code() {
    return code;
  }

  /// The reason with this code.
  public static StartReason of(int code) {
    return values()[code - 1];
  }
}
