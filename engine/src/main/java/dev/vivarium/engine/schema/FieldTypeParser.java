package dev.vivarium.engine.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads one type by recursive descent. Depth and length are limited, for the text is a plugin's.
final class FieldTypeParser {
  private static final Map<String, FieldType> PLAIN = plainTypes();

  private final String text;
  private int at;
  private int depth;

  FieldTypeParser(String text) {
    if (text.length() > SchemaLimits.TYPE_CHARACTERS) {
      throw new InvalidSchemaException(
          "a type is at most %d characters, not %d"
              .formatted(SchemaLimits.TYPE_CHARACTERS, text.length()));
    }
    this.text = text;
  }

  private static Map<String, FieldType> plainTypes() {
    var types = new HashMap<String, FieldType>();
    for (Kind kind : Kind.values()) {
      if (kind.plain()) {
        types.put(kind.keyword(), FieldType.of(kind));
      }
    }
    return types;
  }

  FieldType parse() {
    FieldType type = type();
    if (at != text.length()) {
      throw unexpected("the end");
    }
    return type;
  }

  private FieldType type() {
    if (++depth > SchemaLimits.TYPE_DEPTH) {
      throw new InvalidSchemaException("type nests too deep: " + SchemaLimits.shortened(text));
    }
    FieldType type = base(word());
    int arrays = 0;
    while (take('[')) {
      if (++arrays + depth > SchemaLimits.TYPE_DEPTH) {
        throw new InvalidSchemaException("type nests too deep: " + SchemaLimits.shortened(text));
      }
      type = FieldType.repeated(Kind.ARRAY, type, number());
      expect(']');
    }
    depth--;
    return type;
  }

  private FieldType base(String word) {
    FieldType plain = PLAIN.get(word);
    if (plain != null) {
      return plain;
    }
    return switch (word) {
      case "enum" -> enumeration();
      case "char" -> chars();
      case "string" -> bounded(Kind.STRING);
      case "bytes" -> bounded(Kind.BYTES);
      case "list" -> list();
      case "union" -> union();
      default -> throw unexpected("a type");
    };
  }

  private FieldType enumeration() {
    expect('(');
    var names = new ArrayList<String>();
    do {
      names.add(word());
    } while (take(','));
    expect(')');
    return FieldType.enumeration(names);
  }

  private FieldType chars() {
    expect('[');
    FieldType type = FieldType.sized(Kind.CHARS, number());
    expect(']');
    return type;
  }

  private FieldType bounded(Kind kind) {
    expect('<');
    FieldType type = FieldType.sized(kind, number());
    expect('>');
    return type;
  }

  private FieldType list() {
    expect('<');
    FieldType element = type();
    expect(',');
    FieldType list = FieldType.repeated(Kind.LIST, element, number());
    expect('>');
    return list;
  }

  private FieldType union() {
    expect('<');
    List<FieldType> alternatives = new ArrayList<>();
    do {
      alternatives.add(type());
    } while (take('|'));
    expect('>');
    return FieldType.union(alternatives);
  }

  private String word() {
    skipSpaces();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private int number() {
    String digits = word();
    if (digits.isEmpty() || digits.length() > 6 || !digits.chars().allMatch(c -> c <= '9')) {
      throw unexpected("a number up to " + SchemaLimits.MESSAGE_BYTES);
    }
    return Integer.parseInt(digits);
  }

  private void expect(char c) {
    if (!take(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private boolean take(char c) {
    skipSpaces();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private InvalidSchemaException unexpected(String wanted) {
    return new InvalidSchemaException(
        "type '%s': expected %s at character %d"
            .formatted(SchemaLimits.shortened(text), wanted, at + 1));
  }
}
