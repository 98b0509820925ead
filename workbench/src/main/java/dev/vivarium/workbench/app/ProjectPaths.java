package dev.vivarium.workbench.app;

import dev.vivarium.workbench.project.ProjectEntry;
import dev.vivarium.workbench.project.ProjectViewModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The project's files by parts of their paths.
record ProjectPaths(ProjectViewModel tree) {
  private static final int MAX_MATCHES = 50;

  /// Files whose path holds every word of what was typed, short paths first.
  List<String> matching(String typed) {
    var words = List.of(typed.toLowerCase(Locale.ROOT).strip().split("[ ]+"));
    var paths = new ArrayList<String>();
    collect(tree.treeProperty().get(), paths);
    return paths.stream()
        .filter(p -> words.stream().allMatch(p.toLowerCase(Locale.ROOT)::contains))
        .sorted((a, b) -> Integer.compare(a.length(), b.length()))
        .limit(MAX_MATCHES)
        .toList();
  }

  private static void collect(ProjectEntry entry, List<String> into) {
    if (!entry.folder()) {
      into.add(entry.path());
    }
    entry.children().forEach(child -> collect(child, into));
  }
}
