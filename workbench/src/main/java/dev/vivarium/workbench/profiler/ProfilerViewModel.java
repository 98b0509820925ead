package dev.vivarium.workbench.profiler;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.ProfilePage;
import dev.vivarium.workbench.session.ProfileSource;
import dev.vivarium.workbench.session.ProfileSource.ComponentBytes;
import dev.vivarium.workbench.session.ProfileSource.EntityCost;
import dev.vivarium.workbench.session.ReloadReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The newest ticks and what they went to. Belongs to the window's thread.
public final class ProfilerViewModel {
  /// Ticks that are kept.
  public static final int TICKS_MAX = 3_600;

  public static final int RECENT_TICKS = 600;

  /// The first ticks of a world, which are slow anyway.
  private static final int WARM_UP_TICKS = 120;

  private static final int COSTS = 200;

  /// Ticks before and after a reload that are compared at least.
  private static final int COMPARED_LEAST = 30;

  /// Slower than this many times before is called slower.
  private static final double SLOWER = 1.25;

  private final ProfileSource profile;
  private final Executor window;
  private final Poll<ProfilePage> poll;
  private final Poll<List<ComponentBytes>> memoryPoll;
  private final Poll<List<EntityCost>> costPoll;
  private final Deque<ProfilePage.Tick> ticks = new ArrayDeque<>();
  private List<ProfilePage.Part> parts = List.of();
  private double rateHz = 60;
  private final Map<String, Long> lastReload = new HashMap<>();
  private final BooleanProperty paused = new SimpleBooleanProperty();
  private final ObjectProperty<OptionalLong> selected =
      new SimpleObjectProperty<>(OptionalLong.empty());
  private final ReadOnlyObjectWrapper<Optional<Range>> range =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper sampling = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper flying = new ReadOnlyBooleanWrapper();
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ObservableList<ComponentBytes> memory = FXCollections.observableArrayList();
  private final ObservableList<EntityCost> costs = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Map<EntityHandle, Double>> shareOfEntity =
      new ReadOnlyObjectWrapper<>(Map.of());
  private long since = -1;

  /// Ticks from one to another, both of them included.
  public record Range(long first, long last) {
    boolean holds(long tick) {
      return first <= tick && tick <= last;
    }
  }

  /// A part's times over the ticks of the range, or else all that are kept, microseconds.
  ///
  /// @param runs times that it ran
  /// @param selected in the selected tick; -1 where none is or it did not run
  /// @param against how many times what it was before the plugin's last reload; 0 if not known
  public record Row(
      ProfilePage.Part part,
      int runs,
      double p50,
      double p99,
      double max,
      double selected,
      double against) {
    public boolean isSlower() {
      return against >= SLOWER;
    }
  }

  public ProfilerViewModel(ProfileSource profile, Executor window) {
    this.profile = profile;
    this.window = window;
    poll =
        new Poll<>(
            () -> profile.ticks(since, ProfileSource.MAX_TICKS),
            window,
            this::arrived,
            failure::set);
    memoryPoll = new Poll<>(profile::memory, window, memory::setAll, failure::set);
    costPoll = new Poll<>(() -> profile.costs(COSTS), window, this::listCosts, failure::set);
    selected.subscribe((was, is) -> {
      range.set(Optional.empty());
      notice.set("");
      summarize();
    });
  }

  /// Counts up whenever the ticks have changed.
  public ReadOnlyIntegerProperty changesProperty() {
    return changes.getReadOnlyProperty();
  }

  /// Oldest first.
  public List<ProfilePage.Tick> ticks() {
    return List.copyOf(ticks);
  }

  public List<ProfilePage.Part> parts() {
    return parts;
  }

  /// Microseconds that a tick may take at the world's rate.
  public double budgetMicros() {
    return 1e6 / rateHz;
  }

  /// While paused the graph stands still; the world goes on.
  public BooleanProperty pausedProperty() {
    return paused;
  }

  public ObjectProperty<OptionalLong> selectedProperty() {
    return selected;
  }

  /// The ticks that the rows are about; empty for all that are kept.
  public ReadOnlyObjectProperty<Optional<Range>> rangeProperty() {
    return range.getReadOnlyProperty();
  }

  /// Why the world does not answer; empty while it does.
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// What became of the last act; empty once a tick is selected.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty samplingProperty() {
    return sampling.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty flyingProperty() {
    return flying.getReadOnlyProperty();
  }

  /// The slowest first.
  public ObservableList<Row> rows() {
    return rows;
  }

  public ObservableList<ComponentBytes> memory() {
    return memory;
  }

  public ObservableList<EntityCost> costs() {
    return costs;
  }

  /// What part of the systems' time goes to the entities that most of it goes to, 0 to 1; empty
  /// while that is not sampled.
  public ReadOnlyObjectProperty<Map<EntityHandle, Double>> shareOfEntityProperty() {
    return shareOfEntity.getReadOnlyProperty();
  }

  private void listCosts(List<EntityCost> found) {
    costs.setAll(found);
    var shares = new HashMap<EntityHandle, Double>();
    found.forEach(cost -> shares.put(cost.entity(), cost.share()));
    shareOfEntity.set(shares);
  }

  /// Fetches the ticks since the last call.
  public void refresh() {
    if (!paused.get()) {
      poll.ask();
    }
  }

  /// Fetches which entities the time goes to, while that is sampled.
  public void refreshCosts() {
    if (sampling.get()) {
      costPoll.ask();
    }
  }

  public void refreshMemory() {
    memoryPoll.ask();
  }

  private void arrived(ProfilePage page) {
    if (page.ticks().isEmpty()) {
      return;
    }
    failure.set("");
    if (page.ticks().getFirst().tick() <= since) {
      ticks.clear(); // the world began anew
    }
    parts = page.parts();
    rateHz = page.rateHz();
    ticks.addAll(page.ticks());
    while (ticks.size() > TICKS_MAX) {
      ticks.removeFirst();
    }
    since = page.ticks().getLast().tick();
    changes.set(changes.get() + 1);
    summarize();
  }

  /// A new version of a plugin runs; what it takes is compared with what came before.
  public void reloaded(ReloadReport report) {
    if (report.outcome() == ReloadReport.Outcome.SWAPPED) {
      lastReload.put(report.plugin(), report.tick());
    }
  }

  /// Ticks at which new versions were swapped in.
  public List<Long> reloads() {
    return List.copyOf(lastReload.values());
  }

  private static final class Times {
    private double[] values = new double[256];
    private int count;
    private double selected = -1;
    private int beforeCount;

    void add(double micros) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = micros;
    }

    private static double percentile(double[] of, int from, int to, double share) {
      var sorted = Arrays.copyOfRange(of, from, to);
      Arrays.sort(sorted);
      return sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
    }

    Row row(ProfilePage.Part part) {
      var against =
          beforeCount >= COMPARED_LEAST && count - beforeCount >= COMPARED_LEAST
              ? percentile(values, beforeCount, count, 0.5)
                  / Math.max(0.1, percentile(values, 0, beforeCount, 0.5))
              : 0;
      return new Row(
          part,
          count,
          percentile(values, 0, count, 0.5),
          percentile(values, 0, count, 0.99),
          percentile(values, 0, count, 1),
          selected,
          against);
    }
  }

  private void summarize() {
    var times = new HashMap<Integer, Times>();
    var about = ticksInRange();
    for (var tick : about) {
      var isSelected = selected.get().equals(OptionalLong.of(tick.tick()));
      for (var i = 0; i < tick.parts().length; i++) {
        var of = times.computeIfAbsent(tick.parts()[i], k -> new Times());
        of.add(tick.micros()[i]);
        if (isSelected) {
          of.selected = Math.max(0, of.selected) + tick.micros()[i];
        }
        var reload = lastReload.get(parts.get(tick.parts()[i]).plugin());
        if (reload != null && tick.tick() < reload) {
          of.beforeCount = of.count;
        }
      }
    }
    var made = new ArrayList<Row>();
    times.forEach((part, of) -> made.add(of.row(parts.get(part))));
    made.sort(
        Comparator.comparingDouble((Row r) -> typical(r, about.size()))
            .thenComparingDouble(Row::p50)
            .reversed());
    rows.setAll(made);
  }

  /// What it takes in most ticks: nothing for what only runs when a plugin starts.
  private static double typical(Row row, int ticks) {
    return 2 * row.runs() >= ticks ? row.p50() : 0;
  }

  /// The ticks that the rows are about, oldest first.
  public List<ProfilePage.Tick> ticksInRange() {
    return range
        .get()
        .map(r -> ticks.stream().filter(t -> r.holds(t.tick())).toList())
        .orElseGet(() -> List.copyOf(ticks));
  }

  /// Selects the slowest of the last [#RECENT_TICKS] ticks.
  public void selectSlowest() {
    var warmUp = ticks.size() > 2 * WARM_UP_TICKS ? WARM_UP_TICKS : 0;
    ticks.stream()
        .skip(Math.max(warmUp, ticks.size() - RECENT_TICKS))
        .max((a, b) -> Double.compare(a.totalMicros(), b.totalMicros()))
        .ifPresent(t -> select(t.tick()));
  }

  /// Selects a tick and holds the graph still.
  public void select(long tick) {
    paused.set(true);
    selected.set(OptionalLong.of(tick));
  }

  /// Takes the ticks from the selected one to this one as a range, and holds the graph still.
  public void extendTo(long tick) {
    var from = selected.get().orElse(tick);
    select(from);
    range.set(
        from == tick
            ? Optional.empty()
            : Optional.of(new Range(Math.min(from, tick), Math.max(from, tick))));
    summarize();
  }

  /// Such as `Ticks 1,200 to 1,320: 121 ticks, p50 1.20 ms, p99 4.10 ms.`
  public String summary() {
    var about = ticksInRange();
    var chosen = range.get();
    if (about.isEmpty()) {
      return "No tick has run yet; run the world.";
    }
    if (chosen.isEmpty() && selected.get().isPresent()) {
      return about.stream()
          .filter(t -> selected.get().equals(OptionalLong.of(t.tick())))
          .findFirst()
          .map(t ->
              String.format(
                  Locale.ROOT, "Tick %,d took %.2f ms.", t.tick(), t.totalMicros() / 1_000))
          .orElse("That tick is no longer kept.");
    }
    var times = new Times();
    about.forEach(t -> times.add(t.totalMicros()));
    return String.format(
        Locale.ROOT,
        "%s, p50 %.2f ms, p99 %.2f ms.%s",
        chosen
            .map(r ->
                String.format(
                    Locale.ROOT, "Ticks %,d to %,d: %,d", r.first(), r.last(), about.size()))
            .orElse(String.format(Locale.ROOT, "%,d ticks", about.size())),
        Times.percentile(times.values, 0, times.count, 0.5) / 1_000,
        Times.percentile(times.values, 0, times.count, 0.99) / 1_000,
        chosen.isPresent() ? "" : "  Click a tick to see what it did.");
  }

  public void toggleSampling() {
    var on = !sampling.get();
    var _ =
        answered(profile.sample(on))
            .thenAccept(done -> {
              if (done) {
                sampling.set(on);
                if (!on) {
                  listCosts(List.of());
                }
              }
            });
  }

  /// Begins a Flight Recorder recording, or ends it and says where it lies.
  public void toggleFlight() {
    if (!flying.get()) {
      var _ = answered(profile.startFlight()).thenAccept(done -> flying.set(done));
      return;
    }
    var _ =
        profile
            .stopFlight()
            .whenCompleteAsync(
                (file, problem) -> {
                  flying.set(false);
                  notice.set(problem == null ? "Written to " + file : reason(problem));
                },
                window);
  }

  private CompletableFuture<Boolean> answered(CompletableFuture<CommandResult> act) {
    return act.exceptionally(problem -> new CommandResult.Refused(reason(problem)))
        .thenApplyAsync(
            result -> {
              notice.set(result instanceof CommandResult.Refused(var why) ? why : "");
              return result instanceof CommandResult.Done;
            },
            window);
  }

  private static String reason(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    return String.valueOf(cause == null ? problem.getMessage() : cause.getMessage());
  }

  /// The ticks of the range, or all that are kept, as comma-separated values, a line a part.
  public String csv() {
    var out = new StringBuilder("tick,total_us,kind,part,us\n");
    for (var tick : ticksInRange()) {
      for (var i = 0; i < tick.parts().length; i++) {
        var part = parts.get(tick.parts()[i]);
        out.append(
            String.format(
                Locale.ROOT,
                "%d,%.1f,%s,\"%s\",%.1f%n",
                tick.tick(),
                tick.totalMicros(),
                part.kind(),
                part.name(),
                tick.micros()[i]));
      }
    }
    return out.toString();
  }

  public void wrote(String where) {
    notice.set("Written to " + where);
  }

  public void failed(String why) {
    notice.set(why);
  }
}
