package dev.vivarium.workbench.history;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.HistoryStatus;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.RecordingFile;
import dev.vivarium.workbench.session.SwitchedSession;
import dev.vivarium.workbench.session.TickComparison;
import dev.vivarium.workbench.session.WorldSession;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Which tick the window shows, and what there is to choose from. Belongs to the window's thread.
///
/// While a tick is being made the window goes on showing the last one; of the ticks that are asked
/// for meanwhile only the newest is made next.
@SuppressWarnings("ReferenceEquality") // a visit is itself and nothing else
public final class HistoryViewModel {
  private final SwitchedSession session;
  private final HistorySource history;
  private final Executor window;
  private final Poll<HistoryStatus> poll;
  private final ReadOnlyObjectWrapper<HistoryStatus> status =
      new ReadOnlyObjectWrapper<>(HistoryStatus.NONE);
  private final ReadOnlyObjectWrapper<OptionalLong> shown =
      new ReadOnlyObjectWrapper<>(OptionalLong.empty());
  private final ReadOnlyObjectWrapper<OptionalLong> wanted =
      new ReadOnlyObjectWrapper<>(OptionalLong.empty());
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(1);
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<RecordingFile>> broken =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final BooleanProperty asksToRunOn = new SimpleBooleanProperty();
  private final ObjectProperty<OptionalLong> compareFrom =
      new SimpleObjectProperty<>(OptionalLong.empty());
  private final ReadOnlyObjectWrapper<Optional<TickComparison>> comparison =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<RecordingFile> recordings = FXCollections.observableArrayList();
  private HistorySource.@Nullable Visit visit;

  public HistoryViewModel(SwitchedSession session, Executor window) {
    this.session = session;
    this.history = session.history();
    this.window = window;
    this.poll = new Poll<>(history::status, window, this::arrived, notice::set);
  }

  public ReadOnlyObjectProperty<HistoryStatus> statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// The tick that the window shows; empty for the live world.
  public ReadOnlyObjectProperty<OptionalLong> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /// The tick that is being made; empty while none is.
  public ReadOnlyObjectProperty<OptionalLong> wantedProperty() {
    return wanted.getReadOnlyProperty();
  }

  /// How much of it is done, 0 to 1.
  public ReadOnlyDoubleProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  /// Why the last act was not done; empty once one was.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  /// The broken recording that the notice speaks of.
  public ReadOnlyObjectProperty<Optional<RecordingFile>> brokenProperty() {
    return broken.getReadOnlyProperty();
  }

  /// What is being done that takes its time; empty for nothing.
  public ReadOnlyStringProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// Whether the user is asked to confirm that the live world becomes the one that is shown.
  public BooleanProperty asksToRunOnProperty() {
    return asksToRunOn;
  }

  /// One of the two ticks to compare.
  public ObjectProperty<OptionalLong> compareFromProperty() {
    return compareFrom;
  }

  public ReadOnlyObjectProperty<Optional<TickComparison>> comparisonProperty() {
    return comparison.getReadOnlyProperty();
  }

  public ObservableList<RecordingFile> recordings() {
    return recordings;
  }

  /// Looks at what there is again.
  public void refresh() {
    poll.ask();
    var now = visit;
    if (now != null) {
      progress.set(now.progress());
    }
  }

  private void arrived(HistoryStatus now) {
    status.set(now);
    if (shown.get().isPresent() && now.isEmpty()) {
      live();
    }
  }

  // The tick that is shown.

  /// Shows a tick as soon as it is made; at or after the end of a world that is being recorded, the
  /// live world.
  public void show(long tick) {
    var now = status.get();
    if (now.isEmpty()) {
      notice.set("Nothing is recorded yet; press Record.");
    } else if (tick >= now.lastTick() && now.follows()) {
      live();
    } else {
      wanted.set(OptionalLong.of(Math.clamp(tick, now.firstTick(), now.lastTick())));
      asksToRunOn.set(false);
      makeWanted();
    }
  }

  private void makeWanted() {
    if (visit != null || wanted.get().isEmpty()) {
      return;
    }
    var tick = wanted.get().getAsLong();
    var next = history.at(tick);
    visit = next;
    progress.set(0);
    var _ =
        next.world()
            .whenCompleteAsync((world, problem) -> made(next, tick, world, problem), window);
  }

  private void made(
      HistorySource.Visit of,
      long tick,
      @Nullable WorldSession world,
      @Nullable Throwable problem) {
    if (of != visit) {
      return;
    }
    visit = null;
    progress.set(1);
    if (world != null) {
      notice.set("");
      session.showPast(tick, world);
      shown.set(OptionalLong.of(tick));
    } else if (problem != null) {
      notice.set(reason(problem));
    }
    if (wanted.get().equals(OptionalLong.of(tick))) {
      wanted.set(OptionalLong.empty());
    }
    makeWanted();
  }

  private static String reason(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    return String.valueOf(cause == null ? problem.getMessage() : cause.getMessage());
  }

  /// Goes by so many ticks from the one that is shown or on its way.
  public void move(long ticks) {
    var from = wanted.get().isPresent() ? wanted.get() : shown.get();
    show(from.orElse(status.get().lastTick()) + ticks);
  }

  /// Goes to the next mark in this direction, or the end.
  public void moveToMark(int direction) {
    var from = shown.get().orElse(status.get().lastTick());
    var ticks =
        status.get().marks().stream()
            .mapToLong(HistoryStatus.Mark::tick)
            .filter(t -> direction > 0 ? t > from : t < from);
    var next = direction > 0 ? ticks.min() : ticks.max();
    show(next.orElse(direction > 0 ? status.get().lastTick() : status.get().firstTick()));
  }

  /// Whether the tick is kept.
  public boolean holds(long tick) {
    var now = status.get();
    return !now.isEmpty() && now.firstTick() <= tick && tick <= now.lastTick();
  }

  public boolean isPast() {
    return shown.get().isPresent();
  }

  /// Gives up the tick on its way.
  public void giveUp() {
    wanted.set(OptionalLong.empty());
    var now = visit;
    visit = null;
    progress.set(1);
    if (now != null) {
      now.cancel();
    }
  }

  /// What went wrong has been read.
  public void dismissNotice() {
    broken.set(Optional.empty());
    notice.set("");
  }

  /// Shows the live world.
  public void live() {
    giveUp();
    asksToRunOn.set(false);
    if (shown.get().isPresent()) {
      session.showLive();
      shown.set(OptionalLong.empty());
    }
  }

  // Acts.

  public void toggleRecording() {
    var on = !status.get().recording();
    if (on) {
      live();
    }
    var _ = act("", history.record(on));
  }

  /// Keeps the newest seconds of the live world without being asked; 0 for none.
  void keepNewest(int seconds) {
    // Nobody asked for it, so nobody need hear that it may not be.
    var _ = history.keepNewest(seconds);
  }

  /// Asks whether the live world is to become the one that is shown.
  public void askToRunOn() {
    asksToRunOn.set(isPast());
  }

  public void runOn(HistorySource.Sources sources) {
    asksToRunOn.set(false);
    shown
        .get()
        .ifPresent(tick -> {
          var _ =
              act("Running on from tick %,d".formatted(tick), history.runOn(tick, sources))
                  .thenAccept(done -> {
                    if (done) {
                      live();
                      refreshRecordings();
                    }
                  });
        });
  }

  /// Takes the tick that is shown as one of two to compare.
  public void markToCompare() {
    compareFrom.set(OptionalLong.of(here()));
  }

  private long here() {
    return shown.get().orElse(status.get().lastTick());
  }

  /// Compares the tick taken before, or else the newest, with the one that is shown.
  public void compare() {
    var other = compareFrom.get().orElse(status.get().lastTick());
    var from = Math.min(other, here());
    var to = Math.max(other, here());
    busy.set("Comparing ticks %,d and %,d".formatted(from, to));
    var _ =
        history
            .compare(from, to)
            .whenCompleteAsync(
                (found, problem) -> {
                  busy.set("");
                  notice.set(problem == null ? "" : reason(problem));
                  if (found != null) {
                    comparison.set(Optional.of(found));
                  }
                },
                window);
  }

  /// Fetches the list of recordings on disk.
  public void refreshRecordings() {
    var _ =
        history
            .recordings()
            .whenCompleteAsync(
                (files, problem) -> {
                  // Alike lists are left alone, so that what is selected stays so.
                  if (files != null && !recordings.equals(files)) {
                    recordings.setAll(files);
                  }
                },
                window);
  }

  public void save(String name) {
    actOnFiles("Saving the recording", history.save(name));
  }

  public void open(RecordingFile file) {
    live();
    var _ =
        act("Opening " + file.name(), history.open(file.name()))
            .thenAccept(done -> {
              broken.set(done || !file.isBroken() ? Optional.empty() : Optional.of(file));
              refreshRecordings();
            });
  }

  /// Opens a recording that was made just now.
  public void open(String name) {
    live();
    var _ =
        act("Opening " + name, history.open(name))
            .thenAccept(done -> {
              broken.set(Optional.empty());
              refreshRecordings();
            });
  }

  public void delete(RecordingFile file) {
    actOnFiles("", history.delete(file.name()));
  }

  /// Deletes what could not be opened.
  void deleteBroken() {
    broken.get().ifPresent(this::delete);
  }

  public void copy(RecordingFile file, Path to) {
    actOnFiles("Copying " + file.name(), history.copy(file.name(), to));
  }

  private void actOnFiles(String what, CompletableFuture<CommandResult> act) {
    var _ = act(what, act).thenAccept(done -> refreshRecordings());
  }

  private CompletableFuture<Boolean> act(String what, CompletableFuture<CommandResult> act) {
    busy.set(what);
    broken.set(Optional.empty());
    return act.exceptionally(problem -> new CommandResult.Refused(reason(problem)))
        .thenApplyAsync(
            result -> {
              busy.set("");
              notice.set(result instanceof CommandResult.Refused(var why) ? why : "");
              poll.askAnew();
              return result instanceof CommandResult.Done;
            },
            window);
  }
}
