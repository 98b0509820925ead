package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Path;

/// Where tests get their worlds from.
public interface TestWorlds extends AutoCloseable {
  /// The project's files as the worlds see them.
  Path folder();

  /// A clock, to say how long tests took.
  long nanos();

  /// A world at tick 0 that stands still; blocks while it is built. The caller closes it.
  ///
  /// @throws dev.vivarium.workbench.session.SessionException where it cannot run, with why
  WorldSession open() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
