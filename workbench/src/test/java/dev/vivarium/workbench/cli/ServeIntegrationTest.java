package dev.vivarium.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.world.SavedWorld;
import dev.vivarium.net.client.Authorization;
import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.DefaultSocket;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.MatchFilter;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.RestRequest;
import dev.vivarium.net.client.RestResponse;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.Session;
import dev.vivarium.net.client.Socket;
import dev.vivarium.net.client.SocketClosed;
import dev.vivarium.net.client.WebSocketAdapter;
import dev.vivarium.net.protocol.control.MatchList.ListedMatch;
import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.remote.FarLink;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.remote.SignIn;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// `vivarium serve` as its operator starts it: a process of its own, with people who join it.
class ServeIntegrationTest {
  private static final int PATIENCE_S = 90;
  private static final Pattern ADDRESS = Pattern.compile("Serving .* at https://127.0.0.1:(\\d+)");
  private static final Pattern PRINT = Pattern.compile("Certificate SHA-256: ([0-9a-f]{64})");

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private Path samples = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    samples = Files.createDirectory(folder.resolve("samples"));
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  /// A server in a process, and what it says.
  private final class Server {
    private final Path said;
    private final Process process;
    private final ServerAddress address;
    private final Fingerprint fingerprint;

    Server(Path... projects) throws Exception {
      this(List.of(), projects);
    }

    Server(List<String> options, Path... projects) throws Exception {
      said = Files.createTempFile(folder, "said", "");
      process = launch(options, projects);
      started.add(process);
      await(() -> PRINT.matcher(said()).find());
      address = new ServerAddress("127.0.0.1", Integer.parseInt(found(ADDRESS)), true);
      fingerprint = Fingerprint.parse(found(PRINT));
    }

    private Process launch(List<String> options, Path... projects) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:+UseSerialGC",
                  "-Dvivarium.home=" + folder,
                  "-Dvivarium.samples=" + samples,
                  "-cp",
                  System.getProperty("java.class.path"),
                  Vivarium.class.getName(),
                  "serve",
                  "--port",
                  "0"));
      command.addAll(options);
      for (Path project : projects) command.add(project.toString());
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()));
      builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
      builder.environment().keySet().removeAll(List.of("VIVARIUM_SERVER_KEY", "VIVARIUM_HTTP_KEY"));
      return builder.start();
    }

    private String found(Pattern pattern) throws IOException {
      Matcher matcher = pattern.matcher(said());
      assertTrue(matcher.find());
      return matcher.group(1);
    }

    String said() throws IOException {
      return Files.readString(said);
    }

    void await(Callable<Boolean> met) throws Exception {
      WaitForAsyncUtils.waitFor(
          PATIENCE_S, TimeUnit.SECONDS, () -> met.call() || !process.isAlive());
      assertTrue(process.isAlive(), said());
    }

    ServerTrust trust() {
      return new ServerTrust.Pinned(fingerprint);
    }

    String get(String path) throws Exception {
      RestRequest request =
          new RestRequest(
              RestRequest.Method.GET, path, List.of(), new Authorization.None(), new byte[0]);
      RestResponse response =
          new RestHttpAdapter(address, trust()).send(request).get(PATIENCE_S, TimeUnit.SECONDS);
      assertEquals(200, response.status());
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    void endsWithZero() throws Exception {
      process.destroy();
      assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "it did not end");
      assertEquals(0, process.exitValue(), said());
    }
  }

  /// Somebody in a server's world.
  private static final class Guest {
    private final Socket socket;
    private final List<ListedMatch> worlds;
    private final AtomicReference<SocketClosed> end = new AtomicReference<>();

    Guest(Server server) throws Exception {
      Client client = new DefaultClient(new RestHttpAdapter(server.address, server.trust()));
      Session session =
          client
              .authenticateDevice("device-of-guest", true, "guest", Map.of())
              .get(PATIENCE_S, TimeUnit.SECONDS);
      worlds =
          client.listMatches(session, MatchFilter.ANY).get(PATIENCE_S, TimeUnit.SECONDS).matches();
      socket = new DefaultSocket(server.address, new WebSocketAdapter(server.trust()));
      socket.onClosed(end::set);
      done(socket.connect(session, false, Duration.ofSeconds(PATIENCE_S)));
      for (ListedMatch world : worlds) done(socket.joinMatchById(world.matchId(), Map.of()));
    }

    private void done(CompletableFuture<?> answer) throws Exception {
      until(answer::isDone);
      answer.get();
    }

    void until(Callable<Boolean> met) throws Exception {
      WaitForAsyncUtils.waitFor(
          PATIENCE_S,
          TimeUnit.SECONDS,
          () -> {
            socket.tick();
            return met.call();
          });
    }
  }

  private Path project(String name) throws IOException {
    Path project = Files.move(RealWorld.built("hello", folder), samples.resolve(name));
    Path world = project.resolve("world.json");
    Files.writeString(world, Files.readString(world).replace("\"Hello\"", '"' + name + '"'));
    return project;
  }

  private static long savedTick(Path project) throws IOException {
    return SavedWorld.load(project.resolve(".vivarium/world")).orElseThrow().image().tick();
  }

  @Test
  void tellsWhoIsInAndSavesWhenItIsToldToEndAndGoesOnFromThere() throws Exception {
    Path project = project("Garden");
    Server first = new Server(project);
    assertEquals("{}", first.get("/healthcheck"));
    Guest guest = new Guest(first);
    assertTrue(first.get("/metrics").contains("vivarium_requests_total"));
    first.await(() -> first.said().contains("Hello, world."));

    first.endsWithZero();

    guest.until(() -> guest.end.get() != null);
    assertEquals("server is stopping", guest.end.get().reason());
    long tick = savedTick(project);
    assertTrue(tick > 0);

    Server second = new Server(project);
    assertEquals(first.fingerprint, second.fingerprint);
    new Guest(second);
    second.endsWithZero();
    assertTrue(savedTick(project) > tick);
    assertFalse(second.said().contains("Hello, world."), second.said());
  }

  @Test
  void aWorldIsWorkedOnFromAfarAsFarAsOnesRoleGoes() throws Exception {
    Server server = new Server(project("Garden"));
    SignIn signIn =
        new SignIn(
            server.address, server.trust(), "defaultkey", new SignIn.Device("far-desk-1", "ann"));
    try (RemoteWorldSession far =
        RemoteWorldSession.open(server.address, server.trust(), signIn, "")) {
      FarLink link = far.opened().get(PATIENCE_S, TimeUnit.SECONDS);
      assertEquals("Garden", link.world());
      assertEquals("ann", link.person());
      WorldStatus status = far.status().get(PATIENCE_S, TimeUnit.SECONDS);
      assertEquals("Garden", status.world());
      assertFalse(status.plugins().isEmpty());
      CommandResult paused = far.submit(new WorldCommand.Pause()).get(PATIENCE_S, TimeUnit.SECONDS);
      assertTrue(paused instanceof CommandResult.Refused, paused.toString());
      assertEquals(1, far.people().list().get(PATIENCE_S, TimeUnit.SECONDS).size());
    }
    server.endsWithZero();
  }

  @Test
  void severalWorldsAreServedReloadedAndSavedEach() throws Exception {
    Path garden = project("Garden");
    Path cave = project("Cave");
    Server server = new Server(garden, cave);

    Guest guest = new Guest(server);
    assertEquals(
        List.of("Cave", "Garden"),
        guest.worlds.stream().map(ListedMatch::handlerName).sorted().toList());
    assertTrue(
        guest.worlds.stream()
            .allMatch(world -> String.valueOf(world.label()).contains("\"world\"")));

    edit(cave, "5");
    server.await(() -> server.said().contains("Cave: hello reloaded"));
    assertFalse(server.said().contains("Garden: hello reloaded"), server.said());
    edit(garden, "7");
    server.await(() -> server.said().contains("Garden: hello reloaded"));

    server.endsWithZero();
    guest.until(() -> guest.end.get() != null);
    assertTrue(savedTick(garden) > 0);
    assertTrue(savedTick(cave) > 0);
  }

  @Test
  void anAdminOfTheCommandLinePutsSomebodyOutOfTheWorldItWorksOn() throws Exception {
    Server server = new Server(List.of("--admin", "boss"), project("Garden"));
    Client client = new DefaultClient(new RestHttpAdapter(server.address, server.trust()));
    Session boss =
        client
            .authenticateDevice("device-of-boss", true, "boss", Map.of())
            .get(PATIENCE_S, TimeUnit.SECONDS);
    client
        .authenticateDevice("device-of-eve", true, "eve", Map.of())
        .get(PATIENCE_S, TimeUnit.SECONDS);
    SignIn eve =
        new SignIn(
            server.address,
            server.trust(),
            DefaultClient.DEFAULT_SERVER_KEY,
            new SignIn.Device("device-of-eve", ""));
    try (RemoteWorldSession far =
        RemoteWorldSession.open(server.address, server.trust(), eve, "Garden")) {
      far.opened().get(PATIENCE_S, TimeUnit.SECONDS);

      String ban = "{\"username\": \"eve\", \"world\": \"Garden\", \"reason\": \"spam\"}";
      client.rpc(boss, "vivarium.ban", ban).get(PATIENCE_S, TimeUnit.SECONDS);

      server.await(() -> far.link().trouble().contains("banned from Garden: spam"));
    }
    server.endsWithZero();
  }

  private static void edit(Path project, String radius) throws IOException {
    Path source = project.resolve("plugins/hello/hello.ts");
    String before = Files.readString(source);
    String after = before.replace("RADIUS: f32 = 3;", "RADIUS: f32 = " + radius + ";");
    assertNotEquals(before, after);
    Files.writeString(source, after);
  }

  // What is refused needs no process.

  private final StringWriter err = new StringWriter();

  private int serve(String... arguments) {
    Terminal terminal =
        new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
    Installation installation = new Installation(folder, samples);
    List<String> all = new ArrayList<>(List.of("serve", "--port", "0"));
    all.addAll(List.of(arguments));
    return Vivarium.commandLine(terminal, new ServeCommand(terminal, new Serve(installation)))
        .execute(all.toArray(String[]::new));
  }

  private String bareProject(String folderName, String worldName) throws IOException {
    Path project = Files.createDirectory(samples.resolve(folderName));
    Files.writeString(
        project.resolve("world.json"),
        "{\"format\": 1, \"name\": \"%s\", \"plugins\": []}".formatted(worldName));
    return project.toString();
  }

  @Test
  void refusesToBeReachedFromElsewhereWithTheKeyEverybodyKnows() throws IOException {
    assertEquals(2, serve("--public", bareProject("pool", "Pool")));
    assertTrue(err.toString().contains("server key"), err::toString);
  }

  @Test
  void refusesTwoWorldsOfOneName() throws IOException {
    assertEquals(2, serve(bareProject("pool", "Pool"), bareProject("pond", "Pool")));
    assertTrue(err.toString().contains("are both named \"Pool\""), err::toString);
  }

  @Test
  void refusesANameThatStandsForEveryWorld() throws IOException {
    assertEquals(2, serve(bareProject("pool", "*")));
    assertTrue(err.toString().contains("not be *"), err::toString);
  }
}
