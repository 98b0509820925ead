package dev.vivarium.engine.schema;

/// What happens to one field when a component's layout changes.
public sealed interface Migration {
  /// The field's name in the new layout, or in the old one where the new one lacks it.
  String field();

  /// One line for people.
  String describe();

  /// Same name, same type.
  record Kept(String field) implements Migration {
    @Override
    public String describe() {
      return field + " is kept";
    }
  }

  /// New; takes its default, else zero.
  record Added(String field) implements Migration {
    @Override
    public String describe() {
      return field + " is added with its default";
    }
  }

  /// Gone; its values are dropped.
  record Removed(String field) implements Migration {
    @Override
    public String describe() {
      return field + " is removed, its values dropped";
    }
  }

  /// Called `from` before; widened too where the types differ.
  record Renamed(String field, String from, FieldType fromType, FieldType toType)
      implements Migration {
    @Override
    public String describe() {
      String types = fromType.equals(toType) ? "" : ", widened from " + fromType + " to " + toType;
      return from + " is renamed to " + field + types;
    }
  }

  /// Same name, a wider number.
  record Widened(String field, FieldType fromType, FieldType toType) implements Migration {
    @Override
    public String describe() {
      return field + " is widened from " + fromType + " to " + toType;
    }
  }

  /// Another type that no rule covers: the plugin's hook or a person has to decide.
  record Undecided(String field, String from, String to) implements Migration {
    @Override
    public String describe() {
      return field + " changes from " + from + " to " + to + ", which no rule covers";
    }
  }
}
