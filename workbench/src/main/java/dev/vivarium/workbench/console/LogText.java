package dev.vivarium.workbench.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Rows of the log as text, to read, copy and export.
final class LogText {
  private final DateTimeFormatter ofDay;
  private final DateTimeFormatter whole;

  /// @param zone in which times are told
  LogText(ZoneId zone) {
    ofDay = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    whole = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
  }

  /// The time of day.
  String time(LogRow row) {
    return ofDay.format(Instant.ofEpochMilli(row.line().epochMillis()));
  }

  static String tick(LogRow row) {
    return String.format(Locale.ROOT, "%,d", row.line().tick());
  }

  static String side(LogRow row) {
    return row.line().side().name().toLowerCase(Locale.ROOT);
  }

  /// One line: time, tick, level, source, side, text, and how often.
  String line(LogRow row) {
    var line = row.line();
    return "%s  tick %d  %-5s  %s (%s)  %s%s"
        .formatted(
            whole.format(Instant.ofEpochMilli(line.epochMillis())),
            line.tick(),
            line.level(),
            line.source(),
            side(row),
            line.text(),
            row.count() > 1 ? "  (" + row.count() + " times)" : "");
  }

  String lines(List<LogRow> rows) {
    return rows.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  /// Writes rows to a file, which appears whole or not at all. Blocks.
  void write(List<LogRow> rows, Path file) throws IOException {
    var target = file.toAbsolutePath();
    var temporary = Files.createTempFile(target.getParent(), ".", ".exporting");
    try {
      Files.write(temporary, rows.stream().map(this::line).toList());
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
