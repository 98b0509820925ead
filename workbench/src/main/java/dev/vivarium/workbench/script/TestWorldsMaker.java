package dev.vivarium.workbench.script;

import java.io.IOException;

/// Makes the worlds of one run of tests: from a copy of the project as its files are then.
@FunctionalInterface
public interface TestWorldsMaker {
  /// Where there is nobody who can make worlds, such as in a window on a world elsewhere.
  TestWorldsMaker NONE =
      () -> {
        throw new IOException("Tests run only where the project's files are.");
      };

  /// Blocks while files are copied.
  TestWorlds make() throws IOException;
}
