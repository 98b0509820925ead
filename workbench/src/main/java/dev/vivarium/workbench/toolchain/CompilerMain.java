package dev.vivarium.workbench.toolchain;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.NodeRuntime;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.options.NodeRuntimeOptions;
import com.caoccao.javet.values.reference.V8ValueFunction;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A process with V8 and one script, the AssemblyScript compiler or its language service, asked and
/// answering in frames over the standard streams. Works on a sample while nobody asks, so that the
/// first answer is a fast one. Ends with its standard input, so that it never outlives who started
/// it.
final class CompilerMain {
  private static final int MAX_OLD_SPACE_MB = 512;
  private static final int WARM_UPS = 12;
  private static final int OPTIMISED_EVERY = 4;
  private static final int MAX_WAITING = 64;

  private static final String LOAD =
      """
      process.removeAllListeners('warning');
      new (require('node:vm').Script)('import(' + JSON.stringify('ENTRY') + ')', {
        importModuleDynamically: require('node:vm').constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
      }).runInThisContext().catch(error => { globalThis.vivariumFailure = String(error.stack); });
      """;

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>(MAX_WAITING);

  private CompilerMain() {}

  /// Runs until its input ends.
  ///
  /// @param args the path of the script, which defines `vivariumAnswer` and `vivariumWarmUp`
  public static void main(String[] args) throws Exception {
    new CompilerMain().run(Path.of(args[0]));
  }

  private void run(Path entry) throws JavetException, IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("requests").start(this::readRequests);
    var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    NodeRuntimeOptions.V8_FLAGS.setMaxOldSpaceSize(MAX_OLD_SPACE_MB);
    try (NodeRuntime node = V8Host.getNodeInstance().createV8Runtime()) {
      node.getExecutor(LOAD.replace("ENTRY", entry.toUri().toString())).executeVoid();
      node.await();
      String failure = node.getGlobalObject().getString("vivariumFailure");
      if (failure != null) throw new IOException("The compiler did not load: " + failure);
      try (V8ValueFunction compile = node.getGlobalObject().get("vivariumAnswer");
          V8ValueFunction warmUp = node.getGlobalObject().get("vivariumWarmUp")) {
        serve(compile, warmUp, out);
      }
    }
  }

  private void serve(V8ValueFunction compile, V8ValueFunction warmUp, DataOutputStream out)
      throws JavetException, IOException, InterruptedException {
    int warmed = 0;
    while (true) {
      String request = warmed < WARM_UPS ? requests.poll() : requests.take();
      if (request != null) Frames.write(out, compile.callString(null, request));
      else warmUp(warmUp, warmed++);
    }
  }

  private static void warmUp(V8ValueFunction warmUp, int round) throws JavetException {
    boolean optimise = round % OPTIMISED_EVERY == OPTIMISED_EVERY - 1;
    String problem = warmUp.callString(null, optimise);
    if (!problem.isEmpty()) System.err.println("The sample does not compile: " + problem);
  }

  /// Runs on a thread of its own: sees the end of the input also while a compilation runs.
  private void readRequests() {
    var in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    try {
      for (@Nullable String text; (text = Frames.read(in).orElse(null)) != null; ) {
        requests.put(text);
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("Requests cannot be read: " + e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }
}
