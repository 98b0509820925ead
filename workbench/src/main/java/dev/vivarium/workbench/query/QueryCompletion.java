package dev.vivarium.workbench.query;

import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What could stand at a place of a query line.
public final class QueryCompletion {
  private static final Pattern HAS_WHERE =
      Pattern.compile("(^|\\s)where\\s", Pattern.CASE_INSENSITIVE);
  private static final int MAX_CANDIDATES = 200;

  private QueryCompletion() {}

  /// One thing that could stand there.
  ///
  /// @param text what replaces the characters from `start` to `end`
  /// @param detail what it is, such as a type or a purpose
  public record Candidate(String text, String detail, int start, int end) {}

  /// Candidates for the word that ends at the caret, those that begin with it first.
  public static List<Candidate> at(String line, int caret, WorldSchema schema) {
    int start = caret;
    while (start > 0 && isPart(line.charAt(start - 1))) {
      start--;
    }
    String word = line.substring(start, caret);
    String before = line.substring(0, start);
    if (insideText(before)) {
      return List.of();
    }
    int dot = word.lastIndexOf('.');
    List<Candidate> found = new ArrayList<>();
    if (dot >= 0) {
      addParts(schema, word.substring(0, dot), start + dot + 1, caret, found);
    } else {
      addNames(schema, before, start, caret, found);
    }
    String typed = word.substring(dot + 1).toLowerCase(Locale.ROOT);
    return found.stream()
        .filter(c -> c.text().toLowerCase(Locale.ROOT).contains(typed))
        .sorted(
            Comparator.comparing(
                (Candidate c) -> !c.text().toLowerCase(Locale.ROOT).startsWith(typed)))
        .limit(MAX_CANDIDATES)
        .toList();
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '/' || c == '.' || c == '-';
  }

  private static boolean insideText(String before) {
    return before.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private static void addNames(
      WorldSchema schema, String before, int start, int end, List<Candidate> found) {
    boolean where = HAS_WHERE.matcher(before).find();
    for (WorldSchema.Component component : schema.components()) {
      if (!where || !component.fields().isEmpty()) {
        found.add(new Candidate(nameOf(schema, component), component.doc(), start, end));
      }
    }
    Stream<String> words =
        where
            ? Stream.of("and", "or", "not", "true", "false", "none")
            : Stream.of("where", "owner:", "origin:scene", "origin:run-time");
    words.forEach(word -> found.add(new Candidate(word, "", start, end)));
  }

  /// The short name, or the full one where two components share the short one.
  private static String nameOf(WorldSchema schema, WorldSchema.Component component) {
    return schema.find(component.shortName()).size() > 1 ? component.name() : component.shortName();
  }

  private static void addParts(
      WorldSchema schema, String owner, int start, int end, List<Candidate> found) {
    int dot = owner.indexOf('.');
    String component = dot < 0 ? owner : owner.substring(0, dot);
    for (WorldSchema.Component known : schema.find(component)) {
      if (dot < 0) {
        for (FieldSchema field : known.fields()) {
          found.add(new Candidate(field.name(), detail(field), start, end));
        }
      } else {
        known
            .field(owner.substring(dot + 1))
            .ifPresent(field ->
                parts(field.type())
                    .forEach(part -> found.add(new Candidate(part, "f32", start, end))));
      }
    }
  }

  private static String detail(FieldSchema field) {
    return field.unit().isEmpty()
        ? field.type().text()
        : field.type().text() + " in " + field.unit();
  }

  private static List<String> parts(FieldType type) {
    return switch (type) {
      case FieldType.Vector vector -> List.of("x", "y", "z", "w").subList(0, vector.size());
      case FieldType.Quaternion quaternion -> List.of("x", "y", "z", "w");
      case FieldType.Color color -> List.of("r", "g", "b", "a");
      case FieldType.Whole w -> List.of();
      case FieldType.Real r -> List.of();
      case FieldType.Bool b -> List.of();
      case FieldType.Matrix m -> List.of();
      case FieldType.Choice c -> List.of();
      case FieldType.Text t -> List.of();
      case FieldType.Entity e -> List.of();
      case FieldType.Handle h -> List.of();
      case FieldType.FixedArray a -> List.of();
    };
  }
}
