package dev.vivarium.workbench.live;

import dev.vivarium.workbench.script.TestWorlds;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Path;

/// Fresh worlds of a project with the real compiler.
public final class RealWorlds {
  private RealWorlds() {}

  public static TestWorlds of(Path project) throws IOException {
    PluginBuilder builder = SharedCompiler.builder(project);
    FreshWorlds worlds = new FreshWorlds(project, builder);
    return new TestWorlds() {
      @Override
      public Path folder() {
        return worlds.folder();
      }

      @Override
      public long nanos() {
        return worlds.nanos();
      }

      @Override
      public WorldSession open() throws IOException, InterruptedException {
        return worlds.open();
      }

      @Override
      public void close() throws IOException {
        worlds.close();
        builder.close();
      }
    };
  }
}
