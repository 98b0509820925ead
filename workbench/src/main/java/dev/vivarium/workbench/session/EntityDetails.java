package dev.vivarium.workbench.session;

import java.util.List;

/// One entity with all that it has at a tick.
public record EntityDetails(EntityRow row, long tick, List<ComponentValue> components) {
  public EntityDetails {
    components = List.copyOf(components);
  }
}
