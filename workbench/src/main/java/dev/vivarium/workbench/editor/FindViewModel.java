package dev.vivarium.workbench.editor;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/// What is searched for in the open document, and what takes its place.
public final class FindViewModel extends SearchForm {
  private final BooleanProperty visible = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /// A stretch of the text, `start` included, `end` not; `number` of `count`, from 1.
  record Match(int start, int end, int number, int count) {}

  public BooleanProperty visibleProperty() {
    return visible;
  }

  /// Why the last search could not be done; empty where it could.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// What is searched for, while the bar is shown.
  Optional<TextSearch> shown() {
    return visible.get() && !queryProperty().get().isEmpty()
        ? Optional.of(search())
        : Optional.empty();
  }

  /// The first match at or after `from`, going round at the end.
  Optional<Match> next(String text, int from) {
    var found = found(text);
    for (var i = 0; i < found.size(); i++) {
      if (found.get(i).start() >= from) {
        return Optional.of(match(found, i));
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(match(found, 0));
  }

  /// The last match that begins before `from`, going round at the start.
  Optional<Match> previous(String text, int from) {
    var found = found(text);
    for (var i = found.size() - 1; i >= 0; i--) {
      if (found.get(i).start() < from) {
        return Optional.of(match(found, i));
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(match(found, found.size() - 1));
  }

  /// The edit that replaces the match from `start` to `end`, if there is one just there.
  Optional<TextEdit> replaceOne(String text, int start, int end) {
    return found(text).stream()
        .filter(m -> m.start() == start && m.end() == end)
        .map(m -> new TextEdit(start, end, m.replacement()))
        .findFirst();
  }

  /// The edits that replace every match.
  List<TextEdit> replaceAll(String text) {
    return found(text).stream()
        .map(m -> new TextEdit(m.start(), m.end(), m.replacement()))
        .toList();
  }

  private static Match match(List<TextSearch.Match> found, int index) {
    var match = found.get(index);
    return new Match(match.start(), match.end(), index + 1, found.size());
  }

  private List<TextSearch.Match> found(String text) {
    try {
      problem.set("");
      return search().matches(text, replacementProperty().get(), () -> false);
    } catch (TextSearch.SearchException e) {
      problem.set(e.getMessage());
      return List.of();
    }
  }
}
