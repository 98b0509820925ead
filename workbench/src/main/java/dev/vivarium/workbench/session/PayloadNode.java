package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;

/// A part of a decoded payload.
///
/// @param name the field's name, or the place in a list
/// @param text the value as people read it; empty where the children say it
/// @param unit empty where it has none
/// @param entity what an entity field points to
public record PayloadNode(
    String name,
    String text,
    String type,
    String unit,
    String doc,
    Optional<EntityHandle> entity,
    List<PayloadNode> children) {
  public PayloadNode {
    children = List.copyOf(children);
  }
}
