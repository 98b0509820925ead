package dev.vivarium.workbench.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scripts in a real JShell on the world of the tests.
@SuppressWarnings("JdkObsolete") // a buffer that the script's thread writes and the test's reads
class ScriptShellIntegrationTest {
  @TempDir private Path folder;
  private final StringBuffer printed = new StringBuffer();
  private TestWorldSession session;
  private ScriptShell shell;

  @BeforeEach
  void open() {
    session = new TestWorldSession(10, Runnable::run);
    var world = new ScriptWorld(session);
    var project = new ScriptProject(new ProjectFiles(folder), world);
    shell =
        new ScriptShell(
            new ScriptScope(world, project, ScriptDesk.none(), List.of("a"), p -> {}),
            printed::append);
  }

  @AfterEach
  void close() {
    shell.close();
  }

  private String value(String text) {
    var outcome = shell.run(text, "");
    assertTrue(outcome.done(), outcome::toString);
    return outcome.value();
  }

  private ScriptError error(String text) {
    return shell.run(text, "scripts/a.jsh").error().orElseThrow();
  }

  @Test
  void asksAndChangesTheWorld() {
    assertEquals("10", value("world.count(\"Fish\")"));
    assertEquals("(1, 1, 1)", value("world.entity(1).vector(\"Transform.scale\")"));
    value("world.entity(1).set(\"Hunger.since\", 7.5).set(\"Transform.position.y\", 4)");
    assertEquals("7.5", value("world.entity(1).get(\"Hunger.since\")"));
    assertEquals("4.0", value("world.entity(1).number(\"Transform.position.y\")"));
    value("world.query(\"Fish\").set(\"Fish.shy\", false);");
    assertEquals(
        "[false]",
        value("world.query(\"Fish\").values(\"Fish.shy\").stream().distinct().toList()"));
    value("world.step(20); world.entity(2).despawn();");
    assertEquals(0, session.entities(new EntityQuery("#2", 0, 1)).join().total());
    assertEquals("true", value("world.messages(\"tide/Turned\").getLast().number(\"height\") > 0"));
    assertEquals("[a]", value("args"));
  }

  private List<WorldCommand.Edit> edits() {
    return session.commands().stream()
        .filter(WorldCommand.Edit.class::isInstance)
        .map(WorldCommand.Edit.class::cast)
        .toList();
  }

  @Test
  void makesOneStepOfTheHistoryOfEachLine() {
    var lines =
        """
        world.query("Fish").set("Hunger.since", 3);
        for (var fish : world.query("Fish")) {
          fish.set("Hunger.since", 4);
        }
        world.entity(1).set("Hunger.since", 5);
        """;
    assertEquals("10 entities set", shell.run(lines, "scripts/a.jsh").acts());
    var steps = edits();
    assertEquals("Script: set Hunger.since of 10 entities", steps.getFirst().title());
    assertEquals(10, steps.getFirst().edits().size());
    var loop = steps.subList(1, 11);
    assertEquals(1, loop.stream().map(WorldCommand.Edit::gesture).distinct().count());
    assertEquals("Script: set Hunger.since of 10 entities", loop.getLast().title());
    assertEquals("", steps.getLast().title());
    assertEquals(3, steps.stream().map(WorldCommand.Edit::gesture).distinct().count());
  }

  @Test
  void saysWhatWasDoneInsteadOfNamingEveryEntity() {
    var set = shell.run("world.query(\"Fish\").set(\"Hunger.since\", 3)", "");
    assertEquals("", set.value());
    assertEquals("10 entities set", set.acts());
    var ended =
        shell.run(
            "world.query(\"Fish\").despawn(); var born = world.spawn(\"Rock\", \"Transform\")", "");
    assertEquals("1 entity spawned, 10 deleted", ended.acts());
    assertTrue(ended.value().startsWith("Rock"), ended.value());
    assertEquals("", shell.run("world.count(\"\")", "").acts());
  }

  @Test
  void cutsLongResultsAndSaysHowMuchMoreThereIs() {
    var numbers = value("java.util.stream.IntStream.range(0, 5000).boxed().toList()");
    assertTrue(numbers.startsWith("[0, 1, 2, "), numbers);
    assertTrue(numbers.endsWith("19, … and 4,980 more]"), numbers);
    var array = value("var all = new double[3000];");
    assertTrue(array.endsWith("… and 2,980 more]"), array);
    var text = value("\"x\".repeat(5000)");
    assertTrue(text.endsWith("x… and 3,002 more characters"), text);
    assertEquals("3000", value("all.length"));
  }

  @Test
  void printsToItsConsoleAlone() {
    value("println(1); System.out.println(\"two\"); printf(\"%.1f%n\", 3.0);");
    assertEquals("1\ntwo\n3.0\n", printed.toString().replace("\r", ""));
  }

  @Test
  void namesTheLineOfWhatIsWrong() {
    var failed = error("// a\n\nvoid f() {\n  // b\n  assertEquals(1, 2);\n}\n\nf();\n");
    assertEquals("scripts/a.jsh:5", failed.place());
    assertTrue(failed.assertion());
    assertEquals("expected 1 but was 2", failed.text());
    assertEquals(List.of("scripts/a.jsh:5", "scripts/a.jsh:8"), failed.trace());
    var unknown = error("int a = 1;\n\n  int b = nothing(a);\n");
    assertEquals(3, unknown.line());
    assertEquals(11, unknown.column());
    assertEquals("No method nothing(int).", unknown.text());
    assertEquals(
        "No method qury(java.lang.String) on the world. Did you mean query()?",
        error("world.qury(\"Fish\");\n").text());
    assertEquals(2, error("int x = 1;\nint y = (x\n").line());
    assertEquals("No entity matches 'none'.", error("world.first(\"none\")").text());
  }

  @Test
  void saysWhatTheWorldRefuses() {
    session.refuse("The world is read only.");
    assertEquals("The world is read only.", error("world.pause()").text());
    assertEquals(List.of(new WorldCommand.Pause()), session.commands());
  }

  @Test
  void endsAnEndlessLoopAndGoesOn() throws Exception {
    var ended = CompletableFuture.supplyAsync(() -> shell.run("println(1); while (true) {}", ""));
    while (printed.isEmpty()) {
      Thread.onSpinWait();
    }
    while (!ended.isDone()) {
      shell.stop();
    }
    assertEquals("Stopped.", ended.get().error().orElseThrow().text());
    assertTrue(shell.isWhole("6 * 7"));
    assertEquals("42", value("6 * 7"));
  }

  @Test
  void completesExplainsAndKnowsWhatIsWhole() {
    var found = shell.complete("world.quer", 10);
    assertTrue(found.stream().anyMatch(s -> s.text().startsWith("query(")), found::toString);
    assertEquals(6, found.getFirst().anchor());
    assertTrue(shell.documentation("world.count(", 12).toString().contains("count(String query)"));
    assertTrue(shell.isWhole("int a = 1"));
    assertFalse(shell.isWhole("void f() {"));
  }

  @Test
  void findsTests() {
    var text =
        "// x\nimport java.util.*;\n\n/** doc */\nvoid one() {\n}\nint two() { return 2; }\nvoid three(int x) {}\nvoid four() {}\n";
    assertEquals(
        List.of(new WorldTest("tests/a.jsh", "one", 5), new WorldTest("tests/a.jsh", "four", 9)),
        ScriptFiles.testsOf("tests/a.jsh", text));
  }

  @Test
  void recordsActsReadably() {
    var recorder = new ActRecorder();
    var watched = recorder.watching(session);
    var _ = watched.submit(new WorldCommand.Pause());
    recorder.start();
    recorder.commandBegan("view.theme");
    recorder.commandEnded(true);
    recorder.commandBegan("world.step");
    var _ = watched.submit(new WorldCommand.Step(1));
    recorder.commandEnded(true);
    var made =
        (dev.vivarium.workbench.session.CommandResult.Done)
            watched.submit(new WorldCommand.Spawn("Pip", List.of("vivarium/Transform"))).join();
    var _ =
        watched.submit(
            new WorldCommand.SetField(
                made.spawned().orElseThrow(), "vivarium/Transform", "position", "[1,2,3]"));
    session.refuse("no");
    var _ = watched.submit(new WorldCommand.ResetWorld());
    recorder.opened("plugins/fish/fish.ts");
    assertEquals(
        """
        // Recorded in the workbench. Run it there again, or change it.
        workbench.run("view.theme");
        world.step(1);
        var entity1 = world.spawn("Pip", "vivarium/Transform");
        entity1.set("vivarium/Transform.position", Vec.of(1, 2, 3));
        workbench.open("plugins/fish/fish.ts");
        """,
        recorder.stop());
  }
}
