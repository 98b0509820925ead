package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.doctor.Finding;
import dev.vivarium.workbench.doctor.Finding.State;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `vivarium doctor`.
@Command(
    name = "doctor",
    description = "Check what this system has and lacks, and say how to get it.",
    footer = {"", "Ends with 1 when something needed is missing."},
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<List<Finding>> doctor;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  DoctorCommand(Terminal terminal, Supplier<List<Finding>> doctor) {
    this.terminal = terminal;
    this.doctor = doctor;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    List<Finding> findings = doctor.get();
    if (json) {
      terminal.out().println(asJson(findings));
    } else {
      print(findings);
    }
    return (lacking(findings) == 0 ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private static long lacking(List<Finding> findings) {
    return findings.stream().filter(finding -> finding.state() == State.MISSING).count();
  }

  private void print(List<Finding> findings) {
    int width = findings.stream().mapToInt(finding -> finding.subject().length()).max().orElse(0);
    for (Finding finding : findings) {
      String padded = String.format("%-" + width + "s", finding.subject());
      terminal.out().println(mark(finding.state()) + "  " + padded + "  " + finding.found());
      if (!finding.remedy().isEmpty()) {
        terminal.out().println(" ".repeat(width + 11) + "-> " + finding.remedy());
      }
    }
    terminal.out().println();
    terminal.out().println(verdict(lacking(findings)));
  }

  private static String verdict(long lacking) {
    return lacking == 0 ? "Vivarium can run here." : "Missing and needed: " + lacking + ".";
  }

  private String mark(State state) {
    return switch (state) {
      case GOOD -> terminal.styled("@|green good   |@");
      case LIMITED -> terminal.styled("@|yellow limited|@");
      case MISSING -> terminal.styled("@|bold,red missing|@");
    };
  }

  private static String asJson(List<Finding> findings) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode report = json.createObjectNode();
    report.put("ready", lacking(findings) == 0);
    ArrayNode list = report.putArray("findings");
    for (Finding finding : findings) {
      list.addObject()
          .put("subject", finding.subject())
          .put("state", finding.state().name().toLowerCase(Locale.ROOT))
          .put("found", finding.found())
          .put("remedy", finding.remedy());
    }
    return json.writeValueAsString(report);
  }
}
