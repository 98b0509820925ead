package dev.vivarium.workbench.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

/// Sessions that behave as a bad link does.
public final class SlowSessions {
  private SlowSessions() {}

  /// Answers of `session` arrive `delayMs` of the clock's time later.
  public static WorldSession delayed(WorldSession session, VirtualClock clock, long delayMs) {
    return proxy((method, arguments) -> {
      var answer = call(session, method, arguments);
      return late(answer, method, clock, delayMs);
    });
  }

  /// Areas of a session are as slow as the session.
  private static Object late(Object answer, Method method, VirtualClock clock, long delayMs) {
    if (answer instanceof CompletableFuture<?> future) {
      return later(future, clock, delayMs);
    }
    return isArea(method)
        ? area(
            method.getReturnType(),
            (inner, arguments) -> late(call(answer, inner, arguments), inner, clock, delayMs))
        : answer;
  }

  private static boolean isArea(Method method) {
    return method.getReturnType().isInterface() && method.getParameterCount() == 0;
  }

  private static Object area(Class<?> type, Answer answer) {
    return Proxy.newProxyInstance(
        WorldSession.class.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> answer.to(method, arguments));
  }

  private static <T> CompletableFuture<T> later(
      CompletableFuture<T> future, VirtualClock clock, long delayMs) {
    var late = new CompletableFuture<T>();
    var _ = future.thenAccept(value -> clock.after(delayMs, () -> late.complete(value)));
    return late;
  }

  /// Every question to `session` fails with this reason and every command is refused with it.
  public static WorldSession refusing(WorldSession session, String reason) {
    return proxy((method, arguments) -> {
      if (method.getName().equals("submit")) {
        return answered(new CommandResult.Refused(reason));
      }
      if (isArea(method)) {
        return area(method.getReturnType(), (inner, a) -> failed(reason));
      }
      return method.getReturnType() == CompletableFuture.class
          ? failed(reason)
          : call(session, method, arguments);
    });
  }

  private static Object failed(String reason) {
    return CompletableFuture.failedFuture(new SessionException(reason));
  }

  private static Object answered(CommandResult result) {
    Object future = CompletableFuture.completedFuture(result);
    return future;
  }

  private interface Answer {
    Object to(Method method, Object[] arguments) throws Throwable;
  }

  private static WorldSession proxy(Answer answer) {
    return (WorldSession)
        Proxy.newProxyInstance(
            WorldSession.class.getClassLoader(),
            new Class<?>[] {WorldSession.class},
            (self, method, arguments) -> answer.to(method, arguments));
  }

  private static Object call(Object session, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(session, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
