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

/// The compiler's own process: V8 with the AssemblyScript compiler, asked and answering in frames
/// over the standard streams. Compiles a sample while nobody asks, so that the first build is a
/// fast one. Ends with its standard input, so that it never outlives who started it.
final class CompilerMain {
  private static final int MAX_OLD_SPACE_MB = 512;
  private static final int WARM_UPS = 12;
  private static final int OPTIMISED_EVERY = 4;
  private static final int MAX_WAITING = 64;

  private static final String LOAD =
      """
      process.removeAllListeners('warning');
      new (require('node:vm').Script)('import(' + JSON.stringify('%s') + ')', {
        importModuleDynamically: require('node:vm').constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
      }).runInThisContext().catch(error => { globalThis.vivariumFailure = String(error.stack); });
      """;

  private static final String SAMPLE =
      """
      {"plugin": "sample", "main": "sample", "optimise": %b, "files": {"sample/sample.ts": "\
      import { Transform, Velocity, Clock, Entity, Inbox, Vec3, Name, publish, spawn, set, despawn, log, random } from 'vivarium';\\n\
      @component class Hunger { @unit('s') @range(0, 120) since: f32 = 0; }\\n\
      @message('local') class Starving { fish: Entity; since: f32; @capacity(16) why: string; }\\n\
      @query class Fish { @write transform: Transform; velocity: Velocity; @write hunger: Hunger; }\\n\
      @system('postInit') function start(clock: Clock): void {\\n\
        for (let i = 0; i < 10; i++) { let fish = spawn(); set(fish, new Transform(new Vec3(random.range(-1, 1)))); set(fish, new Name('fish ' + i.toString())); set(fish, new Hunger()); }\\n\
      }\\n\
      @system('update') function swim(fish: Fish, clock: Clock): void {\\n\
        while (fish.next()) {\\n\
          fish.transform.position.addScaled(fish.velocity.linear, clock.delta);\\n\
          fish.hunger.since += Mathf.sin(clock.delta);\\n\
          if (fish.hunger.since > 60) publish(new Starving(fish.entity, fish.hunger.since, 'no food'));\\n\
        }\\n\
      }\\n\
      @system('postUpdate') function bury(starving: Inbox<Starving>): void {\\n\
        while (starving.next()) { log.info(starving.message.why); despawn(starving.message.fish); }\\n\
      }\\n"}}
      """;

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>(MAX_WAITING);

  private CompilerMain() {}

  /// @param args the path of `serve.js`
  public static void main(String[] args) throws Exception {
    new CompilerMain().run(Path.of(args[0]));
  }

  private void run(Path entry) throws JavetException, IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("requests").start(this::readRequests);
    var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    NodeRuntimeOptions.V8_FLAGS.setMaxOldSpaceSize(MAX_OLD_SPACE_MB);
    try (NodeRuntime node = V8Host.getNodeInstance().createV8Runtime()) {
      node.getExecutor(LOAD.formatted(entry.toUri())).executeVoid();
      node.await();
      String failure = node.getGlobalObject().getString("vivariumFailure");
      if (failure != null) throw new IOException("The compiler did not load: " + failure);
      try (V8ValueFunction compile = node.getGlobalObject().get("vivariumCompile")) {
        serve(compile, out);
      }
    }
  }

  private void serve(V8ValueFunction compile, DataOutputStream out)
      throws JavetException, IOException, InterruptedException {
    int warmed = 0;
    while (true) {
      String request = warmed < WARM_UPS ? requests.poll() : requests.take();
      if (request != null) Frames.write(out, compile.callString(null, request));
      else warmUp(compile, warmed++);
    }
  }

  private static void warmUp(V8ValueFunction compile, int round) throws JavetException {
    boolean optimise = round % OPTIMISED_EVERY == OPTIMISED_EVERY - 1;
    String answer = compile.callString(null, SAMPLE.formatted(optimise));
    if (!answer.contains("\"wasm\"")) System.err.println("The sample did not compile: " + answer);
  }

  /// Runs on a thread of its own: sees the end of the input also while a compilation runs.
  private void readRequests() {
    var in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    try {
      for (@Nullable String text; (text = Frames.read(in).orElse(null)) != null; )
        requests.put(text);
    } catch (IOException | InterruptedException e) {
      System.err.println("Requests cannot be read: " + e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }
}
