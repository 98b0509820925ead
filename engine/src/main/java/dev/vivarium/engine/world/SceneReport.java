package dev.vivarium.engine.world;

import java.util.List;

/// What became of the scenes when a world was opened.
///
/// @param added entities that the scenes have and the world had not
/// @param removed entities that the scenes have no more
/// @param changed values that were taken over from the scenes
/// @param conflicts what both the scenes and the running world had changed; the world's value stays
/// @param problems what of the scenes makes no sense in this world, one line each
public record SceneReport(
    int added, int removed, int changed, List<Conflict> conflicts, List<String> problems) {
  public SceneReport {
    conflicts = List.copyOf(conflicts);
    problems = List.copyOf(problems);
  }

  /// @param what the component, `parent`, or `entity` for one that ended at run time
  /// @param explanation one sentence
  public record Conflict(String scene, String id, String what, String explanation) {}
}
