package dev.vivarium.engine.store.project;

/// The largest project that is read. Each is checked before memory is taken for what it bounds.
///
/// @param worldBytes size of `world.json`
/// @param sceneBytes size of one scene file
/// @param pluginBytes size of one `plugin.json`
/// @param plugins folders in `plugins/`
/// @param scenes files in `scenes/`
/// @param entitiesPerScene entities in one scene
/// @param componentsPerEntity components of one entity
/// @param parentDepth entities above an entity
/// @param jsonDepth objects and lists inside one another
/// @param stringLength UTF-16 units of one string
/// @param assets files below `assets/` and, counted apart, below `scripts/`
/// @param folderDepth folders inside one another below `assets/` and `scripts/`
/// @param problems problems reported; one more says that there are others
public record ProjectLimits(
    long worldBytes,
    long sceneBytes,
    long pluginBytes,
    int plugins,
    int scenes,
    int entitiesPerScene,
    int componentsPerEntity,
    int parentDepth,
    int jsonDepth,
    int stringLength,
    int assets,
    int folderDepth,
    int problems) {
  private static final long MIB = 1024L * 1024;

  public static final ProjectLimits STANDARD =
      new ProjectLimits(
          MIB, 256 * MIB, MIB, 256, 256, 1_000_000, 256, 1_000, 64, (int) MIB, 100_000, 32, 1_000);
}
