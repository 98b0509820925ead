package dev.vivarium.net.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nothing diverges at 100 ms, 20 ms of jitter and 5 % of loss each way, over real TLS sockets: by
/// the kernel's own emulation in a network namespace where there is one, else through a proxy that
/// is slow by a seed.
class BadNetworkTest {
  private static final Logger log = LoggerFactory.getLogger(BadNetworkTest.class);
  private static final long SEED = Long.getLong("vivarium.network.seed", 1);
  private static final String EMULATION =
      "ip link set lo up && tc qdisc add dev lo root netem delay 50ms 10ms loss 5%";

  @Test
  void nothingDivergesOverABadLine() throws Exception {
    String refused = inNamespace(EMULATION);
    if (refused.isEmpty()) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String path = System.getProperty("java.class.path");
      String run = java + " -cp '" + path + "' " + BadNetworkRun.class.getName();
      assertEquals("", inNamespace(EMULATION + " && " + run));
      log.info("by netem in a network namespace");
      return;
    }
    try (BadNetworkRun run = new BadNetworkRun(new SlowProxy.Line(100, 20, 0.05), SEED)) {
      log.info("by a slow proxy, for netem said \"{}\": {}", refused, run.run());
    }
  }

  /// @return empty if it went well, else why not
  private static String inNamespace(String script) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("unshare", "--user", "--map-root-user", "--net", "sh", "-c", script)
              .redirectErrorStream(true)
              .start();
    } catch (IOException absent) {
      return "there is no unshare here";
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return "it did not end";
    }
    return process.exitValue() == 0 ? "" : said.strip() + " (exit " + process.exitValue() + ")";
  }
}
