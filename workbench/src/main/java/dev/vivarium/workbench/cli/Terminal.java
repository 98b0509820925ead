package dev.vivarium.workbench.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/// Where a command writes: results to `out`, everything about how it went to `err`.
///
/// @param colours whether escape sequences for colours may be written
public record Terminal(PrintWriter out, PrintWriter err, boolean colours) {

  /// Standard output and standard error, with colours only where a person reads them: on a
  /// terminal, unless `NO_COLOR` is set to anything or `TERM` says `dumb`.
  static Terminal standard(Map<String, String> environment, boolean onTerminal) {
    return new Terminal(
        new PrintWriter(System.out, true, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()),
        onTerminal && wantsColours(environment));
  }

  static boolean wantsColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  Ansi ansi() {
    return colours ? Ansi.ON : Ansi.OFF;
  }

  /// Text with picocli's markup (`@|bold ...|@`) turned into colours, or left out.
  String styled(String markup) {
    return ansi().string(markup);
  }
}
