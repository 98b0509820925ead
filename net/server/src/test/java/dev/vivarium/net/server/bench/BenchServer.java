package dev.vivarium.net.server.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.ServerOptions.AttemptLimits;
import dev.vivarium.net.server.ServerOptions.Security;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.realtime.RealtimeOptions;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.transport.TransportLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A server to be measured. Says its port, and its processor time whenever it is asked by a line;
/// ends with its input. Arguments: `ours|bare tls|plain HZ ENTITIES MOVERS TALKS CLOCK_FILE`.
final class BenchServer {
  private static final PrintStream OUT = System.out;
  private static final double NANOS_PER_SECOND = 1e9;

  private BenchServer() {}

  public static void main(String[] args) throws Exception {
    boolean tls = args[1].equals("tls");
    int hz = Integer.parseInt(args[2]);
    if (args[0].equals("bare")) {
      try (BareBroadcast bare = new BareBroadcast(tls, hz, Arena.SAID_BYTES)) {
        OUT.println(bare.port());
        answer();
      }
      return;
    }
    Arena arena =
        new Arena(
            Integer.parseInt(args[3]), Integer.parseInt(args[4]), Boolean.parseBoolean(args[5]));
    ours(tls, hz, arena, new TickClock(Path.of(args[6])));
  }

  private static void ours(boolean tls, int hz, Arena arena, TickClock clock) throws Exception {
    try (TestWorld world = new TestWorld();
        Room room = new Room(Room.idOf("Arena"), "Arena", "{}", hz);
        VivariumServer server = VivariumServer.start(options(tls))) {
      world.add("arena", arena.plugin());
      world.world().link(room);
      server.host(room);
      Thread ticking =
          Thread.ofPlatform().daemon().name("world").start(() -> run(world.world(), hz, clock));
      OUT.println(server.address().getPort());
      answer();
      ticking.interrupt();
      ticking.join();
      if (!world.failures().isEmpty()) throw new IllegalStateException(world.failures().toString());
    }
  }

  private static void run(World world, int hz, TickClock clock) {
    long period = (long) (NANOS_PER_SECOND / hz);
    long next = System.nanoTime();
    while (!Thread.interrupted()) {
      clock.begins(world.tick(), System.nanoTime());
      world.tickOnce();
      next = Math.max(next + period, System.nanoTime() - period);
      while (System.nanoTime() < next && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static ServerOptions options(boolean tls) {
    int many = 1 << 30;
    Duration minute = Duration.ofMinutes(1);
    return ServerOptions.builder(InstantSource.system())
        .transport(new TransportLimits(10_000, 10_000, many, minute, minute, minute, 256 * 1_024))
        .attempts(new AttemptLimits(many, minute, many, minute, many))
        .realtime(RealtimeOptions.DEFAULT.withHandshakes(many))
        .security(tls ? new Security.SelfSigned(List.of()) : new Security.Plain())
        .build();
  }

  private static void answer() throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (asked.readLine() != null) OUT.println(system.getProcessCpuTime());
  }
}
