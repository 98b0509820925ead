package dev.vivarium.workbench.remote;

import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.WorldSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [WorldSession] whose every call goes over a connection, its areas included.
@SuppressWarnings({
  "FutureReturnValueIgnored", // a proxy hands futures on as objects
  "ReferenceEquality" // a proxy is equal to itself only
})
final class FarCalls {
  private final FarConnection connection;
  private final int world;

  /// @param world [ClientSays#LIVE], [ClientSays#CLIENT], or a visit
  FarCalls(FarConnection connection, int world) {
    this.connection = connection;
    this.world = world;
  }

  WorldSession session() {
    Map<String, Object> areas = new HashMap<>();
    CallTable.get()
        .areas()
        .forEach((name, type) -> {
          if (type != WorldSession.class) {
            areas.put(name, proxy(type, (self, method, given) -> ask(self, method, given)));
          }
        });
    InvocationHandler session =
        (self, method, given) ->
            CallTable.isArea(method) ? areas.get(method.getName()) : ask(self, method, given);
    return (WorldSession) proxy(WorldSession.class, session);
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private @Nullable Object ask(Object self, Method method, Object @Nullable [] given) {
    Object[] arguments = given == null ? new Object[0] : given;
    return switch (method.getName()) {
      case "toString" -> "far world " + world;
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> self == arguments[0];
      case "close" -> {
        connection.leave(world);
        yield null;
      }
      default -> call(method, arguments);
    };
  }

  private Object call(Method method, Object[] arguments) {
    CallTable.Entry entry =
        CallTable.get()
            .of(method)
            .orElseThrow(
                () -> new SessionException(method.getName() + " cannot be asked of a far world."));
    return connection.call(world, entry, arguments);
  }
}
