package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The latest messages, newest last. Belongs to the window's thread.
public final class MessagesViewModel {
  /// Messages that are kept; older ones go.
  public static final int MAX_KEPT = 5_000;

  private static final int PAGE = 500;

  private final Poll<MessagePage> poll;
  private final Deque<MessageRecord> kept = new ArrayDeque<>();
  private final ObservableList<MessageRecord> shown = FXCollections.observableArrayList();
  private final StringProperty filter = new SimpleStringProperty("");
  private final BooleanProperty paused = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable MessageRecord> selected = new SimpleObjectProperty<>();
  private final ReadOnlyLongWrapper missed = new ReadOnlyLongWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private long since;

  public MessagesViewModel(WorldSession session, Executor window) {
    poll = new Poll<>(() -> session.messages(since, PAGE), window, this::arrived, failure::set);
    filter.subscribe(text -> showKept());
  }

  /// The messages that match the filter.
  public ObservableList<MessageRecord> messages() {
    return shown;
  }

  /// Words that must all be part of the channel, sender, receivers or payload.
  public StringProperty filterProperty() {
    return filter;
  }

  /// While paused the list stands still; messages that pass meanwhile are counted as missed if the
  /// session cannot keep them.
  public BooleanProperty pausedProperty() {
    return paused;
  }

  public ObjectProperty<@Nullable MessageRecord> selectedProperty() {
    return selected;
  }

  /// How many went by too fast to be listed.
  public ReadOnlyLongProperty missedProperty() {
    return missed.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Fetches what came since the last call.
  public void refresh() {
    if (!paused.get()) {
      poll.ask();
    }
  }

  public void clear() {
    kept.clear();
    shown.clear();
    selected.set(null);
    missed.set(0);
  }

  private void arrived(MessagePage page) {
    failure.set("");
    if (page.lastSequence() < since) {
      clear();
    }
    // What passed before the list was first looked at is not missed.
    missed.set(since == 0 ? 0 : missed.get() + page.missed());
    since = page.lastSequence();
    if (paused.get() || page.messages().isEmpty()) {
      return;
    }
    kept.addAll(page.messages());
    while (kept.size() > MAX_KEPT) {
      kept.removeFirst();
    }
    append(page.messages().stream().filter(this::matches).toList());
  }

  private void append(List<MessageRecord> fresh) {
    var over = shown.size() + fresh.size() - MAX_KEPT;
    if (over > 0) {
      shown.remove(0, Math.min(over, shown.size()));
    }
    shown.addAll(fresh);
  }

  private void showKept() {
    var matching = new ArrayList<MessageRecord>();
    kept.stream().filter(this::matches).forEach(matching::add);
    shown.setAll(matching);
  }

  private boolean matches(MessageRecord m) {
    var text =
        (m.channel() + " " + m.sender() + " " + m.receivers() + " " + m.payloadJson())
            .toLowerCase(Locale.ROOT);
    return List.of(filter.get().toLowerCase(Locale.ROOT).trim().split("\\s+")).stream()
        .allMatch(text::contains);
  }
}
