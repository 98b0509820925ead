package dev.vivarium.workbench.session;

import java.util.List;

/// One entity in a list.
///
/// @param name its Name component, else empty
/// @param components names of its components, without the owner's prefix for built-in ones
/// @param owner the plugin that owns it; empty for none, be it a scene's or made by a script or
///   here
public record EntityRow(
    EntityHandle handle, String name, List<String> components, String owner, Origin origin) {
  public EntityRow {
    components = List.copyOf(components);
  }

  /// What people call it: its name and number, or its number alone.
  public String label() {
    return name.isEmpty() ? handle.label() : name + " " + handle.label();
  }
}
