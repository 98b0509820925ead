package dev.vivarium.workbench.query;

import dev.vivarium.workbench.query.EntityFilter.Comparison;
import dev.vivarium.workbench.query.EntityFilter.Condition;
import dev.vivarium.workbench.query.EntityFilter.Match;
import dev.vivarium.workbench.query.EntityFilter.Path;
import dev.vivarium.workbench.query.EntityFilter.Term;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import dev.vivarium.workbench.session.Origin;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a query line against a world's schema:
///
/// ```
/// Fish, Velocity, !Sleeping where Velocity.linear.x > 2 and Name.value ~ "Gob"
/// #214
/// owner:fish, origin:scene, ?Hunger
/// ```
public final class QueryParser {
  private static final Pattern IS_QUERY =
      Pattern.compile("[,!?()<>=~:\"'\\[\\]&|]|(^|\\s)where(\\s|$)", Pattern.CASE_INSENSITIVE);
  private static final int MAX_DEPTH = 64;
  private static final Map<String, Integer> PARTS =
      Map.of("x", 0, "y", 1, "z", 2, "w", 3, "r", 0, "g", 1, "b", 2, "a", 3);
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "=", Comparison.EQUAL,
          "==", Comparison.EQUAL,
          "!=", Comparison.NOT_EQUAL,
          "<", Comparison.LESS,
          "<=", Comparison.AT_MOST,
          ">", Comparison.MORE,
          ">=", Comparison.AT_LEAST);

  private final WorldSchema schema;
  private final List<Token> tokens;
  private final List<Term> terms = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private int at;
  private int depth;

  private QueryParser(WorldSchema schema, List<Token> tokens) {
    this.schema = schema;
    this.tokens = tokens;
  }

  /// Whether a line is a query; otherwise it is plain words to search for.
  public static boolean isQuery(String line) {
    return IS_QUERY.matcher(line).find();
  }

  /// Reads a line.
  ///
  /// @throws QueryException if it cannot be understood
  public static EntityFilter parse(String line, WorldSchema schema) throws QueryException {
    QueryParser parser = new QueryParser(schema, QueryLexer.tokens(line));
    return parser.filter();
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private boolean takeIf(String sign) {
    boolean is = peek().is(sign);
    at += is ? 1 : 0;
    return is;
  }

  private boolean takeWord(String word) {
    boolean is = peek().isWord(word);
    at += is ? 1 : 0;
    return is;
  }

  private static QueryException wrong(String what, Token where) {
    return new QueryException(what, where.start(), where.end());
  }

  private EntityFilter filter() throws QueryException {
    if (!peek().isWord("where") && peek().kind() != Token.Kind.END) {
      do {
        terms();
      } while (takeIf(","));
    }
    Optional<Condition> where = Optional.empty();
    if (takeWord("where")) {
      where = Optional.of(or());
    }
    if (peek().kind() != Token.Kind.END) {
      throw wrong(
          where.isPresent() ? "expected “and”, “or” or the end" : "expected a comma or “where”",
          peek());
    }
    return new EntityFilter(terms, where, shown);
  }

  private void terms() throws QueryException {
    boolean negated = takeIf("!");
    boolean optional = !negated && takeIf("?");
    Token token = take();
    if (token.kind() == Token.Kind.ID || token.kind() == Token.Kind.NUMBER) {
      terms.add(new Term.Id(index(token), negated));
    } else if (token.kind() == Token.Kind.WORD && peek().is(":")) {
      at++;
      terms.add(attribute(token, negated));
    } else if (token.kind() == Token.Kind.WORD) {
      WorldSchema.Component component = component(token);
      if (!negated) {
        shown.add(component.name());
      }
      if (!optional) {
        terms.add(new Term.Has(component.name(), negated));
      }
    } else {
      throw wrong("expected a component, #214, owner: or origin:", token);
    }
  }

  private static long index(Token token) throws QueryException {
    try {
      return Long.parseLong(token.text());
    } catch (NumberFormatException e) {
      throw wrong("“" + token.text() + "” is not an entity's number", token);
    }
  }

  private Term attribute(Token name, boolean negated) throws QueryException {
    Token value = take();
    if (value.kind() != Token.Kind.WORD && value.kind() != Token.Kind.STRING) {
      throw wrong("expected a name after “" + name.text() + ":”", value);
    }
    return switch (name.text().toLowerCase(Locale.ROOT)) {
      case "owner" -> new Term.OwnedBy(value.text().equals("scene") ? "" : value.text(), negated);
      case "origin" -> new Term.From(origin(value), negated);
      default -> throw wrong("only owner: and origin: can stand here", name);
    };
  }

  private static Origin origin(Token value) throws QueryException {
    return switch (value.text().toLowerCase(Locale.ROOT)) {
      case "scene" -> Origin.SCENE;
      case "run", "runtime", "run-time" -> Origin.RUN_TIME;
      default -> throw wrong("an origin is “scene” or “run-time”", value);
    };
  }

  private WorldSchema.Component component(Token token) throws QueryException {
    List<WorldSchema.Component> found = schema.find(token.text());
    if (found.isEmpty()) {
      throw wrong("there is no component “" + token.text() + "”", token);
    }
    Optional<WorldSchema.Component> exact =
        found.stream().filter(c -> c.name().equalsIgnoreCase(token.text())).findFirst();
    if (found.size() > 1 && exact.isEmpty()) {
      throw wrong(
          "“%s” may be %s; write its full name"
              .formatted(
                  token.text(),
                  String.join(" or ", found.stream().map(WorldSchema.Component::name).toList())),
          token);
    }
    return exact.orElse(found.getFirst());
  }

  private Condition or() throws QueryException {
    Condition left = and();
    while (takeWord("or") || takeIf("||")) {
      left = new Condition.Or(left, and());
    }
    return left;
  }

  private Condition and() throws QueryException {
    Condition left = unary();
    while (takeWord("and") || takeIf("&&")) {
      left = new Condition.And(left, unary());
    }
    return left;
  }

  private Condition unary() throws QueryException {
    if (++depth > MAX_DEPTH) {
      throw wrong("too many brackets and “not”s", peek());
    }
    try {
      if (takeWord("not") || takeIf("!")) {
        return new Condition.Not(unary());
      }
      if (takeIf("(")) {
        Condition inner = or();
        if (!takeIf(")")) {
          throw wrong("expected “)”", peek());
        }
        return inner;
      }
      return comparison();
    } finally {
      depth--;
    }
  }

  private Condition comparison() throws QueryException {
    Token first = peek();
    if (first.kind() != Token.Kind.WORD) {
      throw wrong("expected a field such as Velocity.linear.x", first);
    }
    Path path = path();
    Token sign = peek();
    boolean compared = COMPARISONS.containsKey(sign.text()) || sign.is("~") || sign.is("!~");
    if (sign.kind() != Token.Kind.SIGN || !compared) {
      if (path.type() instanceof FieldType.Bool) {
        return new Condition.Flag(path, true);
      }
      throw wrong("expected a comparison such as > or =", sign);
    }
    at++;
    Token last = tokens.get(at - 2);
    return compare(path, new Token(first.kind(), "", first.start(), last.end()), sign, take());
  }

  private Path path() throws QueryException {
    WorldSchema.Component component = component(take());
    if (!takeIf(".")) {
      throw wrong(
          "expected “.” and a field of " + component.shortName() + fields(component), peek());
    }
    Token name = take();
    FieldSchema field =
        component
            .field(name.text())
            .orElseThrow(() ->
                wrong(
                    component.shortName()
                        + " has no field “"
                        + name.text()
                        + "”"
                        + fields(component),
                    name));
    return path(component.name(), field);
  }

  private static String fields(WorldSchema.Component component) {
    return component.fields().isEmpty()
        ? ": it has none"
        : ": " + String.join(", ", component.fields().stream().map(FieldSchema::name).toList());
  }

  private Path path(String component, FieldSchema field) throws QueryException {
    FieldType type = field.type();
    int element = -1;
    if (type instanceof FieldType.FixedArray array && takeIf("[")) {
      element = bracketed(array.length());
      type = array.element();
    }
    int parts = parts(type);
    int part = -1;
    if (parts > 0 && takeIf(".")) {
      Token name = take();
      Integer found = PARTS.get(name.text().toLowerCase(Locale.ROOT));
      if (found == null || found >= parts) {
        throw wrong("“" + name.text() + "” is no part of a " + type.text(), name);
      }
      part = found;
      type = new FieldType.Real(32);
    } else if (parts > 0 && takeIf("[")) {
      part = bracketed(parts);
      type = new FieldType.Real(32);
    }
    return new Path(component, field.name(), type, element, part);
  }

  private int bracketed(int length) throws QueryException {
    Token number = take();
    int value = -1;
    if (number.kind() == Token.Kind.NUMBER && number.text().matches("[0-9]{1,6}")) {
      value = Integer.parseInt(number.text());
    }
    if (value < 0 || value >= length) {
      throw wrong("expected a number from 0 to " + (length - 1), number);
    }
    if (!takeIf("]")) {
      throw wrong("expected “]”", peek());
    }
    return value;
  }

  private static int parts(FieldType type) {
    return switch (type) {
      case FieldType.Vector vector -> vector.size();
      case FieldType.Quaternion quaternion -> 4;
      case FieldType.Color color -> 4;
      case FieldType.Matrix matrix -> 16;
      case FieldType.Whole w -> 0;
      case FieldType.Real r -> 0;
      case FieldType.Bool b -> 0;
      case FieldType.Choice c -> 0;
      case FieldType.Text t -> 0;
      case FieldType.Entity e -> 0;
      case FieldType.Handle h -> 0;
      case FieldType.FixedArray a -> 0;
    };
  }

  private static Condition compare(Path path, Token where, Token sign, Token value)
      throws QueryException {
    return switch (path.type()) {
      case FieldType.Real real -> new Condition.Real(path, ordered(sign), number(value));
      case FieldType.Whole whole -> whole(path, whole, ordered(sign), value);
      case FieldType.Bool bool -> flag(path, equality(sign), value);
      case FieldType.Text text -> new Condition.Text(path, match(sign), text(value));
      case FieldType.Choice choice -> choice(path, choice, match(sign), value);
      case FieldType.Entity entity -> names(path, equality(sign), value);
      case FieldType.Handle handle ->
          whole(path, new FieldType.Whole(64, false), ordered(sign), value);
      case FieldType.Vector v -> throw unpointed(path, where, "such as x");
      case FieldType.Quaternion q -> throw unpointed(path, where, "such as w");
      case FieldType.Color c -> throw unpointed(path, where, "such as r");
      case FieldType.Matrix m -> throw unpointed(path, where, "such as [12]");
      case FieldType.FixedArray a -> throw unpointed(path, where, "such as [0]");
    };
  }

  private static QueryException unpointed(Path path, Token where, String hint) {
    return wrong(
        path.field() + " is a " + path.type().text() + ": name one of its parts, " + hint, where);
  }

  private static Comparison ordered(Token sign) throws QueryException {
    Comparison comparison = COMPARISONS.get(sign.text());
    if (comparison == null) {
      throw wrong("numbers are compared by =, !=, <, <=, > and >=", sign);
    }
    return comparison;
  }

  private static boolean equality(Token sign) throws QueryException {
    Comparison comparison = COMPARISONS.get(sign.text());
    if (comparison != Comparison.EQUAL && comparison != Comparison.NOT_EQUAL) {
      throw wrong("this is compared by = and !=", sign);
    }
    return comparison == Comparison.EQUAL;
  }

  private static Match match(Token sign) throws QueryException {
    return switch (sign.text()) {
      case "=", "==" -> Match.EQUAL;
      case "!=" -> Match.NOT_EQUAL;
      case "~" -> Match.CONTAINS;
      case "!~" -> Match.CONTAINS_NOT;
      default -> throw wrong("text is compared by =, !=, ~ (contains) and !~", sign);
    };
  }

  private static double number(Token value) throws QueryException {
    if (value.kind() != Token.Kind.NUMBER) {
      throw wrong("expected a number", value);
    }
    return Double.parseDouble(value.text());
  }

  private static Condition whole(
      Path path, FieldType.Whole type, Comparison comparison, Token value) throws QueryException {
    if (type.bits() < 64) {
      return new Condition.Real(path, comparison, number(value));
    }
    try {
      long exact =
          type.signed() ? Long.parseLong(value.text()) : Long.parseUnsignedLong(value.text());
      return new Condition.Whole(path, comparison, exact, type.signed());
    } catch (NumberFormatException e) {
      throw wrong("expected a whole number", value);
    }
  }

  private static Condition flag(Path path, boolean equal, Token value) throws QueryException {
    if (!value.isWord("true") && !value.isWord("false")) {
      throw wrong("expected true or false", value);
    }
    return new Condition.Flag(path, value.isWord("true") == equal);
  }

  private static String text(Token value) throws QueryException {
    return switch (value.kind()) {
      case STRING, WORD, NUMBER -> value.text();
      case ID, SIGN, END -> throw wrong("expected text in quotes", value);
    };
  }

  private static Condition choice(Path path, FieldType.Choice type, Match match, Token value)
      throws QueryException {
    String name = text(value);
    boolean exact = match == Match.EQUAL || match == Match.NOT_EQUAL;
    if (exact && !type.names().contains(name)) {
      throw wrong("expected one of " + String.join(", ", type.names()), value);
    }
    return new Condition.Text(path, match, name);
  }

  private static Condition names(Path path, boolean equal, Token value) throws QueryException {
    if (value.isWord("none")) {
      return new Condition.Names(path, equal, Optional.empty());
    }
    if (value.kind() != Token.Kind.ID) {
      throw wrong("expected an entity such as #214, or none", value);
    }
    return new Condition.Names(path, equal, Optional.of(new EntityHandle(index(value))));
  }
}
