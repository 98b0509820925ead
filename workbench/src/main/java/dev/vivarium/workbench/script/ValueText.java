package dev.vivarium.workbench.script;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The text of a value that is too long to be shown whole.
public final class ValueText {
  /// Characters of a value that are shown.
  static final int CHARS_MAX = 2_000;

  /// Of many things that a long value holds, so many are shown.
  static final int SHOWN_MAX = 20;

  /// Characters of one of them.
  private static final int CHARS_EACH_MAX = 80;

  /// Written by the script's thread, read by the shell's once that has ended.
  private volatile Optional<String> taken = Optional.empty();

  ValueText() {}

  void forget() {
    taken = Optional.empty();
  }

  /// Called by the shell with a value whose text is too long; of no use elsewhere.
  public void take(@Nullable Object value) {
    taken = of(value);
  }

  /// The text of the value that was taken, if it holds many things.
  Optional<String> taken() {
    return taken;
  }

  private static Optional<String> of(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> Optional.of(list(map.entrySet().stream(), map.size(), "{", "}"));
      case Collection<?> all -> Optional.of(list(all.stream(), all.size(), "[", "]"));
      case Object array when array.getClass().isArray() -> {
        int length = Array.getLength(array);
        var some = IntStream.range(0, length).mapToObj(i -> Array.get(array, i));
        yield Optional.of(list(some, length, "[", "]"));
      }
      case null, default -> Optional.empty();
    };
  }

  private static String list(Stream<?> all, int count, String begin, String end) {
    List<String> shown = new ArrayList<>();
    all.limit(SHOWN_MAX).forEach(one -> shown.add(cut(String.valueOf(one), CHARS_EACH_MAX)));
    int more = count - shown.size();
    return begin
        + String.join(", ", shown)
        + (more > 0 ? ", … and %,d more".formatted(more) : "")
        + end;
  }

  /// The beginning of a long text, and how many characters more it has.
  static String cut(String text) {
    return cut(text, CHARS_MAX);
  }

  private static String cut(String text, int chars) {
    return text.length() <= chars
        ? text
        : "%s… and %,d more characters".formatted(text.substring(0, chars), text.length() - chars);
  }
}
