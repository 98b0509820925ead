package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a project once.
final class ProjectReader {
  private static final String NAME_RULE =
      "a name of a-z, 0-9 and '-' that begins with a letter, at most 64 long";

  private final Path root;
  private final ProjectLimits limits;
  private final Problems problems;
  private final JsonFile json;

  /// @param root the project's real path
  ProjectReader(Path root, ProjectLimits limits, Problems problems) {
    this.root = root;
    this.limits = limits;
    this.problems = problems;
    this.json = new JsonFile(root, new JsonSource(limits), problems);
  }

  Project read() {
    WorldFile world = world();
    NavigableMap<String, SceneFile> scenes = scenes();
    NavigableMap<String, PluginFile> plugins = plugins();
    Project project = new Project(world, scenes, plugins, files("assets"), files("scripts"));
    checkNames(project);
    return project;
  }

  private WorldFile world() {
    ObjectNode read = json.read("world.json", limits.worldBytes());
    ObjectNode object = read == null ? JsonNodeFactory.instance.objectNode() : read;
    Fields fields = new Fields(object, "world.json", "", 0, problems);
    if (read != null) {
      fields.takeFormat(WorldFile.FORMAT);
    }
    String name = fields.text("name", Fields::isPlainText, "a name of at most 256 characters");
    long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0);
    long rate = fields.integer("rate", 1, WorldFile.MAX_RATE_HZ, WorldFile.DEFAULT_RATE_HZ);
    String master = fields.text("master", ProjectName::isValid, NAME_RULE);
    List<String> scenes = fields.texts("scenes", ProjectName::isValid, NAME_RULE);
    List<String> plugins = fields.texts("plugins", ProjectName::isValid, NAME_RULE);
    String mainScene = master == null ? "main" : master;
    return new WorldFile(
        name == null ? root.getFileName() + "" : name,
        seed,
        (int) rate,
        mainScene,
        scenes == null ? List.of(mainScene) : scenes,
        plugins,
        firstEdit(fields),
        fields.limits("limits"),
        fields.rest());
  }

  private WorldFile.@Nullable FirstEdit firstEdit(Fields fields) {
    ObjectNode object = fields.object("firstEdit");
    if (object == null) {
      return null;
    }
    Fields inner = new Fields(object, "world.json", "firstEdit", 0, problems);
    String file = inner.neededText("file", ProjectPaths::isInner, ProjectPaths.RULE);
    int line = (int) inner.integer("line", 1, Integer.MAX_VALUE, 1);
    inner.rest().byName().keySet().forEach(field -> inner.wrong(field, "unknown", "Remove it"));
    return file == null ? null : new WorldFile.FirstEdit(file, line);
  }

  private NavigableMap<String, SceneFile> scenes() {
    NavigableMap<String, SceneFile> scenes = new TreeMap<>();
    List<String> files = folder("scenes", limits.scenes(), ProjectReader::isJson);
    for (String file : files) {
      String name = file.substring(0, file.length() - ".json".length());
      if (isNameable("scenes/" + file, name)) {
        SceneFile scene = new SceneReader(name, limits, problems).read(json);
        if (scene != null) {
          scenes.put(name, scene);
        }
      }
    }
    return scenes;
  }

  private static boolean isJson(Path path) {
    return path.getFileName().toString().endsWith(".json");
  }

  private NavigableMap<String, PluginFile> plugins() {
    NavigableMap<String, PluginFile> plugins = new TreeMap<>();
    for (String name : folder("plugins", limits.plugins(), Files::isDirectory)) {
      if (isNameable("plugins/" + name, name)) {
        PluginFile plugin = plugin(name);
        if (plugin != null) {
          plugins.put(name, plugin);
        }
      }
    }
    return plugins;
  }

  private boolean isNameable(String file, String name) {
    if (!ProjectName.isValid(name)) {
      problems.error(file, "", "it cannot be called " + quoted(name), "Use " + NAME_RULE);
      return false;
    }
    return true;
  }

  /// A hostile name must not bring line breaks or escape sequences into a message.
  private static String quoted(String name) {
    return JsonText.quoted(name.length() <= 80 ? name : name.substring(0, 80) + "...");
  }

  private @Nullable PluginFile plugin(String name) {
    String file = "plugins/" + name + "/plugin.json";
    ObjectNode object = json.read(file, limits.pluginBytes());
    if (object == null) {
      return null;
    }
    Fields fields = new Fields(object, file, "", 0, problems);
    String said = fields.text("name", ProjectName::isValid, "the folder's name");
    if (said != null && !said.equals(name)) {
      fields.wrong("name", "the plugin calls itself " + said, "Write \"name\": \"" + name + "\"");
    }
    String language = fields.neededText("language", ProjectName::isValid, NAME_RULE);
    String main = fields.neededText("main", ProjectPaths::isInner, ProjectPaths.RULE);
    if (language == null || main == null || !isMainThere(name, main, fields)) {
      return null;
    }
    List<String> capabilities =
        fields.texts("capabilities", ProjectName::isCapability, "a capability's name");
    return new PluginFile(
        name,
        language,
        main,
        capabilities == null ? List.of() : capabilities,
        fields.values("settings"),
        fields.limits("limits"),
        fields.rest());
  }

  private boolean isMainThere(String plugin, String main, Fields fields) {
    Path path = root.resolve("plugins").resolve(plugin).resolve(main);
    try {
      if (!Files.isRegularFile(path)) {
        fields.wrong("main", main + " is not there", "Write the file's name as it is");
      } else if (!ProjectPaths.isReallyInside(root, path)) {
        fields.wrong("main", main + " leads out of the project", "Put the file itself there");
      } else {
        return true;
      }
    } catch (IOException problem) {
      fields.wrong("main", main + " cannot be read", "Check the file and its rights");
    }
    return false;
  }

  /// The names of what lies in one of the project's folders, sorted; hidden ones left out.
  private List<String> folder(
      String folder, int maximum, java.util.function.Predicate<Path> wanted) {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path) || leadsOut(folder, path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      List<String> names =
          entries
              .filter(entry -> !isHidden(entry) && wanted.test(entry))
              .map(entry -> entry.getFileName().toString())
              .limit(maximum + 1L)
              .sorted()
              .toList();
      if (names.size() > maximum) {
        problems.error(
            folder, "", "more than " + maximum + "; the rest was left out", "Remove some");
      }
      return names.stream().limit(maximum).filter(name -> !entryLeadsOut(folder, name)).toList();
    } catch (IOException problem) {
      problems.error(folder, "", "cannot be read: " + problem.getMessage(), "Check its rights");
      return List.of();
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private boolean entryLeadsOut(String folder, String name) {
    return leadsOut(folder + "/" + name, root.resolve(folder).resolve(name));
  }

  private boolean leadsOut(String file, Path path) {
    try {
      if (ProjectPaths.isReallyInside(root, path)) {
        return false;
      }
      problems.error(file, "", "a link leads out of the project", "Put the thing itself there");
    } catch (IOException problem) {
      problems.error(file, "", "cannot be read: " + problem.getMessage(), "Check its rights");
    }
    return true;
  }

  /// Every file below a folder, with `/`, sorted. Linked folders are not entered.
  private List<String> files(String folder) {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path) || leadsOut(folder, path)) {
      return List.of();
    }
    List<String> files = new ArrayList<>();
    walk(path, "", 0, folder, files);
    if (files.size() > limits.assets()) {
      problems.error(
          folder,
          "",
          "more than " + limits.assets() + " files; the rest was left out",
          "Remove some");
    }
    return files.stream().limit(limits.assets()).sorted().toList();
  }

  private void walk(Path at, String prefix, int depth, String folder, List<String> files) {
    if (depth > limits.folderDepth()) {
      String message = "folders more than " + limits.folderDepth() + " deep";
      problems.error(folder + "/" + prefix, "", message, "Move them up");
      return;
    }
    try (Stream<Path> entries = Files.list(at)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (files.size() > limits.assets()) {
          return;
        }
        visit(entry, prefix, depth, folder, files);
      }
    } catch (IOException problem) {
      problems.error(folder + "/" + prefix, "", "cannot be read", "Check its rights");
    }
  }

  private void visit(Path entry, String prefix, int depth, String folder, List<String> files) {
    String relative = prefix + entry.getFileName();
    String file = folder + "/" + relative;
    if (isHidden(entry)) {
      return;
    } else if (!ProjectPaths.isInner(relative)) {
      problems.error(folder, "", "a file cannot be called " + quoted(relative), "Rename it");
    } else if (Files.isSymbolicLink(entry) && leadsOut(file, entry)) {
      return;
    } else if (Files.isDirectory(entry) && Files.isSymbolicLink(entry)) {
      problems.warning(file, "", "a linked folder, left out", "Put the folder itself there");
    } else if (Files.isDirectory(entry)) {
      walk(entry, relative + "/", depth + 1, folder, files);
    } else if (Files.isRegularFile(entry)) {
      files.add(relative);
    }
  }

  private void checkNames(Project project) {
    WorldFile world = project.world();
    if (!world.scenes().contains(world.master())) {
      missing("master", "the master scene " + world.master() + " is not in the list of scenes");
    }
    for (String scene : world.scenes()) {
      if (!Files.exists(root.resolve("scenes").resolve(scene + ".json"))) {
        missing("scenes", "there is no scenes/" + scene + ".json");
      }
    }
    for (String scene : project.scenes().keySet()) {
      if (!world.scenes().contains(scene)) {
        unused("scenes/" + scene + ".json", "scenes");
      }
    }
    checkPlugins(project);
    checkFirstEdit(world.firstEdit());
  }

  private void checkPlugins(Project project) {
    List<String> order = project.world().plugins();
    if (order == null) {
      return;
    }
    for (String plugin : order) {
      if (!Files.isDirectory(root.resolve("plugins").resolve(plugin))) {
        missing("plugins", "there is no folder plugins/" + plugin);
      }
    }
    for (String plugin : project.plugins().keySet()) {
      if (!order.contains(plugin)) {
        unused("plugins/" + plugin + "/plugin.json", "plugins");
      }
    }
  }

  private void checkFirstEdit(WorldFile.@Nullable FirstEdit edit) {
    if (edit != null && !Files.isRegularFile(root.resolve(edit.file()))) {
      problems.warning(
          "world.json", "firstEdit.file", edit.file() + " is not there", "Name another file");
    }
  }

  /// Nothing of `world.json` was left out, so it may still be saved: a warning.
  private void missing(String field, String message) {
    problems.warning("world.json", field, message, "Add it, or change the name");
  }

  private void unused(String file, String list) {
    problems.warning(
        file, "", "it is not in the world's list of " + list, "Add it to world.json to use it");
  }
}
