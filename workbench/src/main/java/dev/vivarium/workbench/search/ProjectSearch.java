package dev.vivarium.workbench.search;

import dev.vivarium.workbench.editor.Excerpt;
import dev.vivarium.workbench.editor.TextSearch;
import dev.vivarium.workbench.project.ProjectEntry;
import dev.vivarium.workbench.project.ProjectException;
import dev.vivarium.workbench.project.ProjectFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// Looks through all files that the project's tree shows. Blocks.
final class ProjectSearch {
  /// Most matches in all.
  static final int MAX_HITS = 5_000;

  private static final int SHOWN_CHARS = 240;

  private final ProjectFiles files;
  private final Function<String, Optional<String>> unsaved;

  /// `unsaved` gives the text of a file as it stands in the editor.
  ProjectSearch(ProjectFiles files, Function<String, Optional<String>> unsaved) {
    this.files = files;
    this.unsaved = unsaved;
  }

  /// What a search came to.
  ///
  /// @param skipped files that were not looked into, each with the reason
  record Summary(int files, int hits, List<String> skipped, boolean full) {}

  /// Hands out the hits file by file.
  ///
  /// @throws TextSearch.SearchException if the expression is wrong or takes too long
  Summary run(
      TextSearch search, String replacement, BooleanSupplier cancelled, Consumer<List<Hit>> found) {
    var skipped = new ArrayList<String>();
    var looked = 0;
    var hits = 0;
    for (var path : paths(files.scan(), new ArrayList<>())) {
      if (cancelled.getAsBoolean() || hits >= MAX_HITS) {
        break;
      }
      looked++;
      var text = text(path, skipped);
      var here = text.map(t -> hits(path, t, search, replacement, cancelled)).orElse(List.of());
      if (!here.isEmpty()) {
        hits += here.size();
        found.accept(here);
      }
    }
    return new Summary(looked, hits, List.copyOf(skipped), hits >= MAX_HITS);
  }

  private Optional<String> text(String path, List<String> skipped) {
    try {
      return Optional.of(unsaved.apply(path).orElseGet(() -> files.read(path)));
    } catch (ProjectException e) {
      skipped.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static List<String> paths(ProjectEntry entry, List<String> out) {
    if (!entry.folder()) {
      out.add(entry.path());
    }
    entry.children().forEach(child -> paths(child, out));
    return out;
  }

  private static List<Hit> hits(
      String path, String text, TextSearch search, String replacement, BooleanSupplier cancelled) {
    var hits = new ArrayList<Hit>();
    var line = 1;
    var lineStart = 0;
    for (var match : search.matches(text, replacement, cancelled)) {
      for (var end = text.indexOf('\n', lineStart);
          end >= 0 && end < match.start();
          end = text.indexOf('\n', lineStart)) {
        line++;
        lineStart = end + 1;
      }
      hits.add(hit(path, text, match, line, lineStart));
    }
    return hits;
  }

  private static Hit hit(
      String path, String text, TextSearch.Match match, int line, int lineStart) {
    var end = text.indexOf('\n', match.start());
    var whole = text.substring(lineStart, end < 0 ? text.length() : end);
    var excerpt = new Excerpt(whole, match.start() - lineStart, match.end() - match.start());
    return new Hit(
        path,
        line,
        match.start() - lineStart + 1,
        match.end() - match.start(),
        excerpt.within(SHOWN_CHARS),
        match.replacement());
  }
}
