package dev.vivarium.workbench.toolchain;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The AssemblyScript language service in a process of its own, so that it never delays a build.
/// The process starts with the first question and again after a crash, a few times. One thread of
/// this class talks to it.
public final class LanguageProcess implements AutoCloseable {
  /// How long one question may take; the first one waits for the process to start too.
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(LanguageProcess.class);
  private static final int MAX_WAITING = 64;
  private static final int MAX_STARTS = 4;

  private final Toolchain toolchain;
  private final Future<?> before;

  // Guarded by this.
  private final List<Job> waiting = new ArrayList<>();
  private @Nullable Thread worker;
  private boolean closed;

  /// Written by the worker, read by [#close()] and [#pid()].
  private volatile @Nullable CompilerProcess process;

  // The worker's.
  private int starts;

  /// @param toolchain where the service lies
  /// @param before what the process leaves the processors to: it starts when that has ended,
  ///   however
  public LanguageProcess(Toolchain toolchain, Future<?> before) {
    this.toolchain = toolchain;
    this.before = before;
  }

  /// How soon a question is asked.
  public enum Urgency {
    /// Somebody waits for it.
    NOW,
    /// When nobody waits for another.
    LATER
  }

  /// Makes a request's text at the moment it is asked.
  @FunctionalInterface
  public interface Request {
    /// @param start which start of the process will answer, from 1; a new one knows nothing of what
    ///   earlier ones were told
    String text(int start);
  }

  private record Job(
      Urgency urgency, String key, Request request, CompletableFuture<String> future) {}

  /// Asks. The future fails with an [IOException] that says why there is no answer; it is cancelled
  /// when a newer question with the same key takes its place, or the process is closed.
  public CompletableFuture<String> ask(Urgency urgency, String key, Request request) {
    var job = new Job(urgency, key, request, new CompletableFuture<>());
    List<Job> replaced = enqueue(job);
    replaced.forEach(older -> older.future.cancel(false));
    return job.future;
  }

  private synchronized List<Job> enqueue(Job job) {
    if (closed) return List.of(job);
    List<Job> replaced = waiting.stream().filter(each -> each.key.equals(job.key)).toList();
    waiting.removeAll(replaced);
    if (waiting.size() == MAX_WAITING) return List.of(job);
    waiting.add(job);
    if (worker == null) {
      worker = Thread.ofPlatform().daemon().name("language").start(this::work);
    }
    notifyAll();
    return replaced;
  }

  /// The process's id, where one runs.
  public Optional<Long> pid() {
    return Optional.ofNullable(process).filter(CompilerProcess::isAlive).map(CompilerProcess::pid);
  }

  @Override
  public void close() {
    List<Job> left;
    Thread ending;
    synchronized (this) {
      closed = true;
      left = List.copyOf(waiting);
      waiting.clear();
      ending = worker;
    }
    left.forEach(job -> job.future.cancel(false));
    if (ending != null) ending.interrupt();
    CompilerProcess last = process;
    if (last != null) last.kill();
  }

  private void work() {
    try {
      awaitOther();
      while (true) {
        Job job = take();
        if (!job.future.isDone()) answer(job);
      }
    } catch (InterruptedException e) {
      LOG.debug("The language service is closed");
    } finally {
      CompilerProcess last = process;
      if (last != null) last.kill();
    }
  }

  private void awaitOther() throws InterruptedException {
    try {
      before.get();
    } catch (ExecutionException | CancellationException e) {
      LOG.debug("What the language service waited for failed", e);
    }
  }

  private synchronized Job take() throws InterruptedException {
    while (waiting.isEmpty()) wait();
    Job next = waiting.stream().min(Comparator.comparing(Job::urgency)).orElseThrow();
    waiting.remove(next);
    return next;
  }

  private void answer(Job job) throws InterruptedException {
    try {
      CompilerProcess current = running();
      Optional<String> response = current.exchange(job.request.text(starts), LIMIT);
      if (response.isPresent()) {
        job.future.complete(response.get());
      } else {
        current.kill();
        throw new IOException("The language service ended (" + current.end() + ").");
      }
    } catch (IOException | RuntimeException e) {
      job.future.completeExceptionally(e);
    } catch (CompilerProcess.TimeUp e) {
      var late = "The language service took longer than " + LIMIT.toSeconds() + " s.";
      job.future.completeExceptionally(new IOException(late));
    }
  }

  private CompilerProcess running() throws IOException {
    CompilerProcess current = process;
    if (current != null && current.isAlive()) return current;
    if (starts == MAX_STARTS) {
      throw new IOException(
          "The language service ended " + MAX_STARTS + " times and is left off; restart Vivarium.");
    }
    starts++;
    CompilerProcess fresh = CompilerProcess.start(toolchain.languageEntry());
    process = fresh;
    if (isClosed()) fresh.kill();
    return fresh;
  }

  private synchronized boolean isClosed() {
    return closed;
  }
}
