package dev.vivarium.workbench.cli;

import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.ProjectName;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.language.Languages;
import dev.vivarium.workbench.language.NoLanguage;
import dev.vivarium.workbench.live.FreshWorlds;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.live.play.LocalPlayTests;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.project.Template;
import dev.vivarium.workbench.project.Trust;
import dev.vivarium.workbench.project.UserFolders;
import dev.vivarium.workbench.script.TestWorldsMaker;
import dev.vivarium.workbench.start.Projects;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// The projects on this system's disks, whose worlds run in this process.
final class LocalProjects implements Projects {
  private static final String PROJECT_TEMPLATE = "project";

  private final Installation installation;
  private final Trust trust;

  LocalProjects(Installation installation) {
    this.installation = installation;
    this.trust = new Trust(installation.samples(), UserFolders.ofThisSystem().config());
  }

  @Override
  public List<Sample> samples() {
    return folders(installation.samples())
        .filter(ProjectStore::isProject)
        .map(LocalProjects::sample)
        .toList();
  }

  private static Sample sample(Path folder) {
    return new Sample(folder.getFileName().toString(), folder);
  }

  @Override
  public List<String> templates() {
    return folders(installation.templates())
        .map(folder -> folder.getFileName().toString())
        .filter(name -> name.startsWith(PROJECT_TEMPLATE))
        .toList();
  }

  private static Stream<Path> folders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).sorted().toList().stream();
    } catch (IOException none) {
      return Stream.empty();
    }
  }

  @Override
  public Path create(Path parent, String name, String template) throws IOException {
    if (!ProjectName.isValid(name)) {
      throw new IOException(
          "“" + name + "” cannot be a name: use 1 to 64 of a-z, 0-9 and '-', a letter first.");
    }
    Path target = parent.toAbsolutePath().resolve(name);
    String chosen = templates().contains(template) ? template : PROJECT_TEMPLATE;
    try {
      new Template(installation.templates().resolve(chosen)).instantiate(target, name);
    } catch (FileAlreadyExistsException taken) {
      throw new IOException(target + " exists already and was left as it is. Choose another name.");
    }
    // Nobody else has written anything in it yet.
    trust.trust(target);
    return target;
  }

  @Override
  public Preview look(Path folder) throws IOException {
    if (!ProjectStore.isProject(folder)) {
      throw new IOException(folder + " is no project: it has no world.json.");
    }
    Path real = folder.toRealPath();
    LoadedProject loaded = ProjectStore.at(real).load();
    List<String> runs =
        loaded.project().pluginsInOrder().stream().map(LocalProjects::describe).toList();
    return new Preview(name(loaded, real), real, trust.isTrusted(real), owner(real), runs);
  }

  private static String name(LoadedProject loaded, Path folder) {
    return new ProjectFiles(folder, loaded.project().world().name()).name();
  }

  private static String describe(PluginFile plugin) {
    String may =
        plugin.capabilities().isEmpty() ? "" : ", may " + String.join(", ", plugin.capabilities());
    return plugin.name() + "  (" + plugin.language() + may + ")";
  }

  private static String owner(Path folder) {
    try {
      return Files.getOwner(folder).getName();
    } catch (IOException | UnsupportedOperationException unknown) {
      return "";
    }
  }

  @Override
  public void trust(Path folder) throws IOException {
    trust.trust(folder);
  }

  @Override
  public Opened open(Path folder, boolean run) throws IOException {
    ProjectStore store = ProjectStore.at(folder.toRealPath());
    LoadedProject loaded = store.load();
    ProjectFiles files = new ProjectFiles(store.root(), loaded.project().world().name());
    Optional<String> first = Open.firstEdit(loaded.project().world());
    return run
        ? running(new ProjectOpening(store, loaded), files, first)
        : readOnly(loaded, files, first);
  }

  private static Opened running(
      ProjectOpening opening, ProjectFiles files, Optional<String> first) {
    PluginBuilder builder = opening.builder();
    LocalWorldSession session = Open.session(opening, builder, Opening.RESUME);
    LocalPlayTests plays = new LocalPlayTests(session, opening.store().root());
    return new Opened(
        session,
        files,
        first,
        () -> new FreshWorlds(opening.store().root(), builder),
        Languages.of(opening.store().root(), session.opened()),
        plays,
        closing(plays, session, builder));
  }

  /// In the order that lets the tick under way end before its compiler goes; once.
  static Runnable closing(LocalPlayTests plays, LocalWorldSession session, PluginBuilder builder) {
    AtomicBoolean closed = new AtomicBoolean();
    Runnable close =
        () -> {
          if (closed.compareAndSet(false, true)) {
            plays.close();
            session.close();
            builder.close();
          }
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(close));
    return close;
  }

  private static Opened readOnly(LoadedProject loaded, ProjectFiles files, Optional<String> first) {
    LocalWorldSession session =
        new LocalWorldSession(
            loaded, WorldOptions.DEFAULT.clock(), (times, events) -> refuse(files.name()));
    return new Opened(
        session,
        files.readOnly(),
        first,
        TestWorldsMaker.NONE,
        new NoLanguage("This project is not trusted, so no language service reads it."),
        session::close);
  }

  private static LiveWorld refuse(String name) throws IOException {
    throw new IOException(name + " is not trusted, so nothing of it runs.");
  }
}
