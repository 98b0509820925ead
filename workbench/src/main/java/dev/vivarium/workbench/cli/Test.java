package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.workbench.live.FreshWorlds;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.script.ScriptError;
import dev.vivarium.workbench.script.ScriptFiles;
import dev.vivarium.workbench.script.TestResult;
import dev.vivarium.workbench.script.WorldTest;
import dev.vivarium.workbench.script.WorldTestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `vivarium test`: a project's own tests, each in a fresh world.
final class Test implements Act<TestOptions> {
  private final Installation installation;

  Test(Installation installation) {
    this.installation = installation;
  }

  @Override
  public ExitCode perform(TestOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    List<WorldTest> tests = ScriptFiles.tests(options.project(), options.filter());
    if (tests.isEmpty()) {
      throw new CommandFailure(ExitCode.WRONG_USE, none(options));
    }
    List<TestResult> results = new ArrayList<>();
    long start = NanoClock.SYSTEM.nanos();
    try (PluginBuilder builder = opening.builder();
        FreshWorlds worlds = new FreshWorlds(options.project(), builder)) {
      builder.warmUp(opening.loaded().project().pluginsInOrder());
      new WorldTestRun(worlds, options.limit())
          .run(
              tests,
              result -> {
                results.add(result);
                print(result, terminal);
              });
    }
    double seconds = (NanoClock.SYSTEM.nanos() - start) / 1e9;
    summary(results, seconds, terminal);
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), json(results, seconds) + "\n");
    }
    return results.stream().allMatch(TestResult::passed) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String none(TestOptions options) {
    return options.filter().isEmpty()
        ? options.project()
            + " has no tests: no method without parameters in tests/*.jsh. docs/testing.md shows how"
            + " to write one."
        : "No test's name holds '%s'.".formatted(options.filter());
  }

  private static void print(TestResult result, Terminal terminal) {
    String sign =
        switch (result.verdict()) {
          case PASSED -> "@|green passed|@";
          case FAILED -> "@|red,bold failed|@";
          case BROKEN -> "@|red,bold broken|@";
        };
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s  %s  (%,d ticks, %.1f s)%n",
            terminal.styled(sign),
            result.test().id(),
            result.ticks(),
            result.millis() / 1e3);
    result.error().ifPresent(error -> print(error, result, terminal));
    terminal.out().flush();
  }

  private static void print(ScriptError error, TestResult result, Terminal terminal) {
    terminal
        .out()
        .println("        " + result.place() + ": " + error.text().replace("\n", "\n        "));
    result.output().lines().forEach(line -> terminal.out().println("        | " + line));
  }

  private static void summary(List<TestResult> results, double seconds, Terminal terminal) {
    terminal.out().println();
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%d tests: %d passed, %d failed, %d broken, in %.1f s%n",
            results.size(),
            count(results, TestResult.Verdict.PASSED),
            count(results, TestResult.Verdict.FAILED),
            count(results, TestResult.Verdict.BROKEN),
            seconds);
    terminal.out().flush();
  }

  private static long count(List<TestResult> results, TestResult.Verdict verdict) {
    return results.stream().filter(r -> r.verdict() == verdict).count();
  }

  private static String json(List<TestResult> results, double seconds) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("tests", results.size());
    root.put("passed", count(results, TestResult.Verdict.PASSED));
    root.put("failed", count(results, TestResult.Verdict.FAILED));
    root.put("broken", count(results, TestResult.Verdict.BROKEN));
    root.put("seconds", seconds);
    var list = root.putArray("results");
    for (TestResult result : results) {
      ObjectNode one = list.addObject();
      one.put("name", result.test().id());
      one.put("file", result.test().file());
      one.put("line", result.test().line());
      one.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
      one.put("ticks", result.ticks());
      one.put("seconds", result.millis() / 1e3);
      one.put("output", result.output());
      result.error().ifPresent(error -> put(error, one.putObject("error")));
    }
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static void put(ScriptError error, ObjectNode to) {
    to.put("text", error.text());
    to.put("file", error.file());
    to.put("line", error.line());
    error.trace().forEach(to.withArray("trace")::add);
  }
}
