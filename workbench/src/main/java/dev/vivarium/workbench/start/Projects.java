package dev.vivarium.workbench.start;

import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.script.TestWorldsMaker;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The projects of this system. Methods block: call them off the window's thread. An
/// [IOException]'s message says what to do, ready to be shown.
public interface Projects {
  /// The worlds that come with the product.
  List<Sample> samples();

  /// The names of the templates of new projects.
  List<String> templates();

  /// Makes a project from a template in a new folder `parent/name`.
  Path create(Path parent, String name, String template) throws IOException;

  /// What is known of a project without running anything of it.
  Preview look(Path folder) throws IOException;

  /// Remembers that a project may run.
  void trust(Path folder) throws IOException;

  /// Opens a project; with `run` false nothing of it runs and none of its files is changed.
  Opened open(Path folder, boolean run) throws IOException;

  record Sample(String name, Path folder) {}

  /// A project before it runs.
  ///
  /// @param folder its real path
  /// @param owner who owns the folder; empty where the system does not tell
  /// @param runs what would run, a line each
  record Preview(String name, Path folder, boolean trusted, String owner, List<String> runs) {
    public Preview {
      runs = List.copyOf(runs);
    }
  }

  /// An open project, which whoever opened it closes.
  ///
  /// @param openFirst file to open where no layout is remembered yet
  /// @param testWorlds makes the worlds of the project's tests
  /// @param language answers the editor's questions; closed with the window
  /// @param playTests of its world; closed with it
  /// @param close ends the world; blocks
  record Opened(
      WorldSession session,
      ProjectFiles files,
      Optional<String> openFirst,
      TestWorldsMaker testWorlds,
      LanguageService language,
      PlayTests playTests,
      Runnable close) {

    /// One whose world cannot be tried out with players.
    public Opened(
        WorldSession session,
        ProjectFiles files,
        Optional<String> openFirst,
        TestWorldsMaker testWorlds,
        LanguageService language,
        Runnable close) {
      this(
          session,
          files,
          openFirst,
          testWorlds,
          language,
          PlayTests.none("Nothing of this project runs"),
          close);
    }
  }
}
