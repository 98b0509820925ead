package dev.vivarium.workbench.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.script.ScriptDesk;
import dev.vivarium.workbench.script.ScriptProject;
import dev.vivarium.workbench.script.ScriptScope;
import dev.vivarium.workbench.script.ScriptWorld;
import dev.vivarium.workbench.scripting.ScriptConsoleViewModel.Kind;
import dev.vivarium.workbench.scripting.ScriptConsoleViewModel.Line;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldSession;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script console without a window: this thread is the window's, and takes its tasks in turn.
class ScriptConsoleViewModelTest {
  private static final int PATIENCE_S = 30;

  @TempDir private Path project;
  private final BlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
  private final BlockingQueue<Runnable> outOfPatience = new LinkedBlockingQueue<>();
  private final TestWorldSession world = new TestWorldSession(300, Runnable::run);

  // Every test begins by choosing the session.
  @SuppressWarnings("NullAway.Init")
  private ScriptConsoleViewModel console;

  private void on(WorldSession session) {
    console =
        new ScriptConsoleViewModel(
            new ScriptHistory(project),
            window::add,
            Runnable::run,
            outOfPatience::add,
            progress -> {
              var scripted = new ScriptWorld(session);
              return new ScriptScope(
                  scripted,
                  new ScriptProject(new ProjectFiles(project), scripted),
                  ScriptDesk.none(),
                  List.of(),
                  progress);
            });
  }

  @AfterEach
  void close() {
    console.dispose();
  }

  private void until(BooleanSupplier met) throws InterruptedException {
    while (!met.getAsBoolean()) {
      var task = window.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertTrue(task != null, () -> "nothing more happens: " + console.lines());
      task.run();
    }
  }

  private void type(String text) throws InterruptedException {
    console.inputProperty().set(text);
    console.enter();
    until(console::isRunning);
    until(() -> !console.isRunning());
  }

  private List<String> texts(Kind kind) {
    return console.lines().stream().filter(l -> l.kind() == kind).map(Line::text).toList();
  }

  @Test
  void showsWhatWasTypedWhatWasPrintedAndTheValue() throws InterruptedException {
    on(world);
    type("println(\"feeding\"); world.count(\"Fish\")");
    assertEquals(List.of("println(\"feeding\"); world.count(\"Fish\")"), texts(Kind.INPUT));
    assertEquals(List.of("feeding"), texts(Kind.OUTPUT));
    assertEquals(List.of("300"), texts(Kind.VALUE));
    assertEquals("", console.inputProperty().get());
  }

  @Test
  void goesOnALineWhereTheTextIsNotWhole() throws InterruptedException {
    on(world);
    console.inputProperty().set("if (true) {");
    console.enter();
    until(() -> console.inputProperty().get().endsWith("\n"));
    assertFalse(console.isRunning());
    assertEquals(List.of(), texts(Kind.INPUT));
  }

  @Test
  void showsThatItPreparesAndRunsWhatIsEnteredMeanwhileInOrder() throws InterruptedException {
    on(world);
    for (String line : List.of("int a = 1;", "if (a == 1) {", "a = 20;", "}", "a + 1")) {
      console.inputProperty().set(line);
      console.enter();
      assertEquals("", console.inputProperty().get());
    }
    assertEquals("Preparing to run, 4 lines wait", console.activityProperty().get());
    until(() -> texts(Kind.VALUE).contains("21"));
    assertEquals(
        List.of("int a = 1;", "if (a == 1) {", "a = 20;", "}", "a + 1"), texts(Kind.INPUT));
    assertEquals("", console.activityProperty().get());
  }

  @Test
  void givesBackWhatWaitsWhereTheScriptIsStopped() throws InterruptedException {
    on(world);
    var _ = console.runFile("scripts/loop.jsh", "println(\"begun\"); while (true) {}");
    until(() -> texts(Kind.OUTPUT).contains("begun"));
    console.inputProperty().set("1 + 1");
    console.enter();
    assertEquals("Running loop.jsh, 1 line waits", console.activityProperty().get());
    console.stop();
    assertEquals("1 + 1", console.inputProperty().get());
    until(() -> !console.isRunning());
    assertEquals(List.of("// scripts/loop.jsh"), texts(Kind.INPUT));
  }

  @Test
  void keepsWhatIsEnteredBeyondTheLinesThatMayWait() {
    on(world);
    for (int i = 0; i <= ScriptConsoleViewModel.MAX_WAITING; i++) {
      console.inputProperty().set("1");
      console.enter();
    }
    console.inputProperty().set("kept");
    console.enter();
    assertEquals("kept", console.inputProperty().get());
    assertEquals(List.of("20 lines wait already; this one stays here."), texts(Kind.NOTE));
  }

  @Test
  void bringsBackWhatWasTypedAlsoAfterANewStart() throws InterruptedException {
    on(world);
    type("1 + 1");
    type("2 + 2");
    console.inputProperty().set("draft");
    console.older();
    console.older();
    assertEquals("1 + 1", console.inputProperty().get());
    console.newer();
    console.newer();
    assertEquals("draft", console.inputProperty().get());
    console.dispose();
    on(world);
    until(() -> {
      console.older();
      return console.inputProperty().get().equals("2 + 2");
    });
  }

  @Test
  void completesAndTakesASuggestion() throws InterruptedException {
    on(world);
    console.inputProperty().set("world.coun + 1");
    console.complete("world.coun".length());
    until(() -> !console.suggestionsProperty().get().isEmpty());
    int caret = console.take(console.suggestionsProperty().get().getFirst(), "world.coun".length());
    assertEquals("world.count( + 1", console.inputProperty().get());
    assertEquals("world.count(".length(), caret);
    assertEquals(List.of(), console.suggestionsProperty().get());
  }

  @Test
  void namesTheLineOfAFileThatIsWrong() throws InterruptedException {
    on(world);
    var _ = console.runFile("scripts/feed.jsh", "// feed\n\nworld.first(\"none\");\n");
    until(() -> !console.isRunning());
    var error =
        console.lines().stream().filter(l -> l.kind() == Kind.ERROR).findFirst().orElseThrow();
    assertEquals("scripts/feed.jsh:3", error.place());
  }

  @Test
  void runsOneThingAtATime() throws InterruptedException {
    on(world);
    var _ = console.runFile("scripts/slow.jsh", "while (true) {}");
    var second = console.runFile("scripts/next.jsh", "1");
    assertTrue(second.isDone());
    assertEquals(List.of("scripts/next.jsh does not begin while slow.jsh runs."), texts(Kind.NOTE));
    console.stop();
    until(() -> !console.isRunning());
    assertEquals(List.of("Stopped."), texts(Kind.ERROR));
  }

  @Test
  void leavesBehindAScriptThatDoesNotAnswerStop() throws InterruptedException {
    on(world);
    var gate = new Semaphore(0);
    var asked = new Semaphore(0);
    System.getProperties().put("vivarium.test.deaf", (Runnable) () -> beDeaf(gate, asked));
    try {
      type("int kept = 7;");
      var outcome =
          console.runFile(
              "scripts/deaf.jsh",
              """
              println("begun");
              ((Runnable) System.getProperties().get("vivarium.test.deaf")).run();
              """);
      until(() -> texts(Kind.OUTPUT).contains("begun"));
      while (!gate.hasQueuedThreads()) {
        Thread.onSpinWait();
      }
      console.stop();
      assertTrue(asked.tryAcquire(2, PATIENCE_S, TimeUnit.SECONDS), "it is asked again and again");
      assertFalse(outcome.isDone());
      take(outOfPatience).run();
      until(() -> !console.isRunning());
      assertEquals(List.of(ShellThread.LEFT_BEHIND), texts(Kind.ERROR));
      type("1 + kept");
      assertTrue(texts(Kind.ERROR).getLast().contains("kept"), texts(Kind.ERROR).toString());
      type("20 + 1");
      assertEquals("21", texts(Kind.VALUE).getLast());
    } finally {
      gate.release();
      System.getProperties().remove("vivarium.test.deaf");
    }
  }

  /// Waits for the gate, and for nothing else.
  private static void beDeaf(Semaphore gate, Semaphore asked) {
    while (true) {
      try {
        gate.acquire();
        return;
      } catch (InterruptedException e) {
        asked.release();
      }
    }
  }

  @Test
  void aScriptThatEndsInTimeIsNotLeftBehind() throws InterruptedException {
    on(world);
    type("int kept = 7;");
    var _ = console.runFile("scripts/loop.jsh", "println(\"begun\"); while (true) {}");
    until(() -> texts(Kind.OUTPUT).contains("begun"));
    console.stop();
    until(() -> !console.isRunning());
    take(outOfPatience).run();
    type("kept");
    assertEquals("7", texts(Kind.VALUE).getLast());
    assertEquals(List.of("Stopped."), texts(Kind.ERROR));
  }

  private static Runnable take(BlockingQueue<Runnable> tasks) throws InterruptedException {
    var task = tasks.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertTrue(task != null, "nobody waits");
    return task;
  }

  @Test
  void waitsForASlowWorldWithoutHoldingTheWindow() throws InterruptedException {
    var clock = new VirtualClock();
    var asked = new LinkedBlockingQueue<String>();
    on(telling(SlowSessions.delayed(world, clock, 100), asked));
    var outcome = console.runFile("scripts/count.jsh", "world.count(\"\")");
    var question = "";
    while (!question.equals("entities")) {
      question = asked.poll(PATIENCE_S, TimeUnit.SECONDS);
      clock.advance(99);
      assertFalse(outcome.isDone());
      clock.advance(1);
    }
    until(() -> !console.isRunning());
    assertEquals(List.of("460"), texts(Kind.VALUE));
  }

  /// The same session, which tells of every question that is on its way.
  private static WorldSession telling(WorldSession session, BlockingQueue<String> asked) {
    return (WorldSession)
        Proxy.newProxyInstance(
            WorldSession.class.getClassLoader(),
            new Class<?>[] {WorldSession.class},
            (self, method, arguments) -> {
              var answer = method.invoke(session, arguments);
              if (answer instanceof CompletableFuture<?>) {
                asked.add(method.getName());
              }
              return answer;
            });
  }

  @Test
  void saysWhyAWorldRefuses() throws InterruptedException {
    on(SlowSessions.refusing(world, "you may only watch"));
    type("world.pause();");
    type("world.count(\"\")");
    assertEquals(List.of("you may only watch", "you may only watch"), texts(Kind.ERROR));
    assertEquals(0, world.commands().size());
  }
}
