package dev.vivarium.workbench.session;

/// A component changed in a way that no rule covers; its plugin's old version runs on until the
/// user chooses.
///
/// @param id names it in [WorldCommand.Decide]
/// @param component full name
/// @param change the difference in words, such as `size: f32 became vec3`
/// @param rows entities that have the component
public record Decision(long id, String plugin, String component, String change, int rows) {
  /// What may be chosen.
  public enum Choice {
    KEEP_OLD_VERSION,
    RESET_COMPONENT
  }
}
