package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What is searched for in the open document.
public final class FindViewModel {
  /// Most matches that are counted.
  static final int MAX_MATCHES = 10_000;

  private final BooleanProperty visible = new SimpleBooleanProperty();
  private final StringProperty query = new SimpleStringProperty("");
  private final BooleanProperty matchCase = new SimpleBooleanProperty();

  /// A stretch of the text, `start` included, `end` not; `number` of `count`, from 1.
  record Match(int start, int end, int number, int count) {}

  public BooleanProperty visibleProperty() {
    return visible;
  }

  public StringProperty queryProperty() {
    return query;
  }

  public BooleanProperty matchCaseProperty() {
    return matchCase;
  }

  /// The first match at or after `from`, going round at the end.
  Optional<Match> next(String text, int from) {
    var starts = starts(text);
    for (var i = 0; i < starts.size(); i++) {
      if (starts.get(i) >= from) {
        return Optional.of(match(starts, i));
      }
    }
    return starts.isEmpty() ? Optional.empty() : Optional.of(match(starts, 0));
  }

  /// The last match that begins before `from`, going round at the start.
  Optional<Match> previous(String text, int from) {
    var starts = starts(text);
    for (var i = starts.size() - 1; i >= 0; i--) {
      if (starts.get(i) < from) {
        return Optional.of(match(starts, i));
      }
    }
    return starts.isEmpty() ? Optional.empty() : Optional.of(match(starts, starts.size() - 1));
  }

  private Match match(List<Integer> starts, int index) {
    var start = starts.get(index);
    return new Match(start, start + query.get().length(), index + 1, starts.size());
  }

  private List<Integer> starts(String text) {
    var starts = new ArrayList<Integer>();
    var needle = folded(query.get());
    var hay = folded(text);
    if (needle.isEmpty()) {
      return starts;
    }
    var at = hay.indexOf(needle);
    while (at >= 0 && starts.size() < MAX_MATCHES) {
      starts.add(at);
      at = hay.indexOf(needle, at + needle.length());
    }
    return starts;
  }

  private String folded(String text) {
    return matchCase.get() ? text : text.toLowerCase(Locale.ROOT);
  }
}
