package dev.vivarium.workbench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How fast a world ticks.
public sealed interface Rate {
  int MIN_HZ = 1;
  int MAX_HZ = 1_000;

  /// Ticks a second of real time.
  record Hertz(int perSecond) implements Rate {
    public Hertz {
      if (perSecond < MIN_HZ || perSecond > MAX_HZ) {
        throw new IllegalArgumentException("rate " + perSecond + " is not in 1..1000 Hz");
      }
    }
  }

  /// As fast as the machine can; world time still advances by the project's own rate.
  record AsFastAsPossible() implements Rate {}

  /// Reads `60` or `max`.
  final class Converter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      if (text.equals("max")) {
        return new AsFastAsPossible();
      }
      try {
        return new Hertz(Integer.parseInt(text));
      } catch (IllegalArgumentException problem) {
        throw new TypeConversionException(
            "'" + text + "' is neither a whole number of Hz from 1 to 1000 nor 'max'");
      }
    }
  }
}
