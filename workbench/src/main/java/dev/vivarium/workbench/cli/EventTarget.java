package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/// Where the JSON Lines of events go.
public sealed interface EventTarget {

  /// Standard output, asked for by `-`.
  record StandardOutput() implements EventTarget {}

  /// A file, made anew.
  record ToFile(Path file) implements EventTarget {}

  /// Reads `-` or a path.
  final class Converter implements ITypeConverter<EventTarget> {
    @Override
    public EventTarget convert(String text) {
      return text.equals("-") ? new StandardOutput() : new ToFile(Path.of(text));
    }
  }
}
