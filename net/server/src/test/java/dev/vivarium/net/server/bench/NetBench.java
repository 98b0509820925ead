package dev.vivarium.net.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Measures the server in a process of its own, on a core of its own where `taskset` is there and
/// the machine has two, against clients in another process on another core.
///
/// `broadcast [CLIENTS [SECONDS [ROUNDS]]]`: processor time a client at 20 Hz and a kilobyte, as
/// messages and as states, against a bare Netty broadcast in turn, TLS off and on. `bots [COUNT
/// [SECONDS [ACK_EVERY]]]`: the time from a tick's start to the receipt of its state. `join
/// [ENTITIES]`: from the connection to the whole world.
final class NetBench {
  private static final PrintStream OUT = System.out;
  private static final int HZ = 20;

  /// Makes a frame of about a kilobyte.
  private static final int MOVERS = 260;

  /// Of states, as our own client does.
  private static final int ACK_EVERY = 20;

  /// Until both servers' code is compiled; what that costs is not the broadcast's.
  private static final int WARM_UP_SECONDS = 30;

  private final Path clock;

  private NetBench(Path clock) {
    this.clock = clock;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("netbench");
    NetBench bench = new NetBench(folder.resolve("ticks"));
    switch (args.length == 0 ? "" : args[0]) {
      case "broadcast" ->
          bench.broadcast(number(args, 1, 500), number(args, 2, 10), number(args, 3, 3));
      case "bots" ->
          bench.bots(number(args, 1, 2_000), number(args, 2, 20), number(args, 3, ACK_EVERY));
      case "join" -> JoinBench.run(number(args, 1, 100_000));
      default -> throw new IllegalArgumentException("broadcast, bots or join");
    }
  }

  private static int number(String[] args, int at, int otherwise) {
    return args.length > at ? Integer.parseInt(args[at]) : otherwise;
  }

  /// Another JVM that answers each line by a line.
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    Child(int core, Class<?> main, Object... args) throws IOException {
      List<String> command = new ArrayList<>();
      if (Files.exists(Path.of("/usr/bin/taskset"))
          && Runtime.getRuntime().availableProcessors() > 1) {
        command.addAll(List.of("taskset", "-c", Integer.toString(core)));
      }
      command.addAll(
          List.of(
              ProcessHandle.current().info().command().orElse("java"),
              "-Xmx3g",
              "-XX:+UseSerialGC",
              "--enable-native-access=ALL-UNNAMED",
              "-Dlogback.configurationFile=logback-test.xml",
              "-cp",
              System.getProperty("java.class.path"),
              main.getName()));
      for (Object arg : args) command.add(arg.toString());
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    String line() throws IOException {
      String line = said.readLine();
      if (line == null) throw new IOException("the process ended");
      return line;
    }

    String ask() {
      try {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return line();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
  }

  /// What one server did for so many clients.
  private record Figures(double cpuMicrosPerClientSecond, double cpuShare, long[] counted) {
    double bytesPerMessage() {
      return counted[0] == 0 ? 0 : (double) counted[1] / counted[0];
    }
  }

  private Figures measure(
      String kind, boolean tls, Arena arena, int clients, int seconds, int ackEvery)
      throws IOException {
    String security = tls ? "tls" : "plain";
    try (Child server =
        new Child(
            0,
            BenchServer.class,
            kind,
            security,
            HZ,
            arena.entities(),
            arena.movers(),
            arena.talks(),
            clock)) {
      String port = server.line();
      try (Child many =
          new Child(1, BenchClients.class, kind, security, port, clients, ackEvery, clock)) {
        many.line();
        pass(WARM_UP_SECONDS);
        many.ask();
        long before = Long.parseLong(server.ask());
        long start = System.nanoTime();
        pass(seconds);
        long cpu = Long.parseLong(server.ask()) - before;
        double passed = (System.nanoTime() - start) / 1e9;
        String[] counted = many.ask().split(" ", -1);
        long[] numbers = new long[counted.length];
        for (int i = 0; i < numbers.length; i++) numbers[i] = Long.parseLong(counted[i]);
        return new Figures(cpu / 1e3 / clients / passed, cpu / 1e9 / passed, numbers);
      }
    }
  }

  /// A measurement's own time.
  private static void pass(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) LockSupport.parkNanos(end - System.nanoTime());
  }

  /// Processor time of the server in microseconds.
  ///
  /// @param whole a client and second, the world's own share included
  /// @param added a second by each further client
  private record Cost(double whole, double added, double bytesPerMessage) {
    /// What was measured with the least disturbance.
    Cost best(Cost other) {
      return new Cost(Math.min(whole, other.whole), Math.min(added, other.added), bytesPerMessage);
    }
  }

  private Cost cost(String kind, boolean tls, Arena arena, int clients, int seconds)
      throws IOException {
    Figures one = measure(kind, tls, arena, 1, seconds, ACK_EVERY);
    Figures all = measure(kind, tls, arena, clients, seconds, ACK_EVERY);
    double whole = all.cpuMicrosPerClientSecond();
    double added = (whole * clients - one.cpuMicrosPerClientSecond()) / (clients - 1);
    return new Cost(whole, added, all.bytesPerMessage());
  }

  private void broadcast(int clients, int seconds, int rounds) throws IOException {
    OUT.printf(
        "%d clients, %d Hz; microseconds of the processor a client and second, and by each further"
            + " client%n",
        clients, HZ);
    for (boolean tls : new boolean[] {false, true}) {
      Cost[] best = new Cost[3];
      for (int round = 0; round < rounds; round++) {
        Cost[] costs = {
          cost("bare", tls, new Arena(0, 0, false), clients, seconds),
          cost("ours", tls, new Arena(0, 0, true), clients, seconds),
          cost("ours", tls, new Arena(MOVERS, MOVERS, false), clients, seconds)
        };
        for (int i = 0; i < costs.length; i++) {
          best[i] = round == 0 ? costs[i] : best[i].best(costs[i]);
        }
        say(tls, "round " + (round + 1), costs);
      }
      say(tls, "best", best);
    }
  }

  private static void say(boolean tls, String what, Cost[] costs) {
    StringBuilder line = new StringBuilder((tls ? "TLS   " : "plain ") + what);
    String[] names = {"bare", "messages", "states"};
    for (int i = 0; i < costs.length; i++) {
      Cost cost = costs[i];
      line.append(
          String.format(
              Locale.ROOT,
              "; %s %.0f %.0f (%.0f B) = %.2f x, %.2f x",
              names[i],
              cost.whole(),
              cost.added(),
              cost.bytesPerMessage(),
              cost.whole() / costs[0].whole(),
              cost.added() / costs[0].added()));
    }
    OUT.println(line);
  }

  private void bots(int count, int seconds, int ackEvery) throws IOException {
    for (boolean tls : new boolean[] {false, true}) {
      Figures figures =
          measure("ours", tls, new Arena(MOVERS, MOVERS, false), count, seconds, ackEvery);
      long[] counted = figures.counted();
      OUT.printf(
          Locale.ROOT,
          "%s %d bots, %d Hz, %.0f B a message, %.1f states a second each, core %.0f %% busy, %d lost;"
              + " tick to receipt p50 %.1f p90 %.1f p99 %.1f worst %.1f ms (limit 60 at p99)%n",
          tls ? "TLS  " : "plain",
          count,
          HZ,
          figures.bytesPerMessage(),
          (double) counted[2] / count / seconds,
          figures.cpuShare() * 100,
          counted[7],
          counted[3] / 1e3,
          counted[4] / 1e3,
          counted[5] / 1e3,
          counted[6] / 1e3);
    }
  }
}
