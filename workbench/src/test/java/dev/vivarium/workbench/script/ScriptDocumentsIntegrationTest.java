package dev.vivarium.workbench.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.live.RealWorlds;
import dev.vivarium.workbench.project.ProjectFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of the documents and the tests of the sample world, run for real.
class ScriptDocumentsIntegrationTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private static List<String> examples(String document) throws Exception {
    var text = Files.readString(Path.of("..", "docs", document));
    return EXAMPLE.matcher(text).results().map(match -> match.group(1)).toList();
  }

  @Test
  void examplesOfTheScriptingDocumentRun() throws Exception {
    var project = RealWorld.copy("hello", folder);
    try (var real = RealWorld.open(project).running()) {
      var world = new ScriptWorld(real.session());
      var files = new ScriptProject(new ProjectFiles(project), world);
      var scope = new ScriptScope(world, files, ScriptDesk.none(), List.of(), p -> {});
      try (var shell = new ScriptShell(scope, text -> {})) {
        for (String example : examples("scripting.md")) {
          var outcome = shell.run(example, "docs/scripting.md");
          assertTrue(outcome.done(), () -> outcome + "\n" + example);
        }
      }
    }
  }

  @Test
  void examplesOfTheTestingDocumentAndTheSamplesPass() throws Exception {
    var project = RealWorld.copy("hello", folder);
    Files.createDirectories(project.resolve("tests"));
    Files.writeString(project.resolve("tests/doc.jsh"), String.join("\n", examples("testing.md")));
    Files.copy(
        Path.of("..", "plugin-templates", "templates", "project", "tests", "world.jsh"),
        project.resolve("tests/world.jsh"));
    var results = run(project);
    assertEquals(5, results.size());
    results.forEach(result -> assertTrue(result.passed(), result::toString));
  }

  @Test
  void testsOfTheTidepoolPass() throws Exception {
    var results = run(RealWorld.copy("tidepool", folder), "", Duration.ofMinutes(10));
    assertEquals(4, results.size());
    results.forEach(result -> assertTrue(result.passed(), result::toString));
  }

  @Test
  void namesTheLineThatFailsAndStopsWhatTakesTooLong() throws Exception {
    var project = RealWorld.copy("hello", folder);
    Files.createDirectories(project.resolve("tests"));
    Files.writeString(
        project.resolve("tests/bad.jsh"),
        "void fails() {\n  world.step(3);\n  assertEquals(4, world.tick());\n}\n\nvoid hangs() {\n  while (true) {}\n}\n");
    TestResult fails = run(project, "fails", WorldTestRun.LIMIT).getFirst();
    assertEquals("tests/bad.jsh:3", fails.place());
    assertEquals(TestResult.Verdict.FAILED, fails.verdict());
    assertEquals(3, fails.ticks());
    TestResult hangs = run(project, "hangs", Duration.ofSeconds(3)).getFirst();
    assertFalse(hangs.passed());
    assertEquals("tests/bad.jsh:6", hangs.place());
    assertTrue(hangs.error().orElseThrow().text().contains("longer than 3 s"));
  }

  private static List<TestResult> run(Path project) throws Exception {
    return run(project, "", WorldTestRun.LIMIT);
  }

  private static List<TestResult> run(Path project, String filter, Duration limit)
      throws Exception {
    List<TestResult> results = new ArrayList<>();
    try (var worlds = RealWorlds.of(project)) {
      new WorldTestRun(worlds, limit).run(ScriptFiles.tests(project, filter), results::add);
    }
    return results;
  }
}
