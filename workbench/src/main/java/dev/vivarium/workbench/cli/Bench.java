package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.bench.BenchContext;
import dev.vivarium.workbench.bench.Benchmark;
import dev.vivarium.workbench.bench.Benchmarks;
import dev.vivarium.workbench.bench.Measurement;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `vivarium bench`: runs whole-path benchmarks and prints what they found.
final class Bench implements Act<BenchOptions> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Installation installation;

  Bench(Installation installation) {
    this.installation = installation;
  }

  @Override
  public ExitCode perform(BenchOptions options, Terminal terminal) throws Exception {
    List<Benchmark> chosen = choose(options.benchmarks());
    Path scratch = Files.createTempDirectory("vivarium-bench");
    List<Measurement> found = new ArrayList<>();
    try {
      BenchContext context =
          new BenchContext(installation.samples(), scratch, line -> say(terminal, line));
      for (Benchmark benchmark : chosen) {
        say(terminal, benchmark.name() + ": " + benchmark.description() + " ...");
        found.addAll(benchmark.run(context));
      }
    } finally {
      delete(scratch);
    }
    terminal.out().println(options.json() ? json(found) : table(found));
    terminal.out().flush();
    return found.stream().allMatch(Measurement::holds) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void say(Terminal terminal, String line) {
    terminal.err().println(line);
    terminal.err().flush();
  }

  private static List<Benchmark> choose(List<String> names) throws CommandFailure {
    List<Benchmark> all = Benchmarks.all();
    String known = all.stream().map(Benchmark::name).collect(Collectors.joining(", "));
    for (String name : names) {
      if (all.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
        throw new CommandFailure(
            ExitCode.WRONG_USE, "There is no benchmark '%s'; known: %s".formatted(name, known));
      }
    }
    return names.isEmpty() ? all : all.stream().filter(b -> names.contains(b.name())).toList();
  }

  private static String table(List<Measurement> found) {
    return found.stream()
        .map(m ->
            "%-10s %-46s %12.3f %-3s%s"
                .formatted(m.benchmark(), m.name(), m.value(), m.unit(), verdict(m)))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String verdict(Measurement m) {
    return m.hasLimit()
        ? "  at most %s: %s".formatted(limit(m), m.holds() ? "holds" : "FAILS")
        : "";
  }

  private static String limit(Measurement m) {
    return BigDecimal.valueOf(m.limit()).stripTrailingZeros().toPlainString();
  }

  private static String json(List<Measurement> found) {
    ObjectNode root = JSON.createObjectNode();
    root.put("java", Runtime.version().toString());
    root.put("processors", Runtime.getRuntime().availableProcessors());
    for (Measurement m : found) {
      ObjectNode line = root.withArray("measurements").addObject();
      line.put("benchmark", m.benchmark())
          .put("name", m.name())
          .put("value", m.value())
          .put("unit", m.unit());
      if (m.hasLimit()) {
        line.put("limit", m.limit()).put("holds", m.holds());
      }
    }
    return root.toPrettyString();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
