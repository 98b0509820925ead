package dev.vivarium.workbench.app;

import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.project.ProjectFiles;
import java.util.Optional;

/// A window on a copy of the tidepool that is alive. A test begins with [#tidepool()], then
/// [#openTidepool(Optional)].
@SuppressWarnings("NullAway.Init")
abstract class TidepoolWindowTest extends WindowTest {
  static final String FISH = "plugins/fish/fish.ts";

  RealWorld world;

  /// Brings the copy alive; its window is not there yet.
  final void tidepool() throws Exception {
    world = RealWorld.open(RealWorld.copy("tidepool", folder));
    closeAfterWindow(world);
    world.running();
  }

  /// @param place file to open, with a line perhaps
  final void openTidepool(Optional<String> place) throws Exception {
    open(
        new LaunchOptions(
            world.session(),
            new ProjectFiles(folder.resolve("tidepool")),
            folder.resolve("state"),
            place,
            Optional.empty(),
            Optional.empty(),
            line -> {}));
  }

  /// The fish's source is open at its ninth line.
  final void openTidepoolAtTheFish() throws Exception {
    tidepool();
    openTidepool(Optional.of(FISH + ":9"));
    await(() -> workbench.editor().find(FISH).isPresent());
    await(() -> robot.lookup("#code").tryQuery().isPresent());
  }
}
