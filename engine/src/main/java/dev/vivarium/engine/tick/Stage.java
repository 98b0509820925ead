package dev.vivarium.engine.tick;

/// The parts of a tick, in the order in which they run. Structural changes asked for in a stage are
/// applied, and its messages delivered, at its end.
public enum Stage {
  /// Once after each start of a plugin, told why it started ([StartReason]).
  POST_INIT("PostInit"),
  PRE_UPDATE("PreUpdate"),
  UPDATE("Update"),
  POST_UPDATE("PostUpdate");

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  /// The name used in descriptors and shown to users.
  public String title() {
    return title;
  }

  /// The stage with this title.
  ///
  /// @throws IllegalArgumentException naming the stages there are
  public static Stage of(String title) {
    for (Stage stage : values()) {
      if (stage.title.equalsIgnoreCase(title)) {
        return stage;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no stage; use PostInit, PreUpdate, Update or PostUpdate".formatted(title));
  }
}
