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
/// `broadcast [CLIENTS [SECONDS]]`: processor time a client at 20 Hz and a kilobyte, as messages
/// and as states, against a bare Netty broadcast in turn, TLS off and on. `bots [COUNT [SECONDS]]`:
/// the time from a tick's start to the receipt of its state. `join [ENTITIES]`: from the connection
/// to the whole world.
final class NetBench {
  private static final PrintStream OUT = System.out;
  private static final int HZ = 20;

  /// Makes a frame of about a kilobyte.
  private static final int MOVERS = 300;

  private static final int ROUNDS = 3;
  private static final int WARM_UP_SECONDS = 5;

  private final Path clock;

  private NetBench(Path clock) {
    this.clock = clock;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("netbench");
    NetBench bench = new NetBench(folder.resolve("ticks"));
    switch (args.length == 0 ? "" : args[0]) {
      case "broadcast" -> bench.broadcast(number(args, 1, 500), number(args, 2, 10));
      case "bots" -> bench.bots(number(args, 1, 2_000), number(args, 2, 20), number(args, 3, 1));
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

  private void broadcast(int clients, int seconds) throws IOException {
    OUT.printf(
        "%d clients, %d Hz; microseconds of the processor a client and second%n", clients, HZ);
    for (boolean tls : new boolean[] {false, true}) {
      double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
      for (int round = 0; round < ROUNDS; round++) {
        Figures bare = measure("bare", tls, new Arena(0, 0, false), clients, seconds, 1);
        Figures said = measure("ours", tls, new Arena(0, 0, true), clients, seconds, 1);
        Figures shown = measure("ours", tls, new Arena(MOVERS, MOVERS, false), clients, seconds, 8);
        OUT.printf(
            Locale.ROOT,
            "%s bare %.0f (%.0f B), messages %.0f (%.0f B) = %.2f x, states %.0f (%.0f B) = %.2f x%n",
            tls ? "TLS  " : "plain",
            bare.cpuMicrosPerClientSecond(),
            bare.bytesPerMessage(),
            said.cpuMicrosPerClientSecond(),
            said.bytesPerMessage(),
            said.cpuMicrosPerClientSecond() / bare.cpuMicrosPerClientSecond(),
            shown.cpuMicrosPerClientSecond(),
            shown.bytesPerMessage(),
            shown.cpuMicrosPerClientSecond() / bare.cpuMicrosPerClientSecond());
        best[0] = Math.min(best[0], bare.cpuMicrosPerClientSecond());
        best[1] = Math.min(best[1], said.cpuMicrosPerClientSecond());
        best[2] = Math.min(best[2], shown.cpuMicrosPerClientSecond());
      }
      OUT.printf(
          Locale.ROOT,
          "%s best: messages %.2f x, states %.2f x (limit 1.3)%n",
          tls ? "TLS  " : "plain",
          best[1] / best[0],
          best[2] / best[0]);
    }
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
