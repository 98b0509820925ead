package dev.vivarium.workbench.live;

import dev.vivarium.workbench.script.TestWorlds;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.toolchain.AssemblyScriptRecipe;
import dev.vivarium.workbench.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Fresh worlds of a project with the real compiler.
public final class RealWorlds {
  private RealWorlds() {}

  public static TestWorlds of(Path project) throws IOException {
    Toolchain toolchain = Toolchain.locate();
    PluginBuilder builder =
        new PluginBuilder(
            project,
            new BuildCache(project, toolchain.stamp()),
            List.of(new AssemblyScriptRecipe(toolchain)));
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
