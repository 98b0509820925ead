package dev.vivarium.workbench.toolchain;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running process of one compiler. Used by one thread at a time; [#kill()] by any.
final class CompilerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(CompilerProcess.class);
  private static final int MAX_LOGGED_LINE = 2_000;
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx192m",
          // V8 takes about 1 MB of the native stack for itself.
          "-Xss8m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+DisplayVMOutputToStderr",
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final DataOutputStream requests;
  private final BlockingQueue<Optional<String>> responses = new ArrayBlockingQueue<>(1);

  private CompilerProcess(Process process) {
    this.process = process;
    this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    // A virtual thread that waits for a pipe keeps its carrier: on a machine of two processors
    // these
    // two would leave none to anybody else.
    Thread.ofPlatform().daemon().name("compiler-responses").start(this::readResponses);
    Thread.ofPlatform().daemon().name("compiler-log").start(this::logErrors);
  }

  static CompilerProcess start(Toolchain toolchain) throws IOException {
    return start(toolchain.assemblyScriptEntry());
  }

  /// @param entry the script that answers
  static CompilerProcess start(Path entry) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(JVM_FLAGS);
    command.addAll(List.of("-cp", classPath(), CompilerMain.class.getName()));
    command.add(entry.toString());
    return new CompilerProcess(new ProcessBuilder(command).start());
  }

  /// What this program runs with, without the window's libraries.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("javafx"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Sends a request and waits for its response.
  ///
  /// @return empty if the process ended
  /// @throws TimeUp if the limit passed; the process is killed
  Optional<String> exchange(String request, Duration limit) throws InterruptedException, TimeUp {
    try {
      Frames.write(requests, request);
    } catch (IOException e) {
      return Optional.empty();
    }
    Optional<String> response = responses.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (response == null) {
      kill();
      throw new TimeUp();
    }
    return response;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// How the process ended, for people.
  String end() throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.SECONDS)) return "its answers stopped";
    return "exit code " + process.exitValue();
  }

  void kill() {
    process.destroyForcibly();
  }

  private void readResponses() {
    var in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    try {
      while (true) {
        Optional<String> response = Frames.read(in);
        responses.put(response);
        if (response.isEmpty()) return;
      }
    } catch (IOException e) {
      responses.offer(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void logErrors() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        LOG.warn("compiler: {}", line.substring(0, Math.min(line.length(), MAX_LOGGED_LINE)));
      }
    } catch (IOException e) {
      LOG.debug("The compiler's log ended", e);
    }
  }

  /// A build took longer than it may.
  static final class TimeUp extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
