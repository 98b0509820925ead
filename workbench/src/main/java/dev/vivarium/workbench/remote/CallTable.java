package dev.vivarium.workbench.remote;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.WorldSession;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Every call there is: the methods of [WorldSession] and of its areas that answer by a future.
/// Made from the interfaces once, so both sides have the same.
public final class CallTable {
  /// The area of the methods of [WorldSession] itself.
  public static final String SESSION = "session";

  private static final CallTable TABLE = new CallTable();

  /// A call.
  ///
  /// @param method what is called
  /// @param parameters in order
  /// @param result what its future holds
  public record Entry(
      String area, String name, Method method, List<JavaType> parameters, JavaType result) {
    public Entry {
      parameters = List.copyOf(parameters);
    }

    /// `area.name`.
    public String id() {
      return area + "." + name;
    }

    /// What a call's future gave, as it travels.
    public JsonNode answer(Object result) {
      return WireJson.node(result, this.result);
    }

    /// What a call brings with it.
    ///
    /// @param given a list
    /// @throws MalformedException if it is none, or of other types, or too few
    public Object[] arguments(JsonNode given) throws MalformedException {
      if (!given.isArray() || given.size() != parameters.size()) {
        throw new MalformedException(id() + " takes " + parameters.size() + " arguments");
      }
      Object[] arguments = new Object[given.size()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = WireJson.read(given.get(i), parameters.get(i));
      }
      return arguments;
    }
  }

  private final Map<String, Class<?>> areas = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<Method, Entry> byMethod = new LinkedHashMap<>();
  private final String shape;

  private CallTable() {
    areas.put(SESSION, WorldSession.class);
    methods(WorldSession.class)
        .filter(CallTable::isArea)
        .forEach(m -> areas.put(m.getName(), m.getReturnType()));
    areas.forEach((area, type) ->
        methods(type)
            .filter(m -> m.getReturnType() == CompletableFuture.class)
            .forEach(m -> add(area, m)));
    shape = Shape.of(entries.values());
  }

  public static CallTable get() {
    return TABLE;
  }

  private static java.util.stream.Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(m -> !java.lang.reflect.Modifier.isStatic(m.getModifiers()))
        .sorted(Comparator.comparing(Method::getName));
  }

  /// Something that is asked in its turn. A world beside the world is not: calls to it say so by
  /// its number.
  public static boolean isArea(Method method) {
    Class<?> type = method.getReturnType();
    return type.isInterface()
        && method.getParameterCount() == 0
        && type != WorldSession.class
        && type != Subscription.class
        && type.getPackage() == WorldSession.class.getPackage();
  }

  private void add(String area, Method method) {
    List<JavaType> parameters = new ArrayList<>();
    for (Type parameter : method.getGenericParameterTypes()) {
      parameters.add(WireJson.type(parameter));
    }
    Type result = ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0];
    Entry entry = new Entry(area, method.getName(), method, parameters, WireJson.type(result));
    if (entries.put(entry.id(), entry) != null) {
      throw new IllegalStateException(entry.id() + " has two forms; a call's name is its only one");
    }
    byMethod.put(method, entry);
  }

  /// The areas by the names of the methods that give them.
  public Map<String, Class<?>> areas() {
    return Map.copyOf(areas);
  }

  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  public Optional<Entry> find(String area, String name) {
    return Optional.ofNullable(entries.get(area + "." + name));
  }

  Optional<Entry> of(Method method) {
    return Optional.ofNullable(byMethod.get(method));
  }

  /// A digest of all calls and of everything that they hold. Two programs with the same understand
  /// each other.
  public String shape() {
    return shape;
  }
}
