package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.session.ChannelInfo;
import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.TraceChain;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.TraceTimeline;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/// The latest messages that the filter lets through, newest last, and the way from one to what led
/// to it and what it led to. Belongs to the window's thread.
public final class MessagesViewModel {
  /// Messages that are listed; older ones go.
  public static final int MAX_KEPT = 5_000;

  private static final int PAGE = 1_000;
  private static final int HISTORY_MAX = 200;

  /// Newer messages that are read to count them where only their payload tells whether they match.
  private static final int NEWER_READ = 200;

  /// Looks between two at the chain of the selected message, which may grow at its end.
  private static final int CHAIN_LOOKS = 10;

  private final TraceSource trace;
  private final Executor window;
  private final Poll<MessagePage> poll;
  private final Poll<TraceTimeline> timelinePoll;
  private final Poll<MessagePage> newerPoll;
  private final ObservableList<MessageRecord> shown = FXCollections.observableArrayList();
  private final ObservableSet<String> hidden = FXCollections.observableSet();
  private final ObservableList<ChannelInfo> channels = FXCollections.observableArrayList();
  private final StringProperty filter = new SimpleStringProperty("");
  private final BooleanProperty paused = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable MessageRecord> selected = new SimpleObjectProperty<>();
  private final ObjectProperty<Optional<TickRange>> range =
      new SimpleObjectProperty<>(Optional.empty());
  private final ReadOnlyObjectWrapper<@Nullable TraceChain> chain = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<TraceTimeline> timeline =
      new ReadOnlyObjectWrapper<>(new TraceTimeline(0, List.of()));
  private final ReadOnlyBooleanWrapper walked = new ReadOnlyBooleanWrapper();
  private final ReadOnlyLongWrapper missed = new ReadOnlyLongWrapper();
  private final ReadOnlyLongWrapper newer = new ReadOnlyLongWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final Deque<Long> history = new ArrayDeque<>();
  private long since;
  private long clearedAt;
  private int looks;
  private long awaited;

  /// Ticks that a selection on the timeline spans, both ends included.
  public record TickRange(long first, long last) {
    public TickRange {
      if (last < first) {
        throw new IllegalArgumentException("from " + first + " to " + last);
      }
    }
  }

  public MessagesViewModel(WorldSession session, Executor window) {
    this.trace = session.trace();
    this.window = window;
    poll =
        new Poll<>(() -> trace.newest(query(), since, PAGE), window, this::arrived, failure::set);
    timelinePoll = new Poll<>(trace::timeline, window, timeline::set, failure::set);
    newerPoll =
        new Poll<>(
            () -> trace.newest(query(), since, query().isCheap() ? 1 : NEWER_READ),
            window,
            this::newer,
            failure::set);
    paused.subscribe(on -> newer.set(0));
    filter.subscribe(text -> asked());
    filter.subscribe((was, is) -> {
      if (!FilterLine.channels(is).isEmpty()) {
        // Plugins may have brought channels since.
        loadChannels();
      }
    });
    range.subscribe(r -> asked());
    hidden.addListener((javafx.collections.SetChangeListener<String>) change -> asked());
    selected.subscribe(this::select);
  }

  /// What the list asks for.
  TraceFilter query() {
    var line = FilterLine.parse(filter.get(), Set.copyOf(hidden));
    return range.get().map(r -> line.between(r.first(), r.last())).orElse(line);
  }

  /// The messages that match the filter.
  public ObservableList<MessageRecord> messages() {
    return shown;
  }

  /// As in [FilterLine].
  public StringProperty filterProperty() {
    return filter;
  }

  /// What the timeline draws: where the filter names channels, only those.
  Timeline lanes(boolean byPlugin) {
    var all = timeline.get();
    var named = query().channels();
    var lanes = all.lanes().stream().filter(lane -> isNamed(lane.channel(), named)).toList();
    return Timeline.of(new TraceTimeline(all.firstTick(), lanes), byPlugin);
  }

  private static boolean isNamed(String channel, List<String> named) {
    var name = channel.toLowerCase(Locale.ROOT);
    return named.isEmpty() || named.stream().anyMatch(name::contains);
  }

  /// Why nothing is listed, in words that say what to do.
  public String emptyText() {
    var line = filter.get();
    var problem = FilterLine.problem(line);
    if (!problem.isEmpty()) {
      return problem;
    }
    var unknown =
        FilterLine.channels(line).stream()
            .filter(name ->
                channels.stream()
                    .noneMatch(c -> isNamed(c.name(), List.of(name.toLowerCase(Locale.ROOT)))))
            .findFirst();
    if (unknown.isPresent() && !channels.isEmpty()) {
      return "No channel “%s”. Esc clears the filter.".formatted(unknown.get());
    }
    return line.isBlank()
        ? "No messages. What plugins publish to each other appears here while the world runs."
        : "No recent message matches. Esc clears the filter.";
  }

  /// Channels that are left out, by their full names.
  public ObservableSet<String> hidden() {
    return hidden;
  }

  /// Every channel of the world; [#loadChannels] brings them up to date.
  public ObservableList<ChannelInfo> channels() {
    return channels;
  }

  /// Ticks to which the list is limited.
  public ObjectProperty<Optional<TickRange>> rangeProperty() {
    return range;
  }

  public ReadOnlyObjectProperty<TraceTimeline> timelineProperty() {
    return timeline.getReadOnlyProperty();
  }

  /// While paused the list stands still; messages that pass meanwhile are counted as missed if the
  /// session cannot keep them.
  public BooleanProperty pausedProperty() {
    return paused;
  }

  public ObjectProperty<@Nullable MessageRecord> selectedProperty() {
    return selected;
  }

  /// The selected message between its causes and effects; null until it has come.
  public ReadOnlyObjectProperty<@Nullable TraceChain> chainProperty() {
    return chain.getReadOnlyProperty();
  }

  /// Whether there is a message to go back to.
  public ReadOnlyBooleanProperty walkedProperty() {
    return walked.getReadOnlyProperty();
  }

  /// How many went by too fast to be listed.
  public ReadOnlyLongProperty missedProperty() {
    return missed.getReadOnlyProperty();
  }

  /// How many matching ones came since the list was held.
  public ReadOnlyLongProperty newerProperty() {
    return newer.getReadOnlyProperty();
  }

  /// The same in words, such as `37 newer`; empty for none.
  public String newerText() {
    var count = newer.get();
    var atLeast = !query().isCheap() && count >= NEWER_READ ? " or more" : "";
    return count == 0 ? "" : String.format(Locale.ROOT, "%,d%s newer", count, atLeast);
  }

  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Fetches what came since the last call.
  public void refresh() {
    timelinePoll.ask();
    if (paused.get()) {
      newerPoll.ask();
    } else {
      poll.ask();
    }
    var now = chain.get();
    // Not while a walk to another message is under way.
    if (now != null && awaited == now.message().sequence() && ++looks % CHAIN_LOOKS == 0) {
      ask(now.message().sequence());
    }
  }

  /// Another question: the list begins anew.
  private void asked() {
    since = clearedAt;
    shown.clear();
    missed.set(0);
    poll.askAnew();
  }

  /// Another world is looked at, the same at another tick perhaps: the list begins anew.
  public void worldChanged() {
    clear();
    clearedAt = 0;
    chain.set(null);
    failure.set("");
    range.set(Optional.empty());
    paused.set(false);
    asked();
  }

  /// Forgets what is listed; what comes from now on is listed.
  public void clear() {
    clearedAt = since;
    shown.clear();
    selected.set(null);
    history.clear();
    walked.set(false);
    missed.set(0);
  }

  private void newer(MessagePage page) {
    var unread = query().isCheap() ? page.missed() : 0;
    newer.set(paused.get() ? page.messages().size() + unread : 0);
  }

  private void arrived(MessagePage page) {
    failure.set("");
    if (page.lastSequence() < since) {
      clearedAt = 0;
      shown.clear();
    }
    // What passed before the list was first looked at is not missed.
    missed.set(since == clearedAt ? 0 : missed.get() + page.missed());
    since = page.lastSequence();
    append(page.messages());
  }

  private void append(List<MessageRecord> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    var over = shown.size() + fresh.size() - MAX_KEPT;
    if (over > 0) {
      shown.remove(0, Math.min(over, shown.size()));
    }
    shown.addAll(fresh);
  }

  /// Leaves a channel out of the list, or takes it in again.
  public void toggle(String channel) {
    if (!hidden.remove(channel)) {
      hidden.add(channel);
    }
  }

  public void loadChannels() {
    var _ =
        trace
            .channels()
            .whenCompleteAsync(
                (found, problem) -> {
                  if (found != null) {
                    channels.setAll(found);
                  }
                },
                window);
  }

  // The chain.

  private void select(@Nullable MessageRecord message) {
    if (message == null) {
      awaited = 0;
      chain.set(null);
    } else if (chain.get() == null || chain.get().message().sequence() != message.sequence()) {
      ask(message.sequence());
    }
  }

  private void ask(long sequence) {
    awaited = sequence;
    var _ =
        trace
            .chain(sequence)
            .whenCompleteAsync((found, problem) -> took(sequence, found, problem), window);
  }

  @SuppressWarnings("NullableOptional") // one of the two is null: so futures tell it
  private void took(
      long sequence, @Nullable Optional<TraceChain> found, @Nullable Throwable problem) {
    if (sequence != awaited) {
      return;
    }
    if (found == null) {
      failure.set("The message could not be followed: " + text(problem));
    } else if (found.isEmpty()) {
      failure.set("Message " + sequence + " is no longer in the trace.");
    } else {
      failure.set("");
      if (!found.get().equals(chain.get())) {
        chain.set(found.get());
      }
      selected.set(found.get().message());
    }
  }

  private static String text(@Nullable Throwable problem) {
    var cause = problem == null || problem.getCause() == null ? problem : problem.getCause();
    return cause == null ? "no answer" : String.valueOf(cause.getMessage());
  }

  /// Goes to another message of the chain, whether it is listed or not; [#back] comes back.
  public void walkTo(long sequence) {
    var now = selected.get();
    if (now != null && now.sequence() != sequence) {
      history.push(now.sequence());
      while (history.size() > HISTORY_MAX) {
        history.removeLast();
      }
      walked.set(true);
    }
    paused.set(true);
    ask(sequence);
  }

  /// Goes to the message before the last walk.
  public void back() {
    if (!history.isEmpty()) {
      ask(history.pop());
      walked.set(!history.isEmpty());
    }
  }

  /// Goes to the nearest message that led to the selected one.
  public boolean walkToCause() {
    return walk(TraceChain::causes);
  }

  /// Goes to the first message that the selected one led to.
  public boolean walkToEffect() {
    return walk(TraceChain::effects);
  }

  private boolean walk(java.util.function.Function<TraceChain, List<TraceChain.Link>> way) {
    var now = chain.get();
    var next =
        now == null
            ? Optional.<Long>empty()
            : way.apply(now).stream().flatMap(link -> link.message().stream()).findFirst();
    next.ifPresent(this::walkTo);
    return next.isPresent();
  }

  /// Rewrites the filter line, such as by adding an entity to it.
  public void refine(UnaryOperator<String> change) {
    filter.set(change.apply(filter.get()).trim());
  }

  TraceSource trace() {
    return trace;
  }
}
