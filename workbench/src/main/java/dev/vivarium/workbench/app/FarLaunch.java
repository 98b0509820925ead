package dev.vivarium.workbench.app;

import dev.vivarium.workbench.remote.RemoteWorldSession;
import java.io.IOException;

/// What a window on a far world is opened on, once that is entered.
@FunctionalInterface
public interface FarLaunch {
  /// Blocks.
  LaunchOptions options(RemoteWorldSession session) throws IOException;
}
