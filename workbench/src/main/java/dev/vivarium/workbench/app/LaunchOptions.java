package dev.vivarium.workbench.app;

import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.NoLanguage;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.script.TestWorldsMaker;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// What a window is opened on.
///
/// @param session the running world; the caller closes it after [WorkbenchApp#launch] has returned
/// @param project the folder whose files are edited
/// @param stateFolder where the layout of each project is remembered
/// @param openFirst file to open where no layout is remembered yet, such as
///   `plugins/fish/fish.ts:13`
/// @param screenshot draw without a display, write a PNG here and end; nothing is remembered
/// @param script commands to run once the window stands
/// @param errors takes each line that the user must read outside the window
/// @param services what the window asks beyond its world
public record LaunchOptions(
    WorldSession session,
    ProjectFiles project,
    Path stateFolder,
    Optional<String> openFirst,
    Optional<Path> screenshot,
    Optional<Path> script,
    Consumer<String> errors,
    Services services) {

  /// @param testWorlds makes the worlds of the project's tests
  /// @param language answers the editor's questions; closed with the window
  /// @param playTests of the world; whoever made it closes it
  public record Services(
      TestWorldsMaker testWorlds, LanguageService language, PlayTests playTests) {
    private static final PlayTests NO_PLAY_TESTS =
        PlayTests.none("This world does not run in this program");

    /// No tests run, and the editor has no language service.
    public static final Services NONE =
        new Services(TestWorldsMaker.NONE, NoLanguage.NONE, NO_PLAY_TESTS);

    public Services withTestWorlds(TestWorldsMaker maker) {
      return new Services(maker, language, playTests);
    }

    public Services withLanguage(LanguageService service) {
      return new Services(testWorlds, service, playTests);
    }

    public Services withPlayTests(PlayTests tests) {
      return new Services(testWorlds, language, tests);
    }
  }

  /// A window with no services.
  public LaunchOptions(
      WorldSession session,
      ProjectFiles project,
      Path stateFolder,
      Optional<String> openFirst,
      Optional<Path> screenshot,
      Optional<Path> script,
      Consumer<String> errors) {
    this(session, project, stateFolder, openFirst, screenshot, script, errors, Services.NONE);
  }

  /// The same window with these services.
  public LaunchOptions with(Services others) {
    return new LaunchOptions(
        session, project, stateFolder, openFirst, screenshot, script, errors, others);
  }

  /// The world, if it is on another machine.
  Optional<RemoteWorldSession> far() {
    return session instanceof RemoteWorldSession remote ? Optional.of(remote) : Optional.empty();
  }

  /// Whether the window has the files of a project; one on a far world may have none.
  boolean hasFiles() {
    return far().isEmpty() || !project.isReadOnly();
  }

  /// A window on a world that is on another machine. Its project's files are there, too, so it has
  /// none; a folder of its own stands for them, by which its layout is remembered.
  public static LaunchOptions far(
      RemoteWorldSession session,
      Path stateFolder,
      Optional<Path> screenshot,
      Optional<Path> script,
      Consumer<String> errors)
      throws IOException {
    var link = session.link();
    var folder = (link.server() + "_" + link.world()).replaceAll("[^A-Za-z0-9._-]", "_");
    var root = stateFolder.resolve("far").resolve(folder);
    Files.createDirectories(root);
    return new LaunchOptions(
        session,
        new ProjectFiles(root, link.world()).readOnly(),
        stateFolder,
        Optional.empty(),
        screenshot,
        script,
        errors);
  }

  /// The same as a user opens it.
  static LaunchOptions far(RemoteWorldSession session, Path stateFolder) throws IOException {
    return far(session, stateFolder, Optional.empty(), Optional.empty(), line -> {});
  }

  /// A window as a user opens it, with nothing out of the ordinary.
  public static LaunchOptions window(
      WorldSession session, ProjectFiles project, Path stateFolder, Consumer<String> errors) {
    return new LaunchOptions(
        session,
        project,
        stateFolder,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        errors);
  }
}
