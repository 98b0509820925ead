package dev.vivarium.net.protocol.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;

/// Checks of what this side puts into a message: whoever breaks them has made a mistake.
final class Limited {
  private Limited() {}

  static void text(String field, String value, int maxBytes) {
    number(field + " bytes", value.getBytes(UTF_8).length, maxBytes);
  }

  static void bytes(String field, byte[] value, int max) {
    number(field + " bytes", value.length, max);
  }

  static void list(String field, Collection<?> value, int max) {
    number(field + " count", value.size(), max);
  }

  static void number(String field, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(field + " is " + value + ", not 0 to " + max);
    }
  }
}
