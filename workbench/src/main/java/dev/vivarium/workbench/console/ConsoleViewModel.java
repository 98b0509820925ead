package dev.vivarium.workbench.console;

import dev.vivarium.workbench.session.LogLine;
import dev.vivarium.workbench.session.LogPage;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The latest log lines, newest last. Belongs to the window's thread.
public final class ConsoleViewModel {
  /// Lines that are kept; older ones go.
  public static final int MAX_KEPT = 5_000;

  private static final int PAGE = 500;

  private final Poll<LogPage> poll;
  private final Deque<LogLine> kept = new ArrayDeque<>();
  private final ObservableList<LogLine> shown = FXCollections.observableArrayList();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<LogLine.Level> level =
      new SimpleObjectProperty<>(LogLine.Level.INFO);
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private long since;

  public ConsoleViewModel(WorldSession session, Executor window) {
    poll = new Poll<>(() -> session.logs(since, PAGE), window, this::arrived, failure::set);
    filter.subscribe(f -> showKept());
    level.subscribe(l -> showKept());
  }

  public ObservableList<LogLine> lines() {
    return shown;
  }

  /// Part of the source or the text.
  public StringProperty filterProperty() {
    return filter;
  }

  /// The quietest level that is shown.
  public ObjectProperty<LogLine.Level> levelProperty() {
    return level;
  }

  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  public void refresh() {
    poll.ask();
  }

  public void clear() {
    kept.clear();
    shown.clear();
  }

  private void arrived(LogPage page) {
    failure.set("");
    if (page.lastSequence() < since) {
      clear();
    }
    since = page.lastSequence();
    if (page.lines().isEmpty()) {
      return;
    }
    kept.addAll(page.lines());
    while (kept.size() > MAX_KEPT) {
      kept.removeFirst();
    }
    var fresh = page.lines().stream().filter(this::matches).toList();
    var over = shown.size() + fresh.size() - MAX_KEPT;
    if (over > 0) {
      shown.remove(0, Math.min(over, shown.size()));
    }
    shown.addAll(fresh);
  }

  private void showKept() {
    shown.setAll(kept.stream().filter(this::matches).toList());
  }

  private boolean matches(LogLine line) {
    var text = (line.source() + " " + line.text()).toLowerCase(Locale.ROOT);
    return line.level().compareTo(level.get()) >= 0
        && text.contains(filter.get().toLowerCase(Locale.ROOT).trim());
  }
}
