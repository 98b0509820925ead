package dev.vivarium.engine.store.project;

import dev.vivarium.engine.store.project.ProjectProblem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Loads and saves the project in one folder. One thread at a time; both block on the disk.
public final class ProjectStore {
  private final Path root;
  private final ProjectLimits limits;
  private @Nullable Set<String> damagedFiles;

  private ProjectStore(Path root, ProjectLimits limits) {
    this.root = root;
    this.limits = limits;
  }

  /// The store of the project in a folder.
  ///
  /// @throws IOException where there is no such folder
  public static ProjectStore at(Path root) throws IOException {
    return at(root, ProjectLimits.STANDARD);
  }

  public static ProjectStore at(Path root, ProjectLimits limits) throws IOException {
    return new ProjectStore(root.toRealPath(), limits);
  }

  /// Whether a folder has the file by which a project is known.
  public static boolean isProject(Path folder) {
    return Files.isRegularFile(folder.resolve("world.json"));
  }

  /// The project's real path.
  public Path root() {
    return root;
  }

  /// Reads everything that can be read. What is wrong is in the problems and nowhere thrown.
  public LoadedProject load() {
    Problems problems = new Problems(limits.problems());
    Project project = new ProjectReader(root, limits, problems).read();
    damagedFiles = problems.damagedFiles();
    return new LoadedProject(project, problems.list());
  }

  /// Writes the files that differ, each atomically: a crash leaves the old or the new one. Files
  /// with an error are left as they are, and nothing is ever deleted.
  ///
  /// @return the files that were left for their errors
  /// @throws IOException where one cannot be written; those before it are
  public List<ProjectProblem> save(Project project) throws IOException {
    List<ProjectProblem> left = new ArrayList<>();
    save("world.json", text -> ProjectText.world(project.world(), text), left);
    for (SceneFile scene : project.scenes().values()) {
      checkName(scene.name());
      save("scenes/" + scene.name() + ".json", text -> ProjectText.scene(scene, text), left);
    }
    for (PluginFile plugin : project.plugins().values()) {
      checkName(plugin.name());
      String file = "plugins/" + plugin.name() + "/plugin.json";
      save(file, text -> ProjectText.plugin(plugin, text), left);
    }
    return List.copyOf(left);
  }

  /// Adds a plugin to the end of the world's list, where there is a list.
  ///
  /// @return why that was not possible, if it was not
  public List<ProjectProblem> addToPluginOrder(String plugin) throws IOException {
    WorldFile world = load().project().world();
    List<String> order = world.plugins();
    if (order == null || order.contains(plugin)) {
      return List.of();
    }
    List<String> longer = new ArrayList<>(order);
    longer.add(plugin);
    List<ProjectProblem> left = new ArrayList<>();
    save("world.json", text -> ProjectText.world(world.withPlugins(longer), text), left);
    return List.copyOf(left);
  }

  private static void checkName(String name) {
    if (!ProjectName.isValid(name)) {
      throw new IllegalArgumentException("Not a name for a project's file: " + name);
    }
  }

  private void save(String file, AtomicFile.Content content, List<ProjectProblem> left)
      throws IOException {
    if (damaged().contains(file)) {
      left.add(
          new ProjectProblem(
              Severity.ERROR,
              file,
              "",
              0,
              "not saved: the file has errors, and saving would lose what was not understood",
              "Mend the file by hand, then load and save again"));
      return;
    }
    Path target = root.resolve(file);
    Path folder = target.resolveSibling("");
    Files.createDirectories(folder);
    if (!ProjectPaths.isReallyInside(root, folder)) {
      throw new IOException(folder + " leads out of the project");
    }
    AtomicFile.write(target, content);
  }

  private Set<String> damaged() {
    if (damagedFiles == null) {
      load();
    }
    return damagedFiles == null ? Set.of() : damagedFiles;
  }
}
