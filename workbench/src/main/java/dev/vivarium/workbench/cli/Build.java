package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.toolchain.BuildResult;
import dev.vivarium.workbench.toolchain.Diagnostic;
import dev.vivarium.workbench.toolchain.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// `vivarium build`: compiles plugins into the project's cache, where `run` and `open` find them.
final class Build implements Act<BuildOptions> {
  private final Installation installation;

  Build(Installation installation) {
    this.installation = installation;
  }

  /// How the build of one plugin in one gear ended.
  private record Outcome(String plugin, Gear gear, BuildResult result) {
    boolean failed() {
      return result instanceof BuildResult.Failed;
    }

    List<Diagnostic> diagnostics() {
      return switch (result) {
        case BuildResult.Built built -> built.warnings();
        case BuildResult.Failed failed -> failed.diagnostics();
      };
    }
  }

  @Override
  public ExitCode perform(BuildOptions options, Terminal terminal)
      throws CommandFailure, IOException {
    ProjectOpening opening =
        ProjectOpening.of(options.project(), options.trust(), installation, terminal);
    List<PluginFile> files = wanted(opening.loaded().project(), options.plugins());
    List<Outcome> outcomes;
    try (PluginBuilder builder = opening.builder()) {
      outcomes = build(builder, files, gears(options));
    }
    if (options.json()) {
      terminal.out().println(json(outcomes));
    } else {
      outcomes.forEach(outcome -> print(outcome, terminal));
    }
    boolean failed = opening.loaded().hasErrors() || outcomes.stream().anyMatch(Outcome::failed);
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private static List<PluginFile> wanted(Project project, List<String> names)
      throws CommandFailure {
    if (names.isEmpty()) {
      return project.pluginsInOrder();
    }
    List<PluginFile> wanted = new ArrayList<>();
    for (String name : names) {
      PluginFile file = project.plugins().get(name);
      if (file == null) {
        throw new CommandFailure(
            "There is no plugin '%s'; the project has %s."
                .formatted(name, String.join(", ", project.plugins().keySet())));
      }
      wanted.add(file);
    }
    return wanted;
  }

  private static List<Gear> gears(BuildOptions options) {
    return options.optimised() ? List.of(Gear.OPTIMISED) : List.of(Gear.QUICK, Gear.OPTIMISED);
  }

  /// All at once: the compilers queue by themselves. The second gear tells nothing new of a plugin
  /// whose first failed.
  private static List<Outcome> build(
      PluginBuilder builder, List<PluginFile> files, List<Gear> gears) {
    List<CompletableFuture<Outcome>> builds = new ArrayList<>();
    for (PluginFile file : files) {
      for (Gear gear : gears) {
        builds.add(builder.build(file, gear).thenApply(r -> new Outcome(file.name(), gear, r)));
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (CompletableFuture<Outcome> build : builds) {
      Outcome outcome = build.join();
      boolean told =
          outcomes.stream().anyMatch(o -> o.failed() && o.plugin().equals(outcome.plugin()));
      if (!told) {
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }

  private static void print(Outcome outcome, Terminal terminal) {
    for (Diagnostic diagnostic : outcome.diagnostics()) {
      terminal.out().println("plugins/" + diagnostic);
    }
    switch (outcome.result()) {
      case BuildResult.Built built ->
          terminal
              .out()
              .printf(
                  Locale.ROOT,
                  "%s %s: %,d bytes%s%n",
                  outcome.plugin(),
                  gear(outcome),
                  built.wasm().length,
                  built.compileMs() == 0
                      ? ", as built before"
                      : " in " + built.compileMs() + " ms");
      case BuildResult.Failed failed ->
          terminal.out().println(terminal.styled("@|red " + outcome.plugin() + " failed|@"));
    }
  }

  private static String gear(Outcome outcome) {
    return outcome.gear().name().toLowerCase(Locale.ROOT);
  }

  private static String json(List<Outcome> outcomes) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    root.put("ok", outcomes.stream().noneMatch(Outcome::failed));
    ArrayNode builds = root.putArray("builds");
    for (Outcome outcome : outcomes) {
      ObjectNode build =
          builds
              .addObject()
              .put("plugin", outcome.plugin())
              .put("gear", gear(outcome))
              .put("ok", !outcome.failed())
              .put("compileMs", outcome.result().compileMs());
      ArrayNode list = build.putArray("diagnostics");
      outcome.diagnostics().forEach(d -> add(list.addObject(), d));
    }
    return root.toPrettyString();
  }

  private static void add(ObjectNode node, Diagnostic d) {
    node.put("severity", severity(d.severity()))
        .put("file", "plugins/" + d.file())
        .put("line", d.line())
        .put("column", d.column())
        .put("endColumn", d.endColumn())
        .put("message", d.message());
  }

  private static String severity(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
