package dev.vivarium.workbench.console;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.LogLine.Level;
import dev.vivarium.workbench.session.LogPage;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The newest lines of the log that the filter lets through, newest last. Belongs to the window's
/// thread.
public final class ConsoleViewModel {
  /// Rows that are kept; older ones go.
  public static final int MAX_KEPT = 10_000;

  /// Rows of errors and warnings that are kept beside them.
  public static final int MAX_LOUD = 2_000;

  /// Plugins and other sources that the filter offers.
  static final int MAX_SOURCES = 500;

  /// Pages that are asked for at once, so that a look takes in all that a session keeps.
  private static final int MAX_PAGES = 10;

  private final WorldSession session;
  private final Executor window;
  private final Poll<LogPage> poll;
  private final LogFold kept = new LogFold(MAX_KEPT, MAX_LOUD);
  private final ObservableList<LogRow> shown = FXCollections.observableArrayList();
  private final ObjectProperty<LogFilter> filter = new SimpleObjectProperty<>(LogFilter.USUAL);
  private final ReadOnlyObjectWrapper<List<String>> sources =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Map<Level, Integer>> counts =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyLongWrapper lost = new ReadOnlyLongWrapper();
  private final ReadOnlyLongWrapper unseen = new ReadOnlyLongWrapper();
  private final BooleanProperty atNewest = new SimpleBooleanProperty(true);
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private LogFilter.Matcher matcher = LogFilter.USUAL.matcher();
  private long since;
  private long missed;
  private int pages;

  public ConsoleViewModel(WorldSession session, Executor window) {
    this.session = session;
    this.window = window;
    poll =
        new Poll<>(
            () -> session.logs(since, WorldSession.MAX_PAGE), window, this::arrived, failure::set);
    filter.addListener((property, before, now) -> filterChanged(now));
    atNewest.subscribe(now -> {
      if (now) {
        unseen.set(0);
      }
    });
  }

  ObservableList<LogRow> rows() {
    return shown;
  }

  ObjectProperty<LogFilter> filterProperty() {
    return filter;
  }

  /// Who has written lines, by name.
  ReadOnlyObjectProperty<List<String>> sourcesProperty() {
    return sources.getReadOnlyProperty();
  }

  /// How many lines of each level are kept, shown or not.
  ReadOnlyObjectProperty<Map<Level, Integer>> countsProperty() {
    return counts.getReadOnlyProperty();
  }

  /// How many errors are kept.
  public int errors() {
    return count(Level.ERROR);
  }

  /// Whether the newest line is in sight.
  public boolean isAtNewest() {
    return atNewest.get();
  }

  int count(Level level) {
    return counts.get().getOrDefault(level, 0);
  }

  /// Lines that are kept no more, or came too fast to be read.
  ReadOnlyLongProperty lostProperty() {
    return lost.getReadOnlyProperty();
  }

  /// Whether the view stays at the newest line; the view sets it.
  BooleanProperty atNewestProperty() {
    return atNewest;
  }

  /// Lines that came since the view left the newest one.
  ReadOnlyLongProperty unseenProperty() {
    return unseen.getReadOnlyProperty();
  }

  /// Why there is nothing new; empty while there is.
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  public void refresh() {
    pages = 0;
    poll.ask();
  }

  /// Shows lines with these words only.
  public void find(String words) {
    filter.set(filter.get().withWords(words));
  }

  /// Shows what one source wrote.
  void showOnly(String source) {
    var others = new TreeSet<>(sources.get());
    others.remove(source);
    filter.set(filter.get().withHidden(others));
  }

  void showAll() {
    filter.set(LogFilter.USUAL);
  }

  public void clear() {
    kept.clear();
    shown.clear();
    missed = 0;
    unseen.set(0);
    count();
  }

  /// The entity with this label, if it lives.
  CompletableFuture<EntityHandle> entity(String label) {
    return session
        .entities(new EntityQuery(label, 0, 1))
        .thenApplyAsync(page -> page.rows().getFirst().handle(), window);
  }

  private void arrived(LogPage page) {
    failure.set("");
    if (page.lastSequence() < since) {
      clear();
      since = 0;
      poll.ask();
      return;
    }
    since = page.lastSequence();
    missed += page.missed();
    if (!page.lines().isEmpty()) {
      take(page.lines().stream().map(LogRow::new).toList());
    }
    count();
    if (page.lines().size() == WorldSession.MAX_PAGE && ++pages < MAX_PAGES) {
      poll.ask();
    }
  }

  private void take(List<LogRow> rows) {
    rows.forEach(kept::add);
    learnSources(rows);
    var fresh = new ArrayList<LogRow>();
    for (LogRow row : rows) {
      if (matcher.matches(row.line())) {
        fold(fresh, row);
      }
    }
    if (!fresh.isEmpty()) {
      show(fresh);
    }
  }

  private static void fold(List<LogRow> rows, LogRow row) {
    if (!rows.isEmpty() && rows.getLast().continuedBy(row)) {
      rows.set(rows.size() - 1, rows.getLast().with(row));
    } else {
      rows.add(row);
    }
  }

  private void show(List<LogRow> fresh) {
    if (!atNewest.get()) {
      unseen.set(unseen.get() + fresh.stream().mapToInt(LogRow::count).sum());
    }
    if (!shown.isEmpty() && shown.getLast().continuedBy(fresh.getFirst())) {
      shown.set(shown.size() - 1, shown.getLast().with(fresh.removeFirst()));
    }
    var over = shown.size() + fresh.size() - MAX_KEPT;
    if (over > 0) {
      shown.remove(0, Math.min(over, shown.size()));
    }
    shown.addAll(fresh);
  }

  private void learnSources(List<LogRow> rows) {
    var all = new TreeSet<>(sources.get());
    for (LogRow row : rows) {
      if (all.size() < MAX_SOURCES) {
        all.add(row.line().source());
      }
    }
    if (all.size() > sources.get().size()) {
      sources.set(List.copyOf(all));
    }
  }

  private void count() {
    var now = kept.counts().copy();
    if (!now.equals(counts.get())) {
      counts.set(now);
    }
    lost.set(missed + kept.dropped());
  }

  private void filterChanged(LogFilter now) {
    matcher = now.matcher();
    var rows = new ArrayList<LogRow>();
    kept.rows().filter(row -> matcher.matches(row.line())).forEach(row -> fold(rows, row));
    var over = Math.max(0, rows.size() - MAX_KEPT);
    shown.setAll(rows.subList(over, rows.size()));
  }

  /// Whether nothing has been logged, or all of it was cleared.
  boolean isEmpty() {
    return kept.rows().findAny().isEmpty();
  }
}
