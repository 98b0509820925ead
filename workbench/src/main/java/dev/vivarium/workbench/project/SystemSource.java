package dev.vivarium.workbench.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the line in which a plugin's source declares a system. Blocks on the file system.
public final class SystemSource {
  private static final List<String> ENDINGS = List.of(".ts", ".rs", ".c", ".cpp", ".h", ".wat");

  private SystemSource() {}

  /// The place of a system such as `fish/swim`, as `plugins/fish/fish.ts:173`; empty where no file
  /// of the plugin declares a function of that name.
  public static Optional<String> find(ProjectFiles files, String system) {
    var slash = system.indexOf('/');
    if (slash < 1) {
      return Optional.empty();
    }
    var function = Pattern.quote(system.substring(slash + 1));
    var declared = Pattern.compile("\\b(?:function|fn|void|func)\\s+\\$?" + function + "\\b");
    var folder = "plugins/" + system.substring(0, slash);
    var sources = new ArrayList<String>();
    collect(files.scan(), folder, sources);
    return sources.stream().flatMap(path -> in(files, path, declared).stream()).findFirst();
  }

  private static void collect(ProjectEntry entry, String folder, List<String> into) {
    for (var child : entry.children()) {
      if (child.folder()) {
        collect(child, folder, into);
      } else if (child.path().startsWith(folder + "/")
          && ENDINGS.stream().anyMatch(child.path()::endsWith)) {
        into.add(child.path());
      }
    }
  }

  private static Optional<String> in(ProjectFiles files, String path, Pattern declared) {
    try {
      var lines = files.read(path).lines().toList();
      for (var i = 0; i < lines.size(); i++) {
        if (declared.matcher(lines.get(i)).find()) {
          return Optional.of(path + ":" + (i + 1));
        }
      }
      return Optional.empty();
    } catch (ProjectException e) {
      return Optional.empty();
    }
  }
}
