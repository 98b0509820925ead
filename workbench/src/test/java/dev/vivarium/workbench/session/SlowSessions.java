package dev.vivarium.workbench.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

/// Sessions that behave as a bad link does, their areas included.
@SuppressWarnings("FutureReturnValueIgnored") // a proxy hands futures on as objects
public final class SlowSessions {
  private SlowSessions() {}

  /// Answers of `session` arrive `delayMs` of the clock's time later.
  public static WorldSession delayed(WorldSession session, VirtualClock clock, long delayMs) {
    return proxy(WorldSession.class, delaying(session, clock, delayMs));
  }

  private static Answer delaying(Object of, VirtualClock clock, long delayMs) {
    return (method, arguments) -> {
      var answer = call(of, method, arguments);
      if (answer instanceof CompletableFuture<?> future) {
        return later(future, clock, delayMs);
      }
      return isArea(method)
          ? proxy(method.getReturnType(), delaying(answer, clock, delayMs))
          : answer;
    };
  }

  /// Something that is asked in its turn.
  private static boolean isArea(Method method) {
    var type = method.getReturnType();
    return type.isInterface()
        && type != Subscription.class
        && type.getPackage() == WorldSession.class.getPackage();
  }

  private static <T> CompletableFuture<T> later(
      CompletableFuture<T> future, VirtualClock clock, long delayMs) {
    var late = new CompletableFuture<T>();
    var _ = future.thenAccept(value -> clock.after(delayMs, () -> late.complete(value)));
    return late;
  }

  /// Every question to `session` fails with this reason and every command is refused with it.
  public static WorldSession refusing(WorldSession session, String reason) {
    return proxy(WorldSession.class, refusal(session, reason));
  }

  private static Answer refusal(Object of, String reason) {
    return (method, arguments) -> {
      if (method.getName().equals("submit")) {
        return answered(new CommandResult.Refused(reason));
      }
      if (method.getReturnType() == CompletableFuture.class) {
        return failed(reason);
      }
      var answer = call(of, method, arguments);
      return isArea(method) ? proxy(method.getReturnType(), refusal(answer, reason)) : answer;
    };
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

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            WorldSession.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method, arguments)));
  }

  private static Object call(Object of, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
