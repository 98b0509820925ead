package dev.vivarium.workbench.toolchain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.tick.NanoClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The AssemblyScript compiler in a process of its own, kept warm. The process is started at once
/// and again after a crash; a crash or a build over its time limit fails that build and no other.
/// One thread of this class talks to the process.
public final class AssemblyScriptCompiler implements PluginCompiler {
  /// How long one build may take.
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(AssemblyScriptCompiler.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_WAITING = 256;
  private static final int MAX_DIAGNOSTICS = 200;

  private final Toolchain toolchain;
  private final Duration limit;
  private final Thread worker;

  // Guarded by this.
  private final List<Job> waiting = new ArrayList<>();
  private @Nullable Job running;
  private boolean closed;

  /// Written by the worker, read by [#close()] and [#pid()].
  private volatile @Nullable CompilerProcess process;

  public AssemblyScriptCompiler(Toolchain toolchain) {
    this(toolchain, DEFAULT_LIMIT);
  }

  /// @param limit how long one build may take before the process is killed
  public AssemblyScriptCompiler(Toolchain toolchain, Duration limit) {
    this.toolchain = toolchain;
    this.limit = limit;
    this.worker = Thread.ofPlatform().daemon().name("assemblyscript").start(this::work);
  }

  private record Job(BuildRequest request, CompletableFuture<BuildResult> future) {
    boolean isReplacedBy(BuildRequest newer) {
      boolean samePlugin =
          request.plugin().equals(newer.plugin()) && request.folder().equals(newer.folder());
      return samePlugin && (newer.gear() == Gear.QUICK || request.gear() == Gear.OPTIMISED);
    }
  }

  @Override
  public CompletableFuture<BuildResult> build(BuildRequest request) {
    var job = new Job(request, new CompletableFuture<>());
    List<Job> replaced = enqueue(job);
    replaced.forEach(older -> older.future.cancel(false));
    return job.future;
  }

  private synchronized List<Job> enqueue(Job job) {
    if (closed) return List.of(job);
    List<Job> replaced =
        new ArrayList<>(waiting.stream().filter(each -> each.isReplacedBy(job.request)).toList());
    waiting.removeAll(replaced);
    if (running != null && running.isReplacedBy(job.request)) replaced.add(running);
    if (waiting.size() == MAX_WAITING) {
      var full = "More than " + MAX_WAITING + " builds wait: try again when some are done.";
      job.future.complete(failed(job.request, full));
      return replaced;
    }
    waiting.add(job);
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
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(waiting);
      if (running != null) left.add(running);
      waiting.clear();
    }
    worker.interrupt();
    left.forEach(job -> job.future.cancel(false));
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      ensureStarted();
      while (true) {
        Job job = take();
        BuildResult result = run(job.request);
        job.future.complete(result);
        done();
        if (!isRunning()) ensureStarted();
      }
    } catch (InterruptedException e) {
      LOG.debug("The compiler is closed");
    } finally {
      CompilerProcess last = process;
      if (last != null) last.kill();
    }
  }

  private synchronized Job take() throws InterruptedException {
    while (waiting.isEmpty()) wait();
    Job next = waiting.stream().min(Comparator.comparing(job -> job.request.gear())).orElseThrow();
    waiting.remove(next);
    running = next;
    return next;
  }

  private synchronized void done() {
    running = null;
  }

  private boolean isRunning() {
    CompilerProcess current = process;
    return current != null && current.isAlive();
  }

  private Optional<String> ensureStarted() {
    if (isRunning()) return Optional.empty();
    try {
      process = CompilerProcess.start(toolchain);
      return Optional.empty();
    } catch (IOException e) {
      LOG.error("The compiler does not start", e);
      return Optional.of("The compiler does not start: " + e.getMessage());
    }
  }

  private BuildResult run(BuildRequest request) throws InterruptedException {
    Optional<String> problem = ensureStarted();
    CompilerProcess current = process;
    if (problem.isPresent() || current == null) return failed(request, problem.orElse(""));
    long start = NanoClock.SYSTEM.nanos();
    try {
      Optional<String> response = current.exchange(requestText(request), limit);
      if (response.isPresent()) return result(request, response.get());
      current.kill();
      return failed(
          request,
          "The compiler ended while it built this (%s); it starts again for the next build."
              .formatted(current.end()));
    } catch (CompilerProcess.TimeUp e) {
      return new BuildResult.Failed(
          List.of(
              Diagnostic.ofBuild(
                  request,
                  "The build took longer than %d ms and was stopped.".formatted(limit.toMillis()))),
          (NanoClock.SYSTEM.nanos() - start) / 1_000_000);
    }
  }

  private static String requestText(BuildRequest request) {
    try {
      return JSON.writeValueAsString(
          Map.of(
              "plugin", request.plugin(),
              "folder", request.folder().toString(),
              "main", request.mainInFolder(),
              "optimise", request.gear() == Gear.OPTIMISED));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BuildResult result(BuildRequest request, String text) {
    try {
      JsonNode response = JSON.readTree(text);
      long ms = Math.round(response.path("ms").asDouble());
      List<Diagnostic> diagnostics = diagnostics(response.path("diagnostics"));
      if (!response.has("wasm")) return new BuildResult.Failed(orUnknown(request, diagnostics), ms);
      byte[] wasm = Base64.getDecoder().decode(response.path("wasm").asText());
      SourceMap map = SourceMap.parse(response.path("map").asText());
      return new BuildResult.Built(wasm, map, ms, diagnostics);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return failed(request, "The compiler's answer cannot be read: " + e.getMessage());
    }
  }

  private static List<Diagnostic> orUnknown(BuildRequest request, List<Diagnostic> diagnostics) {
    boolean said = diagnostics.stream().anyMatch(each -> each.severity() == Severity.ERROR);
    if (said) return diagnostics;
    return List.of(Diagnostic.ofBuild(request, "The compiler gave no module and no reason."));
  }

  private static List<Diagnostic> diagnostics(JsonNode nodes) {
    var found = new ArrayList<Diagnostic>();
    for (JsonNode node : nodes) {
      if (found.size() == MAX_DIAGNOSTICS) break;
      found.add(
          new Diagnostic(
              Severity.valueOf(node.path("severity").asText().toUpperCase(Locale.ROOT)),
              node.path("file").asText(),
              node.path("line").asInt(),
              node.path("column").asInt(),
              node.path("endColumn").asInt(),
              node.path("message").asText()));
    }
    return found;
  }

  private static BuildResult failed(BuildRequest request, String message) {
    return new BuildResult.Failed(List.of(Diagnostic.ofBuild(request, message)), 0);
  }
}
