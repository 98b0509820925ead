package dev.vivarium.workbench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a seed: 64 bits, in decimal, signed or not, or in hexadecimal after `0x`.
final class Seed implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      if (text.startsWith("0x")) {
        return Long.parseUnsignedLong(text.substring(2), 16);
      }
      return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException problem) {
      throw new TypeConversionException("'" + text + "' is not a whole number of 64 bits");
    }
  }
}
