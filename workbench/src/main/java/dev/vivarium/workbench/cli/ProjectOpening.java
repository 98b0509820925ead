package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.workbench.live.BuildCache;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.project.Trust;
import dev.vivarium.workbench.project.UserFolders;
import dev.vivarium.workbench.toolchain.AssemblyScriptRecipe;
import dev.vivarium.workbench.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What every command that runs a project does first: see that it is trusted, read its files, find
/// the compilers.
record ProjectOpening(ProjectStore store, LoadedProject loaded) {

  /// @throws CommandFailure if the project is not trusted or its `world.json` cannot be read
  static ProjectOpening of(Path folder, boolean trust, Installation installation, Terminal terminal)
      throws CommandFailure, IOException {
    Trust trusted = new Trust(installation.samples(), UserFolders.ofThisSystem().config());
    if (trust) {
      trusted.trust(folder);
    }
    if (!trusted.isTrusted(folder)) {
      throw new CommandFailure(trusted.refusal(folder));
    }
    ProjectStore store = ProjectStore.at(folder);
    LoadedProject loaded = store.load();
    loaded.problems().forEach(problem -> terminal.err().println(problem));
    terminal.err().flush();
    return new ProjectOpening(store, loaded);
  }

  PluginBuilder builder() {
    Toolchain toolchain = Toolchain.locate();
    return new PluginBuilder(
        store.root(),
        new BuildCache(store.root(), toolchain.stamp()),
        List.of(new AssemblyScriptRecipe(toolchain)));
  }
}
