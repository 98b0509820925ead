package dev.vivarium.workbench.app;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file and a place in it, as written on the command line: `path`, `path:line` or
/// `path:line:column`.
///
/// @param line from 1; 0 where none is named
record FilePlace(String path, int line, int column) {
  private static final Pattern PLACE = Pattern.compile("(.+?)(?::(\\d{1,7}))?(?::(\\d{1,7}))?");

  static FilePlace parse(String text) {
    var matcher = PLACE.matcher(text);
    if (!matcher.matches()) {
      return new FilePlace(text, 0, 1);
    }
    return new FilePlace(
        matcher.group(1), number(matcher.group(2), 0), number(matcher.group(3), 1));
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }
}
