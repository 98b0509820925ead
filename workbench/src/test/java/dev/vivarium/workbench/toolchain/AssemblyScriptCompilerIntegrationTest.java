package dev.vivarium.workbench.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.Gear;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds through the real process.
class AssemblyScriptCompilerIntegrationTest {
  private static final String GOOD =
      """
      import { Transform, Velocity, Clock } from "vivarium";
      @query class Moving { @write transform: Transform; velocity: Velocity; }
      @system("update")
      function move(moving: Moving, clock: Clock): void {
        while (moving.next()) {
          moving.transform.position.addScaled(moving.velocity.linear, clock.delta);
        }
      }
      """;

  private static AssemblyScriptCompiler compiler;

  @TempDir Path plugins;

  @BeforeAll
  static void start() {
    compiler = new AssemblyScriptCompiler(Toolchain.locate());
  }

  @AfterAll
  static void stop() {
    compiler.close();
  }

  private BuildRequest request(String source, Gear gear) throws IOException {
    Path folder = Files.createDirectories(plugins.resolve("fish"));
    Files.writeString(folder.resolve("fish.ts"), source);
    return new BuildRequest("fish", folder, Path.of("fish.ts"), gear);
  }

  private static BuildResult await(CompletableFuture<BuildResult> build)
      throws InterruptedException, ExecutionException, TimeoutException {
    return build.get(60, TimeUnit.SECONDS);
  }

  @Test
  void buildsAModuleWithASourceMapInBothGears() throws Exception {
    for (Gear gear : Gear.values()) {
      BuildResult result = await(compiler.build(request(GOOD, gear)));
      var built = assertInstanceOf(BuildResult.Built.class, result, result::toString);
      assertEquals(
          0x6d736100, ByteBuffer.wrap(built.wasm()).order(ByteOrder.LITTLE_ENDIAN).getInt());
      boolean mapsTheLoop =
          IntStream.range(0, built.wasm().length)
              .mapToObj(built.sourceMap()::position)
              .flatMap(Optional::stream)
              .anyMatch(at -> at.file().equals("fish/fish.ts") && at.line() == 6);
      assertTrue(mapsTheLoop, gear + " loses the line in the loop");
    }
  }

  /// Virtual threads would keep their carriers while they wait for the process.
  @Test
  void theProcessIsReadByThreadsOfTheSystem() throws Exception {
    await(compiler.build(request(GOOD, Gear.QUICK)));
    var names = Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    assertTrue(
        names.contains("compiler-responses") && names.contains("compiler-log"), names::toString);
  }

  @Test
  void sameSourceGivesTheSameBytes() throws Exception {
    var first = (BuildResult.Built) await(compiler.build(request(GOOD, Gear.QUICK)));
    await(compiler.build(request(GOOD, Gear.OPTIMISED)));
    var second = (BuildResult.Built) await(compiler.build(request(GOOD, Gear.QUICK)));
    assertEquals(-1, Arrays.mismatch(first.wasm(), second.wasm()));
  }

  @Test
  void reportsAnUnknownComponentWhereItStands() throws Exception {
    String source = GOOD.replace("velocity: Velocity;", "velocity: Speed;");
    BuildResult result = await(compiler.build(request(source, Gear.QUICK)));
    var failed = assertInstanceOf(BuildResult.Failed.class, result);
    Diagnostic first = failed.diagnostics().getFirst();
    assertEquals("fish/fish.ts", first.file());
    assertEquals(2, first.line());
    assertEquals(
        GOOD.lines().skip(1).findFirst().orElseThrow().indexOf("Velocity;") + 1, first.column());
    assertTrue(first.message().startsWith("Speed is no component here"), first.message());
  }

  @Test
  void readsNothingOutsideThePluginsFolder() throws Exception {
    Files.writeString(plugins.resolve("secret.ts"), "export const secret = 1;");
    String source = "import { secret } from \"../secret\";\n" + GOOD + "\nlet s = secret;";
    BuildResult result = await(compiler.build(request(source, Gear.QUICK)));
    var failed = assertInstanceOf(BuildResult.Failed.class, result);
    assertTrue(failed.diagnostics().getFirst().message().contains("not found"), failed::toString);
  }

  @Test
  void importsFromThePluginBesideIt(@TempDir Path project) throws Exception {
    Path tide = Files.createDirectories(project.resolve("plugins/tide"));
    Path fish = Files.createDirectories(project.resolve("plugins/fish"));
    Files.writeString(tide.resolve("tide.ts"), "@component export class Tide { height: f32; }");
    Files.writeString(
        fish.resolve("fish.ts"),
        """
        import { Tide } from "../tide/tide";
        @query class Sea { tide: Tide; }
        @system("update") function look(sea: Sea): void { while (sea.next()) { sea.tide.height; } }
        """);
    var request = new BuildRequest("fish", fish, Path.of("fish.ts"), Gear.QUICK);
    BuildResult result = await(compiler.build(request));
    assertInstanceOf(BuildResult.Built.class, result, result::toString);
  }

  @Test
  void aCrashFailsOneBuildAndTheNextOneWorks() throws Exception {
    await(compiler.build(request(GOOD, Gear.QUICK)));
    CompletableFuture<BuildResult> hit = compiler.build(request(endless(), Gear.QUICK));
    ProcessHandle.of(compiler.pid().orElseThrow()).orElseThrow().destroyForcibly();
    var failed = assertInstanceOf(BuildResult.Failed.class, await(hit));
    String message = failed.diagnostics().getFirst().message();
    assertTrue(message.startsWith("The compiler ended while it built this"), message);
    assertInstanceOf(BuildResult.Built.class, await(compiler.build(request(GOOD, Gear.QUICK))));
  }

  @Test
  void aBuildOverItsTimeIsStopped() throws Exception {
    try (var hasty = new AssemblyScriptCompiler(Toolchain.locate(), Duration.ofMillis(1))) {
      var failed =
          assertInstanceOf(BuildResult.Failed.class, await(hasty.build(request(GOOD, Gear.QUICK))));
      String message = failed.diagnostics().getFirst().message();
      assertTrue(message.contains("longer than 1 ms"), message);
    }
  }

  @Test
  void aNewerBuildCancelsTheOlder() throws Exception {
    CompletableFuture<BuildResult> older = compiler.build(request(GOOD, Gear.OPTIMISED));
    CompletableFuture<BuildResult> newer = compiler.build(request(GOOD, Gear.QUICK));
    assertInstanceOf(BuildResult.Built.class, await(newer));
    assertTrue(older.isCancelled());
    assertFalse(newer.isCancelled());
  }

  @Test
  void theProcessEndsWithItsInput() throws Exception {
    await(compiler.build(request(GOOD, Gear.QUICK)));
    var own = new AssemblyScriptCompiler(Toolchain.locate());
    await(own.build(request(GOOD, Gear.QUICK)));
    ProcessHandle process = ProcessHandle.of(own.pid().orElseThrow()).orElseThrow();
    own.close();
    process.onExit().get(20, TimeUnit.SECONDS);
  }

  /// Keeps the compiler busy for long enough to be hit.
  private static String endless() {
    var source = new StringBuilder(GOOD);
    for (int i = 0; i < 4000; i++) {
      source.append(
          "export function f%d(x: f32): f32 { return x * %d + Mathf.sin(x); }\n".formatted(i, i));
    }
    return source.toString();
  }
}
