package dev.vivarium.net.client;

import dev.vivarium.net.client.SocketFailure.Kind;
import dev.vivarium.net.protocol.control.ServerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Requests that wait for their answers. Added to from any thread; futures are completed by the
/// methods that the tick calls, and with no lock held.
final class PendingRequests {
  private record Pending<T extends ServerMessage>(
      Class<T> replyType, CompletableFuture<T> future, long deadlineNanos) {

    void answer(ServerMessage reply) {
      if (reply instanceof ServerMessage.Failure failure) {
        future.completeExceptionally(SocketFailure.of(failure));
      } else if (replyType.isInstance(reply)) {
        future.complete(replyType.cast(reply));
      } else {
        fail(new SocketFailure(Kind.BAD_REPLY, "the answer is another than was asked for"));
      }
    }

    void fail(SocketFailure failure) {
      future.completeExceptionally(failure);
    }
  }

  private record Doomed(Pending<?> pending, SocketFailure failure) {}

  /// Both guarded by this.
  private final Map<String, Pending<?>> byCid = new HashMap<>();

  private final List<Doomed> doomed = new ArrayList<>();

  /// @param deadlineNanos by the clock that [#expire] is told
  /// @throws RejectedExecutionException if there are [Socket#MAX_PENDING_REQUESTS]
  synchronized <T extends ServerMessage> CompletableFuture<T> add(
      String cid, Class<T> replyType, long deadlineNanos) {
    if (byCid.size() + doomed.size() >= Socket.MAX_PENDING_REQUESTS) {
      throw new RejectedExecutionException("too many requests wait for an answer");
    }
    CompletableFuture<T> future = new CompletableFuture<>();
    byCid.put(cid, new Pending<>(replyType, future, deadlineNanos));
    return future;
  }

  /// Lets a request fail in the next tick.
  synchronized void doom(String cid, SocketFailure failure) {
    Pending<?> pending = byCid.remove(cid);
    if (pending != null) {
      doomed.add(new Doomed(pending, failure));
    }
  }

  /// Those who wait no more are not waiting for: their answers are read over.
  void answer(String cid, ServerMessage reply) {
    Pending<?> pending = take(cid);
    if (pending != null) {
      pending.answer(reply);
    }
  }

  void fail(String cid, SocketFailure failure) {
    Pending<?> pending = take(cid);
    if (pending != null) {
      pending.fail(failure);
    }
  }

  /// Fails those that are due, and those that were doomed.
  void expire(long nowNanos) {
    for (Doomed each : takeDoomed()) {
      each.pending.fail(each.failure);
    }
    for (Pending<?> late : takeIf(pending -> nowNanos - pending.deadlineNanos >= 0)) {
      late.fail(new SocketFailure(Kind.TIMED_OUT, "no answer in time"));
    }
  }

  void failAll(String reason) {
    for (Pending<?> pending : takeIf(_ -> true)) {
      pending.fail(new SocketFailure(Kind.CLOSED, reason));
    }
  }

  private synchronized @Nullable Pending<?> take(String cid) {
    return byCid.remove(cid);
  }

  private synchronized List<Doomed> takeDoomed() {
    List<Doomed> taken = List.copyOf(doomed);
    doomed.clear();
    return taken;
  }

  private synchronized List<Pending<?>> takeIf(Predicate<Pending<?>> predicate) {
    List<Pending<?>> taken = new ArrayList<>();
    for (Iterator<Pending<?>> all = byCid.values().iterator(); all.hasNext(); ) {
      Pending<?> pending = all.next();
      if (predicate.test(pending)) {
        all.remove();
        taken.add(pending);
      }
    }
    return taken;
  }
}
