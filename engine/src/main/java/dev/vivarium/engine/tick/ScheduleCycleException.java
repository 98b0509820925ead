package dev.vivarium.engine.tick;

import java.util.List;

/// Systems ask to run before each other in a circle; the message names them.
public final class ScheduleCycleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> systems;

  public ScheduleCycleException(Stage stage, List<String> systems) {
    super(
        "systems of stage %s wait for each other: %s; take one 'before' or 'after' away"
            .formatted(stage.title(), String.join(", ", systems)));
    this.systems = List.copyOf(systems);
  }

  /// Ids of the systems in the circle.
  public List<String> systems() {
    return systems;
  }
}
