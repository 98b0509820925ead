package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.session.TraceFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The line in which people say which messages they want: `channel:Bite from:fish #214 tick:100-200
/// hungry`.
final class FilterLine {
  /// What the line may hold, for whoever has not typed yet.
  static final String PROMPT = "Filter: channel:Bite  from:fish  #214  tick:100-200  any text";

  /// What is typed half is no mistake yet.
  private static final String TICKS = "tick:[\\d,]*(-[\\d,]*)?";

  private FilterLine() {}

  /// What is wrong with the line, in a sentence; empty where nothing is. Such a word is looked for
  /// as text.
  static String problem(String line) {
    return List.of(line.trim().toLowerCase(Locale.ROOT).split("\\s+")).stream()
        .filter(word -> word.startsWith("tick:") && !word.matches(TICKS))
        .findFirst()
        .map(word -> "%s names no tick: say tick:100 or tick:100-200.".formatted(word))
        .orElse("");
  }

  /// The channels that a line names, as they are written.
  static List<String> channels(String line) {
    return List.of(line.trim().split("\\s+")).stream()
        .filter(word -> word.toLowerCase(Locale.ROOT).startsWith("channel:"))
        .map(word -> word.substring("channel:".length()))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  static TraceFilter parse(String line, Set<String> hidden) {
    List<String> channels = new ArrayList<>();
    List<String> from = new ArrayList<>();
    List<Long> entities = new ArrayList<>();
    List<String> words = new ArrayList<>();
    var ticks = new long[] {0, Long.MAX_VALUE};
    for (var word : List.of(line.trim().toLowerCase(Locale.ROOT).split("\\s+"))) {
      if (word.startsWith("channel:")) {
        add(word, channels);
      } else if (word.startsWith("from:") || word.startsWith("plugin:")) {
        add(word, from);
      } else if (word.matches(TICKS)) {
        ticks(word.substring(5), ticks);
      } else if (entity(word).isPresent()) {
        entities.add(entity(word).get());
      } else if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return new TraceFilter(channels, from, entities, words, hidden, ticks[0], ticks[1]);
  }

  private static void add(String word, List<String> to) {
    var value = word.substring(word.indexOf(':') + 1);
    if (!value.isEmpty()) {
      to.add(value);
    }
  }

  private static Optional<Long> entity(String word) {
    var digits = word.startsWith("#") ? word.substring(1) : word.replace("entity:", "");
    return !word.equals(digits) && digits.matches("\\d{1,10}")
        ? Optional.of(Long.parseLong(digits))
        : Optional.empty();
  }

  /// An end that is not typed yet limits nothing.
  private static void ticks(String text, long[] into) {
    var ends = text.replace(",", "").split("-", -1);
    if (ends[0].matches("\\d{1,15}")) {
      into[0] = Long.parseLong(ends[0]);
      into[1] = ends.length == 1 ? into[0] : Long.MAX_VALUE;
    }
    if (ends.length == 2 && ends[1].matches("\\d{1,15}")) {
      into[1] = Long.parseLong(ends[1]);
    }
  }
}
