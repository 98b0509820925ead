package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vivarium.net.server.ServerOptions.Security;
import dev.vivarium.net.server.control.RpcFunctions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The npm package `@heroiclabs/nakama-js`, unmodified, goes through every call of the subset.
class NakamaJsTest {
  private static final Path CAMPAIGN = Path.of("target/nakama-js").toAbsolutePath();

  @TempDir Path folder;

  @BeforeAll
  static void needsNode() throws InterruptedException {
    assumeTrue(hasNode(), "node is not here");
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void passesOverTls() throws Exception {
    run(new Security.SelfSigned(List.of()), "tls");
  }

  @Test
  void passesOverPlainHttp() throws Exception {
    run(new Security.Plain(), "plain");
  }

  private void run(Security security, String mode) throws Exception {
    ServerOptions options =
        ServerOptions.builder(InstantSource.system())
            .keptIn(folder)
            .httpKey("httpkey-of-the-test")
            .passwordCost(4)
            .security(security)
            .build();
    RpcFunctions functions = new RpcFunctions();
    functions.register("echo", RpcFunctions.Call::payload);
    try (VivariumServer server = VivariumServer.start(options, functions)) {
      Pond.openOn(server);
      Path log = folder.resolve("node.log");
      assertEquals(0, node(server, mode, log), () -> read(log));
      assertTrue(read(log).contains("done 29"), () -> read(log));
    }
  }

  private int node(VivariumServer server, String mode, Path log) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "node", "nakama.mjs", "127.0.0.1", Integer.toString(server.address().getPort()), mode);
    builder.directory(CAMPAIGN.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("NODE_EXTRA_CA_CERTS", folder.resolve("server.crt").toString());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> "took too long\n" + read(log));
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
