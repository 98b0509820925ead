package dev.vivarium.workbench.script;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the Java compiler says, in the words of scripts: without the names of classes that no
/// script names, and with the name that may have been meant.
final class CompilerText {
  private static final String PACKAGE = CompilerText.class.getPackageName() + ".";
  private static final Pattern SYMBOL =
      Pattern.compile("symbol:\\s+(method|variable|class)\\s+(\\w+)(\\(.*\\))?");
  private static final Pattern LOCATION =
      Pattern.compile(
          "location:\\s+(?:variable \\S+ of type|class|interface)\\s+(?:[\\w.]+\\.)?(\\w+)");
  private static final List<String> VARIABLES = List.of("world", "project", "workbench");
  private static final Set<String> LEFT_OUT = Set.of("equals", "hashCode", "iterator", "toString");
  private static final int MOST_LETTERS_WRONG = 2;
  private static final int MOST_METHODS_LISTED = 12;

  private static final Map<String, String> NAMES =
      Map.of(
          "ScriptWorld", "the world",
          "ScriptEntities", "entities",
          "ScriptEntity", "an entity",
          "ScriptMessage", "a message",
          "ScriptProject", "the project",
          "ScriptDesk", "the workbench");

  private CompilerText() {}

  static String readable(String text) {
    var symbol = SYMBOL.matcher(text);
    if (!text.startsWith("cannot find symbol") || !symbol.find()) {
      return text.replace(PACKAGE, "");
    }
    var name = symbol.group(2);
    var location = LOCATION.matcher(text);
    var type = location.find() ? location.group(1) : "";
    return switch (symbol.group(1)) {
      case "method" ->
          "No method %s%s%s.%s"
              .formatted(
                  name,
                  symbol.group(3) == null ? "()" : symbol.group(3).replace(PACKAGE, ""),
                  type.isEmpty() ? "" : " on " + NAMES.getOrDefault(type, type),
                  meantMethod(name, methodsOf(type)));
      case "variable" ->
          "Nothing is called %s%s.%s"
              .formatted(
                  name,
                  NAMES.containsKey(type) ? " on " + NAMES.get(type) : "",
                  meant(name, VARIABLES, ""));
      default -> "No type is called %s.".formatted(name);
    };
  }

  private static List<String> methodsOf(String type) {
    try {
      return Arrays.stream(Class.forName(PACKAGE + type).getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
          .map(Method::getName)
          .filter(name -> !LEFT_OUT.contains(name))
          .distinct()
          .sorted()
          .toList();
    } catch (ClassNotFoundException | LinkageError e) {
      return List.of();
    }
  }

  /// The nearest method, or the few that there are.
  private static String meantMethod(String name, List<String> methods) {
    var near = meant(name, methods, "()");
    return !near.isEmpty() || methods.isEmpty() || methods.size() > MOST_METHODS_LISTED
        ? near
        : " There are " + String.join("(), ", methods) + "().";
  }

  private static String meant(String name, List<String> names, String behind) {
    record Near(String name, int wrong) {}
    Optional<Near> nearest =
        names.stream()
            .map(each -> new Near(each, wrongLetters(name, each)))
            .filter(near -> near.wrong() <= MOST_LETTERS_WRONG && near.wrong() < name.length())
            .min(Comparator.comparingInt(Near::wrong).thenComparing(Near::name));
    return nearest.map(near -> " Did you mean " + near.name() + behind + "?").orElse("");
  }

  /// How many letters are missing, too many, other ones or swapped with the next.
  private static int wrongLetters(String typed, String meant) {
    var wrong = new int[typed.length() + 1][meant.length() + 1];
    for (var i = 0; i <= typed.length(); i++) {
      for (var j = 0; j <= meant.length(); j++) {
        if (i == 0 || j == 0) {
          wrong[i][j] = i + j;
          continue;
        }
        var other = typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
        wrong[i][j] =
            Math.min(wrong[i - 1][j - 1] + other, Math.min(wrong[i - 1][j], wrong[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && typed.charAt(i - 1) == meant.charAt(j - 2)
            && typed.charAt(i - 2) == meant.charAt(j - 1)) {
          wrong[i][j] = Math.min(wrong[i][j], wrong[i - 2][j - 2] + 1);
        }
      }
    }
    return wrong[typed.length()][meant.length()];
  }
}
