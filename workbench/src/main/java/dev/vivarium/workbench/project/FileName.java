package dev.vivarium.workbench.project;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which names a new file or folder may have: such as every system can hold.
public final class FileName {
  /// Longest name, in UTF-16 code units.
  static final int MAX_CHARS = 120;

  private static final String FORBIDDEN = "<>:\"|?*";
  private static final Set<String> RESERVED =
      Set.of(
          "con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9"
              .split(" "));

  private FileName() {}

  /// Why a name cannot be taken; empty if it can.
  public static Optional<String> refusal(String name) {
    if (name.isBlank()) {
      return Optional.of("a name is needed");
    } else if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.equals("..")) {
      return Optional.of("a name has no parts of a path: no / and no \\");
    } else if (name.startsWith(".")) {
      return Optional.of("names that begin with a dot are hidden");
    } else if (name.length() > MAX_CHARS) {
      return Optional.of("a name has at most " + MAX_CHARS + " characters");
    } else if (name.endsWith(".") || !name.equals(name.strip())) {
      return Optional.of("a name does not begin or end with a space, nor end with a dot");
    }
    return letters(name);
  }

  private static Optional<String> letters(String name) {
    var bad = name.chars().filter(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0).findFirst();
    if (bad.isPresent()) {
      return Optional.of(
          bad.getAsInt() < ' '
              ? "a name has no control characters"
              : "a name cannot hold " + (char) bad.getAsInt());
    }
    var stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return RESERVED.contains(stem.toLowerCase(Locale.ROOT))
        ? Optional.of(stem + " is a reserved name on some systems")
        : Optional.empty();
  }
}
