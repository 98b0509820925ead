package dev.vivarium.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `vivarium script` and `vivarium test` print and end with, on a world without plugins.
class ScriptAndTestIntegrationTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal =
      new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
  private Path project;

  @BeforeEach
  void makeProject() throws IOException {
    project = folder.resolve("samples/pool");
    Files.createDirectories(project.resolve("scripts"));
    Files.createDirectories(project.resolve("tests"));
    Files.writeString(project.resolve("world.json"), "{\"format\": 1, \"plugins\": []}");
  }

  private int execute(String... arguments) {
    var installation = new Installation(folder.resolve("home"), folder.resolve("samples"));
    return Vivarium.commandLine(
            terminal,
            new ScriptCommand(terminal, new RunScript(installation)),
            new TestCommand(terminal, new dev.vivarium.workbench.cli.Test(installation)))
        .execute(arguments);
  }

  private void put(String file, String text) throws IOException {
    Files.writeString(project.resolve(file), text);
  }

  @Test
  void aScriptThatRunsToItsEndEndsWithZero() throws IOException {
    put("scripts/hello.jsh", "println(\"hello \" + args.get(0) + world.count(\"\"));");
    assertEquals(0, execute("script", project.toString(), "hello", "you"), err::toString);
    assertTrue(out.toString().contains("hello you1"), out::toString);
  }

  @Test
  void aScriptThatFailsEndsWithOneAndNamesTheLine() throws IOException {
    put("scripts/bad.jsh", "var a = 1;\nworld.first(\"none\");\n");
    assertEquals(1, execute("script", project.toString(), "bad"));
    assertTrue(err.toString().contains("scripts/bad.jsh:2: No entity matches"), err::toString);
  }

  @Test
  void aScriptThatIsNotThereEndsWithTwo() {
    assertEquals(2, execute("script", project.toString(), "none"));
    assertTrue(err.toString().contains("There is no script 'none'"), err::toString);
  }

  @Test
  void testsThatAllPassEndWithZero() throws IOException {
    put("tests/clock.jsh", "void ticks() { world.step(3); assertEquals(3, world.tick()); }");
    var json = folder.resolve("results.json");
    assertEquals(0, execute("test", project.toString(), "--json", json + ""), err::toString);
    assertTrue(out.toString().contains("passed  clock.ticks  (3 ticks"), out::toString);
    assertTrue(out.toString().contains("1 tests: 1 passed, 0 failed, 0 broken"), out::toString);
    assertTrue(Files.readString(json).contains("clock.ticks"));
  }

  @Test
  void aTestThatDoesNotPassEndsWithOneAndNamesTheLine() throws IOException {
    put("tests/clock.jsh", "void fine() {}\nvoid wrong() {\n  assertEquals(1, world.tick());\n}\n");
    assertEquals(1, execute("test", project.toString()));
    assertTrue(out.toString().contains("failed  clock.wrong"), out::toString);
    assertTrue(out.toString().contains("tests/clock.jsh:3: "), out::toString);
  }

  @Test
  void aProjectWithoutTestsEndsWithTwo() throws IOException {
    assertEquals(2, execute("test", project.toString()));
    assertTrue(err.toString().contains("has no tests"), err::toString);
    put("tests/clock.jsh", "void fine() {}");
    assertEquals(2, execute("test", project.toString(), "--filter", "fish"));
    assertTrue(err.toString().contains("No test's name holds 'fish'"), err::toString);
  }
}
