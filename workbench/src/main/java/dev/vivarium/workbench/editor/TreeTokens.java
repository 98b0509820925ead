package dev.vivarium.workbench.editor;

import java.util.Optional;
import java.util.Set;
import org.treesitter.TSNode;

/// What a node of a syntax tree is, as far as its colour goes.
final class TreeTokens {
  private static final Set<String> COMMENTS = Set.of("comment", "line_comment", "block_comment");
  private static final Set<String> STRINGS =
      Set.of(
          "string",
          "string_literal",
          "raw_string_literal",
          "char_literal",
          "character_literal",
          "regex",
          "system_lib_string",
          "string_fragment",
          "escape_sequence",
          "string_content",
          "`");
  private static final Set<String> NUMBERS =
      Set.of(
          "number",
          "number_literal",
          "integer_literal",
          "float_literal",
          "decimal_integer_literal",
          "hex_integer_literal",
          "octal_integer_literal",
          "binary_integer_literal",
          "decimal_floating_point_literal",
          "hex_floating_point_literal");
  private static final Set<String> TYPES =
      Set.of(
          "type_identifier",
          "predefined_type",
          "primitive_type",
          "sized_type_specifier",
          "void_type",
          "integral_type",
          "floating_point_type",
          "boolean_type",
          "lifetime");
  private static final Set<String> WORDS =
      Set.of(
          "this",
          "super",
          "true",
          "false",
          "null",
          "undefined",
          "self",
          "boolean_literal",
          "null_literal");
  private static final Set<String> DECORATORS =
      Set.of("attribute_item", "inner_attribute_item", "preproc_directive");
  private static final Set<String> DECORATED =
      Set.of("decorator", "marker_annotation", "annotation");
  private static final Set<String> FUNCTION_PARENTS =
      Set.of(
          "call_expression",
          "function_declaration",
          "function_item",
          "function_declarator",
          "method_definition",
          "method_declaration",
          "method_invocation",
          "macro_invocation");

  private TreeTokens() {}

  /// By the custom of writing constants in capitals and types with one.
  static Optional<TokenKind> byName(String name) {
    if (name.isEmpty() || !Character.isUpperCase(name.charAt(0))) {
      return Optional.empty();
    }
    var capitals = name.chars().noneMatch(Character::isLowerCase);
    return Optional.of(capitals && name.length() > 1 ? TokenKind.CONSTANT : TokenKind.TYPE);
  }

  private static Optional<TokenKind> whole(String type) {
    if (COMMENTS.contains(type)) {
      return Optional.of(TokenKind.COMMENT);
    } else if (DECORATORS.contains(type)) {
      return Optional.of(TokenKind.DECORATOR);
    }
    return STRINGS.contains(type) ? Optional.of(TokenKind.STRING) : Optional.empty();
  }

  /// @param parent type of the node above, or empty
  /// @param field the part that the node plays in it, or null
  static Optional<TokenKind> kind(TSNode node, String type, String parent, String field) {
    if (parent.equals("pair") && "key".equals(field)) {
      return Optional.of(TokenKind.KEY);
    }
    var whole = whole(type);
    if (whole.isPresent()) {
      return whole;
    } else if (NUMBERS.contains(type)) {
      return Optional.of(TokenKind.NUMBER);
    } else if (TYPES.contains(type)) {
      return Optional.of(TokenKind.TYPE);
    } else if (WORDS.contains(type) || keyword(node, type)) {
      return Optional.of(TokenKind.KEYWORD);
    }
    return name(node, type, parent, field);
  }

  private static boolean keyword(TSNode node, String type) {
    return node.getChildCount() == 0
        && !node.isNamed()
        && !type.isEmpty()
        && (Character.isLetter(type.charAt(0)) || type.charAt(0) == '#');
  }

  private static Optional<TokenKind> name(TSNode node, String type, String parent, String field) {
    if (type.equals("@") || (DECORATED.contains(parent) && type.equals("identifier"))) {
      return Optional.of(TokenKind.DECORATOR);
    } else if (type.equals("call_expression") && parent.equals("decorator")) {
      return Optional.empty();
    }
    var named = type.equals("identifier") || type.endsWith("_identifier");
    if (named && FUNCTION_PARENTS.contains(parent) && called(field)) {
      return parent.equals("call_expression") && decorated(node)
          ? Optional.of(TokenKind.DECORATOR)
          : Optional.of(TokenKind.FUNCTION);
    }
    if (named && ("property".equals(field) || "field".equals(field)) && callee(node)) {
      return Optional.of(TokenKind.FUNCTION);
    }
    return Optional.empty();
  }

  private static boolean called(String field) {
    return field == null
        || field.equals("function")
        || field.equals("name")
        || field.equals("declarator")
        || field.equals("macro");
  }

  private static boolean decorated(TSNode node) {
    return node.getParent().getParent().getType().equals("decorator");
  }

  private static boolean callee(TSNode node) {
    var access = node.getParent();
    var call = access.getParent();
    return !call.isNull()
        && call.getType().equals("call_expression")
        && TSNode.eq(call.getChild(0), access);
  }
}
