package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.theme.Stylesheets;
import dev.vivarium.workbench.theme.Theme;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.fxmisc.richtext.CodeArea;

/// Types into an editor of a long file in a window that is drawn without a display, and takes the
/// time of each key: its handling, and the pulse that lays out and paints.
public final class TypingProbe {
  private static final int WARM_UP_KEYS = 200;
  private static final int KEYS_A_LINE = 40;
  private static final int PROBLEMS = 200;
  private static final long PATIENCE_S = 60;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private TypingProbe() {}

  /// What one key cost until the frame with it was painted.
  ///
  /// @param threadNanos processor time of the window's thread
  /// @param nanos the same by the clock, with the painting itself, which another thread does, and
  ///   with waiting for a processor
  public record Key(long threadNanos, long nanos) {}

  /// What each of `keys` key presses cost, in the middle of a file of so many lines.
  ///
  /// @param assist what else looks at each key, ended with the window
  public static List<Key> measure(
      int lines,
      int keys,
      LongSupplier clock,
      BiFunction<DocumentViewModel, CodeArea, Subscription> assist)
      throws Exception {
    System.setProperty("glass.platform", "headless");
    System.setProperty("prism.order", "sw");
    try {
      Platform.startup(() -> {});
    } catch (IllegalStateException started) {
      // Another window has started the toolkit.
    }
    Platform.setImplicitExit(false);
    var probe = onWindow(() -> new Typing(lines, assist));
    var pressed = new ArrayList<Key>();
    for (var key = -WARM_UP_KEYS; key < keys; key++) {
      var number = key + WARM_UP_KEYS;
      var cost = onWindow(() -> probe.press(number, clock));
      if (key >= 0) {
        pressed.add(cost);
      }
      // The tasks that the key left for later cost the window's thread too, but are not in the
      // frame with the key.
      onWindow(() -> 0);
    }
    onWindow(() -> {
      probe.close();
      return 0;
    });
    return pressed;
  }

  /// Work of the window's thread.
  private interface Work<T> {
    T run();
  }

  private static <T> T onWindow(Work<T> work) throws Exception {
    var done = new CompletableFuture<T>();
    Platform.runLater(() -> {
      try {
        done.complete(work.run());
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    return done.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /// Belongs to the window's thread.
  private static final class Typing {
    private final Stage stage = new Stage();
    private final CodeText text;
    private final CodeEditor editor;
    private final Subscription assistance;

    Typing(int lines, BiFunction<DocumentViewModel, CodeArea, Subscription> assist) {
      Application.setUserAgentStylesheet(Theme.DARK.base());
      var document = new DocumentViewModel("plugins/fish/fish.ts", source(lines));
      text = new CodeText(document);
      editor = new CodeEditor(text);
      assistance = assist.apply(document, editor.area());
      var pane = new StackPane(editor.node());
      pane.getStylesheets().add(EditorView.styles());
      var scene = new Scene(pane, 1280, 720);
      scene.getStylesheets().setAll(Theme.DARK.accents(), Stylesheets.workbench());
      document.built(problems(lines));
      stage.setScene(scene);
      stage.show();
      editor.area().moveTo(lines / 2, 0);
      editor.area().requestFollowCaret();
      editor.area().requestFocus();
    }

    /// As many as a file full of mistakes has.
    private static List<Diagnostic> problems(int lines) {
      return IntStream.range(0, PROBLEMS)
          .map(each -> 1 + each * lines / PROBLEMS)
          .mapToObj(line -> new Diagnostic.Place("plugins/fish/fish.ts", line, 3, 6))
          .map(at -> new Diagnostic(Diagnostic.Severity.ERROR, "fish", "wrong", Optional.of(at)))
          .toList();
    }

    private static String source(int lines) {
      var out = new StringBuilder();
      for (var line = 0; line < lines; line++) {
        out.append(
            switch (line % 5) {
              case 0 -> "/* Line %d turns each fish a little. */\n".formatted(line);
              case 1 -> "function turn%d(fish: Fish, by: f32): f32 {\n".formatted(line);
              case 2 -> "  const speed: f32 = by * %d + SIGHT; // metres\n".formatted(line);
              case 3 -> "  return fish.velocity.linear.length() + speed;\n";
              default -> "}\n";
            });
      }
      return out.toString();
    }

    /// Presses a key and has the frame laid out and painted, as the next pulse would.
    Key press(int number, LongSupplier clock) {
      var typed = number % KEYS_A_LINE == KEYS_A_LINE - 1;
      var started = clock.getAsLong();
      var threadStarted = THREADS.getCurrentThreadCpuTime();
      if (typed) {
        editor.area().fireEvent(key(KeyEvent.KEY_PRESSED, "", KeyCode.ENTER));
      } else {
        var letter = Character.toString("let speed = fish.turn(4); ".charAt(number % 26));
        editor.area().fireEvent(key(KeyEvent.KEY_TYPED, letter, KeyCode.UNDEFINED));
      }
      stage.getScene().snapshot(null);
      return new Key(
          THREADS.getCurrentThreadCpuTime() - threadStarted, clock.getAsLong() - started);
    }

    private static KeyEvent key(EventType<KeyEvent> type, String character, KeyCode code) {
      return new KeyEvent(type, character, "", code, false, false, false, false);
    }

    void close() {
      stage.hide();
      assistance.unsubscribe();
      editor.close();
      text.close();
    }
  }
}
