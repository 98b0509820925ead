package dev.vivarium.workbench.console;

import dev.vivarium.workbench.session.LogLine;
import dev.vivarium.workbench.session.LogLine.Level;
import dev.vivarium.workbench.session.LogLine.Side;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which lines of the log are shown.
///
/// @param words all of them stand in the source or the text, whatever their case; `-word` keeps
///   lines with that word out
/// @param hidden sources that are not shown
/// @param side only that half, or both
record LogFilter(String words, Set<Level> levels, Set<String> hidden, Optional<Side> side) {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  static final LogFilter USUAL =
      new LogFilter("", Set.of(Level.INFO, Level.WARN, Level.ERROR), Set.of(), Optional.empty());

  LogFilter {
    levels = Set.copyOf(levels);
    hidden = Set.copyOf(hidden);
  }

  LogFilter withWords(String now) {
    return new LogFilter(now, levels, hidden, side);
  }

  LogFilter withSide(Optional<Side> now) {
    return new LogFilter(words, levels, hidden, now);
  }

  LogFilter withHidden(Set<String> now) {
    return new LogFilter(words, levels, now, side);
  }

  /// These levels are shown from now on, or no longer.
  LogFilter with(Set<Level> some, boolean shown) {
    var now = EnumSet.noneOf(Level.class);
    now.addAll(levels);
    if (shown) {
      now.addAll(some);
    } else {
      now.removeAll(some);
    }
    return new LogFilter(words, now, hidden, side);
  }

  LogFilter toggled(String source) {
    var now = new HashSet<>(hidden);
    if (!now.remove(source)) {
      now.add(source);
    }
    return withHidden(now);
  }

  /// The same, taken apart once for many lines.
  Matcher matcher() {
    var all = SPACE.splitAsStream(words.toLowerCase(Locale.ROOT)).toList();
    return new Matcher(
        this,
        all.stream().filter(word -> !isExclusion(word) && !word.isEmpty()).toList(),
        all.stream().filter(LogFilter::isExclusion).map(word -> word.substring(1)).toList());
  }

  private static boolean isExclusion(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  /// @param wanted all of them have to be there
  /// @param unwanted none of them may
  record Matcher(LogFilter filter, List<String> wanted, List<String> unwanted) {
    boolean matches(LogLine line) {
      return filter.levels.contains(line.level())
          && (filter.side.isEmpty() || filter.side.get() == line.side())
          && !filter.hidden.contains(line.source())
          && ((wanted.isEmpty() && unwanted.isEmpty()) || holds(line));
    }

    private boolean holds(LogLine line) {
      var text = (line.source() + " " + line.text()).toLowerCase(Locale.ROOT);
      return wanted.stream().allMatch(text::contains)
          && unwanted.stream().noneMatch(text::contains);
    }
  }
}
