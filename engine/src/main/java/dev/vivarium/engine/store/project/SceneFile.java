package dev.vivarium.engine.store.project;

import java.util.List;

/// What one `scenes/NAME.json` says.
///
/// @param name as the file's, without `.json`
/// @param entities in any order; a save sorts them by id
public record SceneFile(String name, List<SceneEntity> entities, UnknownFields unknown) {
  public static final int FORMAT = 1;

  public SceneFile {
    entities = List.copyOf(entities);
  }
}
