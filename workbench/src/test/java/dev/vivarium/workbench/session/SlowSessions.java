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
    return delayed(WorldSession.class, session, clock, delayMs);
  }

  private static <T> T delayed(Class<T> type, T of, VirtualClock clock, long delayMs) {
    return proxy(
        type,
        (method, arguments) -> {
          var answer = call(of, method, arguments);
          return switch (answer) {
            case CompletableFuture<?> future -> later(future, clock, delayMs);
            case HistorySource area -> delayed(HistorySource.class, area, clock, delayMs);
            case ProfileSource area -> delayed(ProfileSource.class, area, clock, delayMs);
            case HistorySource.Visit visit ->
                delayed(HistorySource.Visit.class, visit, clock, delayMs);
            case null, default -> answer;
          };
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
    return refusing(WorldSession.class, session, reason);
  }

  private static <T> T refusing(Class<T> type, T session, String reason) {
    return proxy(
        type,
        (method, arguments) -> {
          if (method.getName().equals("submit")) {
            return answered(new CommandResult.Refused(reason));
          }
          if (method.getReturnType() == HistorySource.class) {
            return refusing(
                HistorySource.class, (HistorySource) call(session, method, arguments), reason);
          }
          if (method.getReturnType() == ProfileSource.class) {
            return refusing(
                ProfileSource.class, (ProfileSource) call(session, method, arguments), reason);
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

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method, arguments)));
  }

  private static Object call(Object session, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(session, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
