package dev.vivarium.engine.schema;

import java.util.regex.Pattern;

/// The limits that the plugin ABI puts on declarations.
public final class SchemaLimits {
  public static final int COMPONENT_BYTES = 1_024;
  public static final int MESSAGE_BYTES = 65_536;
  public static final int FIELDS = 64;
  public static final int NAME_CHARACTERS = 64;
  public static final int TYPE_CHARACTERS = 8_192;
  public static final int TYPE_DEPTH = 8;
  public static final int ENUM_NAMES = 256;
  public static final int UNION_ALTERNATIVES = 64;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern PLUGIN = Pattern.compile("[a-z][a-z0-9-]*");

  private SchemaLimits() {}

  static String checkName(String what, String name) {
    return check(what, name, NAME);
  }

  static String checkPlugin(String name) {
    return check("plugin", name, PLUGIN);
  }

  private static String check(String what, String name, Pattern pattern) {
    if (name.length() > NAME_CHARACTERS || !pattern.matcher(name).matches()) {
      throw new InvalidSchemaException(
          "%s name '%s' must be 1 to %d characters %s"
              .formatted(what, shortened(name), NAME_CHARACTERS, pattern));
    }
    return name;
  }

  static String shortened(String text) {
    return text.length() <= NAME_CHARACTERS ? text : text.substring(0, NAME_CHARACTERS) + "…";
  }
}
