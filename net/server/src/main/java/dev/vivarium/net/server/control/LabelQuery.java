package dev.vivarium.net.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A query over the JSON of match labels, a part of what Nakama takes: terms apart by blanks, each
/// `label.FIELD:VALUE`, the value a word, a `"text in quotes"` or a comparison (`>=5`, `>5`, `<=5`,
/// `<5`). A term with `+` must match, one with `-` must not; of the others one must, where no term
/// has `+`. A field within an object is named with dots. `*` matches everything.
final class LabelQuery {
  private static final Pattern TERM =
      Pattern.compile(
          "([+-]?)(?:(\\*)|label\\.([\\w.]{1,64}):(?:\"([^\"]*)\"|(>=|<=|>|<)?(\\S+)))");

  private record Term(Sign sign, boolean all, String field, String comparison, String value) {}

  private enum Sign {
    MUST,
    MUST_NOT,
    MAY
  }

  private final List<Term> terms;

  private LabelQuery(List<Term> terms) {
    this.terms = terms;
  }

  /// Empty where the text is no such query.
  static Optional<LabelQuery> parse(String text) {
    List<Term> terms = new ArrayList<>();
    Matcher term = TERM.matcher(text);
    int end = 0;
    while (term.find()) {
      if (!text.substring(end, term.start()).isBlank()) return Optional.empty();
      if (terms.size() >= ControlServerLimits.QUERY_TERMS_MAX) return Optional.empty();
      terms.add(read(term));
      end = term.end();
    }
    if (!text.substring(end).isBlank()) return Optional.empty();
    return Optional.of(new LabelQuery(List.copyOf(terms)));
  }

  private static Term read(Matcher term) {
    Sign sign =
        switch (term.group(1)) {
          case "+" -> Sign.MUST;
          case "-" -> Sign.MUST_NOT;
          default -> Sign.MAY;
        };
    boolean all = term.group(2) != null;
    String quoted = term.group(4);
    return new Term(
        sign,
        all,
        all ? "" : term.group(3),
        term.group(5) == null ? "" : term.group(5),
        quoted != null ? quoted : all ? "" : term.group(6));
  }

  boolean matches(String label) {
    JsonNode tree = JsonObjects.read(label).orElseGet(JsonNodeFactory.instance::objectNode);
    boolean mustBeOne = false;
    boolean isOne = false;
    boolean anyMust = false;
    for (Term term : terms) {
      boolean holds = term.all() || holds(term, tree);
      switch (term.sign()) {
        case MUST -> {
          if (!holds) return false;
          anyMust = true;
        }
        case MUST_NOT -> {
          if (holds) return false;
        }
        case MAY -> {
          mustBeOne = true;
          isOne |= holds;
        }
      }
    }
    return isOne || anyMust || !mustBeOne;
  }

  private static boolean holds(Term term, JsonNode label) {
    JsonNode value = label;
    for (String name : term.field().split("\\.", -1)) value = value.path(name);
    if (!value.isValueNode() || value.isNull()) return false;
    if (term.comparison().isEmpty()) {
      return value.asText().toLowerCase(Locale.ROOT).equals(term.value().toLowerCase(Locale.ROOT));
    }
    return value.isNumber() && compares(term, value.doubleValue());
  }

  private static boolean compares(Term term, double value) {
    double bound;
    try {
      bound = Double.parseDouble(term.value());
    } catch (NumberFormatException e) {
      return false;
    }
    return switch (term.comparison()) {
      case ">" -> value > bound;
      case ">=" -> value >= bound;
      case "<" -> value < bound;
      default -> value <= bound;
    };
  }
}
