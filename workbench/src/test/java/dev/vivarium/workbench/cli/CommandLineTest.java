package dev.vivarium.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.protocol.link.LinkConditions;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.bots.BotOptions;
import dev.vivarium.workbench.bots.BotScript;
import dev.vivarium.workbench.doctor.Finding;
import dev.vivarium.workbench.doctor.Finding.State;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal =
      new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
  private final List<Object> performed = new ArrayList<>();

  @TempDir private Path folder;
  private String project = "";

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectory(folder.resolve("pool")).toString();
    Files.writeString(folder.resolve("pool/world.json"), "{\"format\": 1, \"plugins\": []}");
    put("templates/project/world.json", "{\"format\": 1, \"name\": \"__NAME__\"}");
    put("templates/project/plugins/__NAME__/__NAME__.ts", "// __NAME__\n");
    put("templates/plugin-assemblyscript/plugin.json", "{\"name\": \"__NAME__\"}");
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private int execute(String... arguments) {
    CommandLine line =
        Vivarium.commandLine(
            terminal,
            new RunCommand(terminal, this::perform),
            new OpenCommand(terminal, this::perform),
            new ServeCommand(terminal, this::perform),
            new ReplayCommand(terminal, this::perform),
            new BotsCommand(terminal, this::perform),
            new BuildCommand(terminal, this::perform),
            new DescribeCommand(terminal, this::perform),
            new BenchCommand(terminal, this::perform),
            new ScriptCommand(terminal, this::perform),
            new TestCommand(terminal, this::perform),
            new NewCommand(terminal, folder.resolve("templates"), folder));
    return line.execute(arguments);
  }

  private ExitCode perform(Object options, Terminal given) {
    performed.add(options);
    return ExitCode.OK;
  }

  private Object performed(String... arguments) {
    assertEquals(0, execute(arguments), err::toString);
    return performed.getLast();
  }

  private void assertWrongUse(String expected, String... arguments) {
    assertEquals(2, execute(arguments));
    assertTrue(err.toString().contains(expected), err::toString);
    assertTrue(err.toString().contains("--help"), err::toString);
    assertTrue(performed.isEmpty());
  }

  @Test
  void bareCommandSaysWhatItCanDo() {
    assertEquals(0, execute());
    assertTrue(out.toString().contains("run") && out.toString().contains("replay"));
  }

  @Test
  void runTakesEveryOption() {
    Path report = folder.resolve("report.json");
    Path record = folder.resolve("run.rec");
    Object options =
        performed(
            "run",
            project,
            "--ticks",
            "10",
            "--rate",
            "max",
            "--seed",
            "0xFFFFFFFFFFFFFFFF",
            "--fresh",
            "--trust",
            "--events",
            "-",
            "--report",
            report.toString(),
            "--record",
            record.toString());
    assertEquals(
        new RunOptions(
            Path.of(project),
            OptionalLong.of(10),
            Optional.of(new Rate.AsFastAsPossible()),
            OptionalLong.of(-1),
            true,
            true,
            Optional.of(new EventTarget.StandardOutput()),
            Optional.of(report),
            Optional.of(record)),
        options);
  }

  @Test
  void runNeedsOnlyAProject() {
    assertEquals(
        new RunOptions(
            Path.of(project),
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        performed("run", project));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "fast", "-1", "60.5", "99999999999"})
  void refusesRatesThatNoWorldCanTickAt(String rate) {
    assertWrongUse("1 to 1000", "run", project, "--rate=" + rate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "0x", "0x10000000000000000", "18446744073709551616", "x"})
  void refusesSeedsThatAreNot64Bits(String seed) {
    assertWrongUse("64 bits", "run", project, "--seed=" + seed);
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertWrongUse("at least 1", "run", project, "--ticks", "0");
    assertWrongUse("no world.json", "run", folder.toString());
    assertWrongUse("There is no folder", "run", folder.resolve("absent").toString());
    String same = folder.resolve("x").toString();
    assertWrongUse("same file", "run", project, "--report", same, "--events", same);
    assertWrongUse("does not exist", "run", project, "--report", same + "/y/z");
    assertWrongUse("names a folder", "run", project, "--record", folder.toString());
    assertWrongUse("only together", "open", project, "--script", project + "/world.json");
    assertWrongUse("--fresh", "open", project, "--attach", "localhost", "--fresh");
    assertWrongUse("neither http", "open", "--attach", "ftp://localhost");
    assertWrongUse("together with --attach", "open", project, "--world", "pond");
    assertWrongUse("64 hexadecimal", "open", "--attach", "localhost", "--fingerprint", "12");
    assertWrongUse("PNG", "open", project, "--screenshot", same);
    assertWrongUse("There is no file", "replay", same);
    assertWrongUse("There is no file", "describe", same);
    assertWrongUse("not a plugin's name", "build", project, "--plugin", "../x");
  }

  @Test
  void serveTakesEveryOption() throws IOException {
    put("pond/world.json", "{\"format\": 1, \"plugins\": []}");
    put("chain.pem", "");
    put("key.pem", "");
    Path pond = folder.resolve("pond");
    Path chain = folder.resolve("chain.pem");
    Path key = folder.resolve("key.pem");
    assertEquals(
        new ServeOptions(
            List.of(Path.of(project), pond),
            "0.0.0.0",
            0,
            Optional.of("a server key"),
            Optional.of("an http key"),
            Role.BUILDER,
            Set.of("boss", "chief@example.org"),
            Optional.of(new ServeOptions.Certificate(chain, key)),
            2_000,
            false,
            true,
            true,
            Optional.of(new EventTarget.StandardOutput())),
        performed(
            "serve",
            project,
            pond.toString(),
            "--public",
            "--port=0",
            "--server-key=a server key",
            "--http-key=an http key",
            "--default-role=builder",
            "--admin=boss",
            "--admin=chief@example.org",
            "--certificate=" + chain,
            "--key=" + key,
            "--per-address=2000",
            "--fresh",
            "--trust",
            "--events=-"));
  }

  @Test
  void serveListensToThisMachineOnlyUnlessToldOtherwise() {
    assertEquals(
        new ServeOptions(
            List.of(Path.of(project)),
            "127.0.0.1",
            7350,
            given(System.getenv("VIVARIUM_SERVER_KEY")),
            given(System.getenv("VIVARIUM_HTTP_KEY")),
            Role.PLAYER,
            Set.of(),
            Optional.empty(),
            256,
            false,
            false,
            false,
            Optional.empty()),
        performed("serve", project));
  }

  private static Optional<String> given(@Nullable String variable) {
    return Optional.ofNullable(variable);
  }

  @Test
  void serveRefusesWhatCannotBeMeant() throws IOException {
    put("pool/chain.pem", "");
    String chain = project + "/chain.pem";
    assertWrongUse("PROJECT", "serve");
    assertWrongUse("no world.json", "serve", project, folder.toString());
    assertWrongUse("given twice", "serve", project, project + "/../pool");
    assertWrongUse("0 to 65535", "serve", project, "--port=65536");
    assertWrongUse("--port", "serve", project, "--port=http");
    assertWrongUse("1 to 10000", "serve", project, "--per-address=0");
    assertWrongUse("give one of them", "serve", project, "--public", "--host=10.0.0.1");
    assertWrongUse("go together", "serve", project, "--certificate=" + chain);
    assertWrongUse("There is no file", "serve", project, "--certificate=" + chain, "--key=none");
    assertWrongUse(
        "takes no --certificate",
        "serve",
        project,
        "--plain",
        "--certificate=" + chain,
        "--key=" + chain);
    assertWrongUse("viewer, player or builder", "serve", project, "--default-role=admin");
    assertWrongUse("user name or an e-mail address", "serve", project, "--admin= ");
    assertWrongUse("does not exist", "serve", project, "--events=" + project + "/x/y");
  }

  @Test
  void suggestsWhatWasMeant() {
    assertWrongUse("run", "rum", project);
    assertWrongUse("--ticks", "run", project, "--tick", "5");
  }

  @Test
  void otherCommandsHandOnTheirOptions() {
    Path world = Path.of(project, "world.json");
    Path picture = folder.resolve("a.PNG");
    assertEquals(
        new OpenOptions(
            Path.of(project),
            false,
            true,
            Optional.of(picture),
            Optional.of(world),
            Optional.empty()),
        performed(
            "open",
            project,
            "--trust",
            "--screenshot",
            picture.toString(),
            "--script",
            world.toString()));
    assertEquals(
        Optional.of(
            new AttachOptions(
                new ServerAddress("far.example.org", 7350, true),
                "pond",
                "ann",
                Optional.empty(),
                Optional.empty())),
        ((OpenOptions) performed("open", "--attach=far.example.org", "--world=pond", "--as=ann"))
            .attach());
    assertEquals(
        new ReplayOptions(world, OptionalLong.of(5), false, Optional.empty()),
        performed("replay", world.toString(), "--ticks", "5"));
    assertEquals(
        new BuildOptions(Path.of(project), List.of("a", "b"), true, false, true),
        performed("build", project, "--plugin", "a", "--plugin", "b", "--optimised", "--json"));
    assertEquals(new DescribeOptions(world, true), performed("describe", world + "", "--json"));
    assertEquals(new BenchOptions(List.of("ecs"), false), performed("bench", "ecs"));
  }

  @Test
  void scriptsAreFoundByNameAndGetTheirArguments() throws IOException {
    put("pool/scripts/feed.jsh", "");
    var script = Path.of(project, "scripts", "feed.jsh");
    var expected =
        new ScriptOptions(
            Path.of(project), script, "scripts/feed.jsh", List.of("3", "fish"), true, false);
    assertEquals(expected, performed("script", "--fresh", project, "feed", "3", "fish"));
    assertEquals(expected, performed("script", "--fresh", project, "feed.jsh", "3", "fish"));
    performed.clear();
    assertWrongUse("there are scripts/feed.jsh", "script", project, "food");
  }

  @Test
  void testsTakeAFilterATimeLimitAndAFileForTheirResults() {
    var json = folder.resolve("results.json");
    assertEquals(
        new TestOptions(Path.of(project), "stay", Optional.of(json), Duration.ofSeconds(5), true),
        performed(
            "test",
            project,
            "--filter",
            "stay",
            "--json",
            json.toString(),
            "--time-limit",
            "5",
            "--trust"));
    assertEquals(
        new TestOptions(Path.of(project), "", Optional.empty(), Duration.ofSeconds(60), false),
        performed("test", project));
    performed.clear();
    assertWrongUse("--time-limit", "test", project, "--time-limit", "0");
    assertWrongUse("86,400", "test", project, "--time-limit", "86401");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command :
        List.of(
            "run",
            "serve",
            "open",
            "replay",
            "build",
            "describe",
            "bench",
            "new",
            "script",
            "test")) {
      assertEquals(0, execute(command, "--help"));
      assertTrue(out.toString().contains("Usage: vivarium " + command), out::toString);
    }
  }

  @Test
  void failuresEndWithOneAndFaultsShowTheirTrace() {
    Act<BenchOptions> failing =
        (options, given) -> {
          throw options.json()
              ? new CommandFailure("the world stopped")
              : new IllegalStateException("broken");
        };
    CommandLine line = Vivarium.commandLine(terminal, new BenchCommand(terminal, failing));
    assertEquals(1, line.execute("bench", "--json"));
    assertFalse(err.toString().contains("at dev.vivarium"));
    assertEquals(1, line.execute("bench"));
    assertTrue(err.toString().contains("at dev.vivarium"));
  }

  @Test
  void newMakesAProjectAndAPluginFromTheTemplates() throws IOException {
    assertEquals(0, execute("new", "project", "my-world"), err::toString);
    assertEquals(
        "// my-world\n", Files.readString(folder.resolve("my-world/plugins/my-world/my-world.ts")));
    assertEquals(0, execute("new", "plugin", "crab", "--project", project), err::toString);
    assertEquals(
        "{\"name\": \"crab\"}", Files.readString(folder.resolve("pool/plugins/crab/plugin.json")));
    assertTrue(Files.readString(folder.resolve("pool/world.json")).contains("[\"crab\"]"));
  }

  @Test
  void newNeverOverwrites() throws IOException {
    assertEquals(1, execute("new", "project", "pool"));
    assertTrue(err.toString().contains("exists already"));
    assertTrue(Files.readString(folder.resolve("pool/world.json")).contains("plugins"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fish", "../x", "", "a b", "1a", "nul", "a/b", "é"})
  void newRefusesNamesThatDoNotWorkEverywhere(String name) {
    assertWrongUse("cannot be used", "new", "project", name);
  }

  @Test
  void newNeedsAProjectForAPlugin() {
    assertWrongUse("--project", "new", "plugin", "crab");
    assertWrongUse("Say what to make", "new");
  }

  @Test
  void doctorEndsWithOneOnlyWhenSomethingNeededIsMissing() {
    assertEquals(0, doctor(State.LIMITED));
    assertEquals(1, doctor(State.MISSING, "--json"));
    assertTrue(out.toString().contains("\"ready\" : false"));
  }

  private int doctor(State state, String... arguments) {
    Finding finding = new Finding("Font", state, "none", "install one");
    return new CommandLine(new DoctorCommand(terminal, () -> List.of(finding))).execute(arguments);
  }

  @Test
  void coloursOnlyWhereTheyAreWanted() {
    assertTrue(Terminal.wantsColours(Map.of("TERM", "xterm")));
    assertFalse(Terminal.wantsColours(Map.of("NO_COLOR", "1")));
    assertFalse(Terminal.wantsColours(Map.of("TERM", "dumb")));
    assertFalse(Terminal.standard(Map.of(), false).colours());
  }

  @Test
  void botsTakesEveryOption() throws IOException {
    put("wander.bots", "wait 1s");
    Path script = folder.resolve("wander.bots");
    BotsOptions options =
        (BotsOptions)
            performed(
                "bots",
                "https://127.0.0.1:7461",
                "--count",
                "50",
                "--script",
                script.toString(),
                "--room",
                "plaza",
                "--rate",
                "10",
                "--duration",
                "30",
                "--fingerprint",
                "AB".repeat(32),
                "--server-key",
                "secret",
                "--seed",
                "7",
                "--decode",
                "--delay",
                "100",
                "--jitter",
                "20",
                "--loss",
                "5",
                "--report",
                "-");
    assertEquals(
        new BotsOptions(
            new BotOptions(
                ServerAddress.parse("https://127.0.0.1:7461"),
                "secret",
                "plaza",
                50,
                10,
                Optional.of(Duration.ofSeconds(30)),
                true,
                7,
                BotScript.IDLE),
            Optional.of(script),
            Optional.of(new Fingerprint("ab".repeat(32))),
            false,
            LinkConditions.inOrder(100_000_000, 20_000_000, 0.05),
            Optional.of(new EventTarget.StandardOutput())),
        options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bots ftp://here",
        "bots localhost --count 0",
        "bots localhost --count 10001",
        "bots localhost --rate 0",
        "bots localhost --duration 0",
        "bots localhost --fingerprint abc",
        "bots localhost --loss 101",
        "bots localhost --script nowhere.bots",
        "bots localhost --trust --fingerprint "
            + "0000000000000000000000000000000000000000000000000000000000000000"
      })
  void botsRefusesWhatCannotBeMeant(String line) {
    assertWrongUse("Wrong use", line.split(" ", -1));
  }
}
