package dev.vivarium.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.workbench.live.RealWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills `vivarium serve` while people play, chat, keep things and sign up, at moments drawn from a
/// seed, and starts it again: they come back by themselves with the tokens they had, and what it
/// had acknowledged is there. `-Dvivarium.kill.servers=N` kills more often.
class KilledServerIntegrationTest {
  private static final int ROUNDS = Integer.getInteger("vivarium.kill.servers", 2);
  private static final int PEOPLE = 3;
  private static final int ACTS_MAX = 120;

  /// Later than what a world saves that begins anew.
  private static final int FIRST_SAVE_TICK = 200;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /// @param fingerprint of its certificate
  private record Server(Process process, String fingerprint) {
    void kill() throws InterruptedException {
      // Not of the process itself, which would close what it said last.
      assertTrue(process.toHandle().destroyForcibly());
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatItAcknowledgedIsThereAndEverybodyComesBack() throws Exception {
    Path project = RealWorld.built("hello", folder);
    int port = freePort();
    Random random = new Random(409);
    List<ServedPerson> people = new ArrayList<>();
    Server server = start(project, port, 0);
    try {
      for (int i = 0; i < PEOPLE; i++) {
        people.add(new ServedPerson("person-" + i, port, server.fingerprint()));
      }
      for (int round = 1; round <= ROUNDS; round++) {
        killUnderLoad(server, people, 1 + random.nextInt(ACTS_MAX), round - 1);
        assertWhole(project);
        long saved = saves(round - 1).getLast();
        server = start(project, port, round);
        for (ServedPerson person : people) {
          person.awaitPlay();
          assertEquals(List.of(), person.missing());
          assertTrue(person.losses() >= round, "it was not cut off");
        }
        long goesOn = awaitSave(round, 0);
        assertTrue(goesOn >= saved, "goes on at %d after a save at %d".formatted(goesOn, saved));
      }
      int acknowledged = people.stream().mapToInt(ServedPerson::acknowledged).sum();
      System.out.println(ROUNDS + " kills, " + acknowledged + " acknowledged, none lost");
    } finally {
      people.forEach(ServedPerson::close);
      server.process().destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// What happened in a round.
  private Path events(int round) {
    return folder.resolve("events-" + round + ".json");
  }

  private Server start(Path project, int port, int round) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dvivarium.home=" + folder.resolve("home"),
                "-Dvivarium.samples=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Vivarium.class.getName(),
                "serve",
                project.toString(),
                "--port",
                Integer.toString(port),
                "--events",
                events(round).toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    while (true) {
      String line = errors.readLine();
      assertNotNull(line, () -> "it did not start: " + lines);
      lines.add(line);
      if (line.startsWith("Certificate SHA-256: ")) {
        Thread.ofVirtual().start(() -> errors.lines().forEach(ignored -> {}));
        return new Server(process, line.substring("Certificate SHA-256: ".length()));
      }
    }
  }

  /// Everybody acts at once; the server is killed in the middle of it, once it has saved the world.
  private void killUnderLoad(Server server, List<ServedPerson> people, int acts, int round)
      throws Exception {
    CountDownLatch enough = new CountDownLatch(acts);
    List<CompletableFuture<Void>> busy = new ArrayList<>();
    for (ServedPerson person : people) {
      CompletableFuture<Void> over = new CompletableFuture<>();
      busy.add(over);
      Thread.ofPlatform()
          .name("person")
          .start(() -> {
            try {
              person.act(enough::countDown);
              over.complete(null);
            } catch (Exception e) {
              over.completeExceptionally(e);
            }
          });
    }
    assertTrue(enough.await(120, TimeUnit.SECONDS), "too little was acknowledged");
    awaitSave(round, FIRST_SAVE_TICK);
    server.kill();
    for (CompletableFuture<Void> over : busy) over.get(120, TimeUnit.SECONDS);
  }

  /// The tick of the first save of a round at or after a tick.
  private long awaitSave(int round, long least) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
      for (long tick : saves(round)) {
        if (tick >= least) return tick;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError("the world was not saved");
  }

  private List<Long> saves(int round) throws IOException {
    List<Long> ticks = new ArrayList<>();
    for (String line : Files.readAllLines(events(round))) {
      // The last line may have been cut off with the server.
      if (!line.endsWith("}")) continue;
      JsonNode event = JSON.readTree(line);
      if (event.path("event").asText().equals("saved")) ticks.add(event.path("tick").asLong());
    }
    return ticks;
  }

  /// The database as it was left.
  private static void assertWhole(Path project) throws Exception {
    Path database = project.resolve(".vivarium/server/server.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        ResultSet result = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
      assertEquals("ok", result.getString(1));
    }
  }
}
