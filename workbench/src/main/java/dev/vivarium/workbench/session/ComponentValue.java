package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;

/// A component of an entity with its values.
///
/// @param name full name, `owner/Name`
/// @param doc what it is for, in a sentence; may be empty
/// @param lastWriter who last changed a bit of it; empty where nothing has since the world began
public record ComponentValue(
    String name, String doc, Optional<LastWriter> lastWriter, List<FieldValue> fields) {
  public ComponentValue {
    fields = List.copyOf(fields);
  }

  /// The name without its owner.
  public String shortName() {
    return name.substring(name.indexOf('/') + 1);
  }
}
