package dev.vivarium.engine.store.project;

import java.util.Set;
import java.util.regex.Pattern;

/// The names that files and folders of a project may bear: they have to work on every system, in
/// every git checkout, and as part of a component's name.
public final class ProjectName {
  public static final int MAX_LENGTH = 64;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern ENTITY_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z][a-z0-9-]{0,63}/[A-Z][A-Za-z0-9]{0,63}");
  private static final Pattern CAPABILITY = Pattern.compile("[a-z][a-zA-Z0-9.:/-]{0,127}");
  private static final Pattern LIMIT = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");

  /// Devices on Windows, where no file can be called so.
  private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul");

  private static final Pattern RESERVED_PORT = Pattern.compile("(com|lpt)[0-9]");

  private ProjectName() {}

  /// Whether a project, scene or plugin may be called so: `[a-z][a-z0-9-]*`, at most [#MAX_LENGTH]
  /// long, and not the name of a device on Windows.
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches()
        && !RESERVED.contains(name)
        && !RESERVED_PORT.matcher(name).matches();
  }

  /// Whether an entity of a scene may have this id.
  public static boolean isEntityId(String id) {
    return ENTITY_ID.matcher(id).matches();
  }

  static boolean isComponent(String name) {
    return COMPONENT.matcher(name).matches();
  }

  static boolean isCapability(String name) {
    return CAPABILITY.matcher(name).matches();
  }

  static boolean isLimit(String name) {
    return LIMIT.matcher(name).matches();
  }
}
