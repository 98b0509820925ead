package dev.vivarium.workbench.project;

import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What in the project's tree is marked as wrong: files with errors, the folders that they lie in,
/// and the folders of plugins that failed.
///
/// @param errors how many errors there are in a file, or below a folder
/// @param failed why the plugin of a folder failed
record ProjectMarks(Map<String, Integer> errors, Map<String, String> failed) {
  static final ProjectMarks NONE = new ProjectMarks(Map.of(), Map.of());

  ProjectMarks {
    errors = Map.copyOf(errors);
    failed = Map.copyOf(failed);
  }

  static ProjectMarks of(List<Diagnostic> found, List<PluginStatus> plugins) {
    var errors = new HashMap<String, Integer>();
    found.stream()
        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
        .flatMap(d -> d.place().stream())
        .forEach(place -> add(errors, place.file()));
    var failed =
        plugins.stream()
            .filter(p -> p.state() == PluginState.FAILED)
            .collect(
                Collectors.toMap(p -> "plugins/" + p.name(), PluginStatus::detail, (a, b) -> a));
    return new ProjectMarks(errors, failed);
  }

  private static void add(Map<String, Integer> errors, String file) {
    for (var path = file; !path.isEmpty(); path = parent(path)) {
      errors.merge(path, 1, Integer::sum);
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  boolean isWrong(String path) {
    return errors.containsKey(path) || failed.containsKey(path);
  }

  /// The number of errors in a file or of a plugin; a folder of plugins has a mark but no number.
  String count(ProjectEntry entry) {
    var count = errors.getOrDefault(entry.path(), 0);
    var counted = !entry.folder() || entry.path().matches("plugins/[^/]+");
    return count == 0 || !counted ? "" : Integer.toString(count);
  }

  /// What is wrong, in words; empty where nothing is.
  String words(String path) {
    var count = errors.getOrDefault(path, 0);
    var text = count == 0 ? "" : count == 1 ? "1 error" : count + " errors";
    var why = failed.get(path);
    if (why == null) {
      return text;
    }
    var failure = why.isEmpty() ? "The plugin failed" : "The plugin failed: " + why;
    return text.isEmpty() ? failure : failure + "\n" + text;
  }
}
