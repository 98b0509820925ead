package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.script.ScriptError;
import dev.vivarium.workbench.script.ScriptOutcome;
import dev.vivarium.workbench.script.ScriptScope;
import dev.vivarium.workbench.script.ScriptShell;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The script console: what was typed and what came of it. Belongs to the window's thread; scripts
/// run on their own.
public final class ScriptConsoleViewModel {
  /// Lines that are kept; older ones go.
  public static final int MAX_LINES = 5_000;

  /// Lines that wait for what runs.
  static final int MAX_WAITING = 20;

  private static final int MAX_PENDING = 1 << 20;
  private static final String TYPED = "what was typed";

  /// What a line of the console is.
  public enum Kind {
    INPUT,
    OUTPUT,
    VALUE,
    ERROR,
    NOTE
  }

  /// A line of the console.
  ///
  /// @param place `file:line` to go to; empty for none
  public record Line(Kind kind, String text, String place) {}

  /// The objects that scripts see, given what takes their progress.
  @FunctionalInterface
  public interface Scopes
      extends Function<java.util.function.Consumer<ScriptScope.Progress>, ScriptScope> {}

  private final Executor window;
  private final Executor background;
  private final ScriptHistory history;
  private final ShellThread shell;
  private final ObservableList<Line> lines = FXCollections.observableArrayList();
  private final StringProperty input = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper running = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<List<ScriptShell.Suggestion>> suggestions =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper activity = new ReadOnlyStringWrapper("");

  /// Entered, and not yet begun.
  private final Deque<String> waiting = new ArrayDeque<>();

  private boolean preparing; // whether a line is being read before it runs
  private boolean ready; // whether the shell has answered before
  private Runnable givenBack = () -> {};
  private final List<String> typed = new ArrayList<>();
  private int typedAt;
  private String draft = "";
  private boolean open; // whether the last line of output has no end yet

  /// Printed and not yet shown; guarded by itself.
  private final StringBuilder pending = new StringBuilder();

  ScriptConsoleViewModel(
      Scopes scopes, ScriptHistory history, Executor window, Executor background) {
    this(
        history,
        window,
        background,
        CompletableFuture.delayedExecutor(ShellThread.STOP_MS, TimeUnit.MILLISECONDS),
        scopes);
  }

  /// @param afterPatience runs what it is given once a stopped script has had its time to end
  ScriptConsoleViewModel(
      ScriptHistory history,
      Executor window,
      Executor background,
      Executor afterPatience,
      Scopes scopes) {
    this.window = window;
    this.background = background;
    this.history = history;
    this.shell =
        new ShellThread(
            () -> new ScriptShell(scopes.apply(this::progressed), this::printed), afterPatience);
    var _ =
        CompletableFuture.supplyAsync(history::load, background)
            .thenAcceptAsync(this::loaded, window);
  }

  private void loaded(List<String> entries) {
    typed.addAll(0, entries);
    typedAt = typed.size();
  }

  public ObservableList<Line> lines() {
    return lines;
  }

  public StringProperty inputProperty() {
    return input;
  }

  /// What runs, such as `feed.jsh`; empty while nothing does.
  public ReadOnlyStringProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  /// How far it says it is.
  public ReadOnlyStringProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<List<ScriptShell.Suggestion>> suggestionsProperty() {
    return suggestions.getReadOnlyProperty();
  }

  public boolean isRunning() {
    return !running.get().isEmpty();
  }

  /// What goes on, such as `Running feed.jsh, 2 lines wait`; empty for nothing.
  public ReadOnlyStringProperty activityProperty() {
    return activity.getReadOnlyProperty();
  }

  /// Calls `act` when text comes back to the input that is to be typed on.
  void onGivenBack(Runnable act) {
    givenBack = act;
  }

  /// Whether anything runs, is about to, or waits for that.
  public boolean isBusy() {
    return preparing || isRunning() || !waiting.isEmpty();
  }

  /// Enter: runs what was typed once all before it has ended, or begins a further line where it is
  /// not whole yet.
  public void enter() {
    var text = input.get();
    if (text.isBlank()) {
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      note("%d lines wait already; this one stays here.".formatted(MAX_WAITING), "");
      return;
    }
    waiting.add(text);
    input.set("");
    suggestions.set(List.of());
    typedAt = typed.size();
    draft = "";
    next();
  }

  /// Begins with what waits, if nothing is under way.
  private void next() {
    var text = preparing || isRunning() ? null : waiting.poll();
    if (text != null) {
      preparing = true;
      var _ =
          shell.isWhole(text).handleAsync((whole, problem) -> read(text, whole, problem), window);
    }
    tellActivity();
  }

  private boolean read(String text, @Nullable Boolean whole, @Nullable Throwable problem) {
    preparing = false;
    ready = problem == null;
    if (whole == null) {
      add(new Line(Kind.ERROR, String.valueOf(cause(problem).getMessage()), ""));
      giveBack(text);
    } else if (whole) {
      submit(text);
    } else if (waiting.isEmpty()) {
      giveBack(text + "\n");
    } else {
      waiting.addFirst(text + "\n" + waiting.remove());
    }
    next();
    return ready;
  }

  private static Throwable cause(@Nullable Throwable problem) {
    var cause = problem == null ? null : problem.getCause();
    return cause != null ? cause : problem != null ? problem : new IllegalStateException();
  }

  /// What was typed meanwhile stays behind it.
  private void giveBack(String text) {
    input.set(text + input.get());
    givenBack.run();
  }

  private void tellActivity() {
    var doing =
        isRunning() ? "Running " + running.get() : preparing && !ready ? "Preparing to run" : "";
    var more =
        waiting.isEmpty()
            ? ""
            : waiting.size() == 1 ? "1 line waits" : waiting.size() + " lines wait";
    activity.set(doing.isEmpty() || more.isEmpty() ? doing + more : doing + ", " + more);
  }

  private void submit(String text) {
    remember(text);
    text.strip().lines().forEach(line -> add(new Line(Kind.INPUT, line, "")));
    var _ = run(TYPED, text, "");
  }

  private void remember(String text) {
    typed.remove(text.strip());
    typed.add(text.strip());
    typedAt = typed.size();
    var kept =
        List.copyOf(
            typed.subList(Math.max(0, typed.size() - ScriptHistory.MAX_ENTRIES), typed.size()));
    background.execute(() -> history.save(kept));
  }

  /// Runs a file of the project; what is wrong is shown at its line.
  public CompletableFuture<ScriptOutcome> runFile(String file, String text) {
    if (isRunning() || preparing) {
      var now = isRunning() ? running.get() : TYPED;
      add(new Line(Kind.NOTE, file + " does not begin while " + now + " runs.", ""));
      return CompletableFuture.completedFuture(
          new ScriptOutcome("", "", java.util.Optional.empty()));
    }
    add(new Line(Kind.INPUT, "// " + file, file));
    return run(file.substring(file.lastIndexOf('/') + 1), text, file);
  }

  private CompletableFuture<ScriptOutcome> run(String name, String text, String file) {
    running.set(name);
    progress.set("");
    tellActivity();
    return shell
        .run(text, file)
        .thenApplyAsync(
            outcome -> {
              ended(outcome);
              return outcome;
            },
            window);
  }

  private void ended(ScriptOutcome outcome) {
    flush();
    running.set("");
    progress.set("");
    if (!outcome.value().isEmpty()) {
      add(new Line(Kind.VALUE, outcome.value(), ""));
    }
    if (!outcome.acts().isEmpty()) {
      add(new Line(Kind.NOTE, outcome.acts(), ""));
    }
    outcome.error().ifPresent(this::show);
    next();
  }

  private void show(ScriptError error) {
    if (error.text().equals(ShellThread.LEFT_BEHIND)) {
      shell.renew();
      ready = false;
    }
    add(new Line(Kind.ERROR, error.text(), error.place()));
    error.trace().stream()
        .filter(place -> !place.startsWith(":") && !place.equals(error.place()))
        .distinct()
        .limit(20)
        .forEach(place -> add(new Line(Kind.ERROR, "    at " + place, place)));
  }

  /// Ends what runs; what waits comes back to the input.
  public void stop() {
    if (isRunning()) {
      shell.stop();
    }
    if (!waiting.isEmpty()) {
      var text = String.join("\n", waiting);
      waiting.clear();
      giveBack(input.get().isEmpty() ? text : text + "\n");
      tellActivity();
    }
  }

  public void clear() {
    lines.clear();
  }

  void note(String text, String place) {
    add(new Line(Kind.NOTE, text, place));
  }

  // History.

  public void older() {
    if (typedAt > 0) {
      if (typedAt == typed.size()) {
        draft = input.get();
      }
      input.set(typed.get(--typedAt));
    }
  }

  public void newer() {
    if (typedAt < typed.size()) {
      typedAt++;
      input.set(typedAt == typed.size() ? draft : typed.get(typedAt));
    }
  }

  // While typing.

  /// Asks how the text before the caret may go on; the answer is in [#suggestionsProperty()].
  public void complete(int caret) {
    var text = input.get();
    if (isRunning()) {
      return;
    }
    var _ =
        shell
            .complete(text, caret)
            .thenAcceptAsync(
                found -> {
                  if (input.get().equals(text)) {
                    suggestions.set(found);
                  }
                },
                window);
  }

  public void noSuggestions() {
    suggestions.set(List.of());
  }

  /// Takes a suggestion.
  ///
  /// @return where the caret goes
  public int take(ScriptShell.Suggestion suggestion, int caret) {
    var text = input.get();
    var before = text.substring(0, Math.min(suggestion.anchor(), text.length()));
    var after = text.substring(Math.min(caret, text.length()));
    suggestions.set(List.of());
    input.set(before + suggestion.text() + after);
    return before.length() + suggestion.text().length();
  }

  /// Writes what is known of what stands at the caret.
  public void document(int caret) {
    if (isRunning()) {
      return;
    }
    var _ =
        shell
            .documentation(input.get(), caret)
            .thenAcceptAsync(
                found -> {
                  if (found.isEmpty()) {
                    add(new Line(Kind.NOTE, "Nothing is known of what stands at the caret.", ""));
                  }
                  found.forEach(
                      doc -> doc.lines().forEach(line -> add(new Line(Kind.NOTE, line, ""))));
                },
                window);
  }

  // What scripts print, on their threads.

  private void printed(String text) {
    synchronized (pending) {
      boolean first = pending.isEmpty();
      if (pending.length() + text.length() <= MAX_PENDING) {
        pending.append(text);
      }
      if (!first) {
        return;
      }
    }
    window.execute(this::flush);
  }

  private void flush() {
    String text;
    synchronized (pending) {
      text = pending.toString();
      pending.setLength(0);
    }
    if (text.isEmpty()) {
      return;
    }
    var fresh = new ArrayList<Line>();
    text.lines().forEach(line -> fresh.add(new Line(Kind.OUTPUT, line, "")));
    if (open && !lines.isEmpty() && lines.getLast().kind() == Kind.OUTPUT && !fresh.isEmpty()) {
      var joined = lines.removeLast().text() + fresh.getFirst().text();
      fresh.set(0, new Line(Kind.OUTPUT, joined, ""));
    }
    lines.addAll(fresh);
    trim();
    open = !text.endsWith("\n");
  }

  private void progressed(ScriptScope.Progress now) {
    window.execute(() -> {
      if (isRunning()) {
        progress.set("%s: %,d of %,d".formatted(now.text(), now.done(), now.total()));
      }
    });
  }

  private void add(Line line) {
    open = false;
    lines.add(line);
    trim();
  }

  private void trim() {
    if (lines.size() > MAX_LINES) {
      lines.remove(0, lines.size() - MAX_LINES);
    }
  }

  void dispose() {
    shell.close();
  }
}
