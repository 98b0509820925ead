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
      return answer instanceof CompletableFuture<?> future ? later(future, clock, delayMs) : answer;
    });
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
      return method.getReturnType() == CompletableFuture.class
          ? CompletableFuture.failedFuture(new SessionException(reason))
          : call(session, method, arguments);
    });
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

  private static Object call(WorldSession session, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(session, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
