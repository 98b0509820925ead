package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.ProjectWorld;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.Recorder;
import dev.vivarium.engine.world.Replayer;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldEvent;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.toolchain.BuildResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tidepool sample as it is shipped: the same plugins, seed and inputs give the same state
/// hash. A normal run does a slice of it; the properties make it as long as one likes.
class TidepoolDeterminismIntegrationTest {
  /// The interpreter takes 30 ms and more for a tick of 1,800 fish.
  private static final int INTERPRETED_TICKS =
      Integer.getInteger("vivarium.determinism.interpretedTicks", 100);

  private static final int TICKS = Integer.getInteger("vivarium.determinism.ticks", 600);
  private static final int CAMPAIGNS = Integer.getInteger("vivarium.determinism.campaigns", 1);
  private static final int ACTS = 24;
  private static final int TICKS_BETWEEN_ACTS_MAX = 40;

  private static final SchemaName FISH = SchemaName.parse("fish/Fish");

  /// A busy machine, or the interpreter, must stop no plugin here.
  private static final Budget PATIENT =
      Budget.DEFAULT
          .withHardLimitNanos(TimeUnit.MINUTES.toNanos(2))
          .withSoftLimit(TimeUnit.MINUTES.toNanos(2), 1_000_000, 0);

  /// What someone might save in `fish.ts` while the pool lives.
  private static final List<Edit> EDITS =
      List.of(
          new Edit("SIGHT: f32 = 4.0", "SIGHT: f32 = 9.0"),
          new Edit("SPEED: f32 = 2.2", "SPEED: f32 = 3.1"),
          new Edit("temper: f32 = 0.5;", "temper: f32 = 0.5;\n  age: f32 = 3;"),
          new Edit("fish.hunger += dt;", "fish.hunger += dt * random.unit();"));

  /// Traps some ticks into its probation.
  private static final Edit TRAP =
      new Edit(
          "let dt = clock.delta;",
          "let dt = clock.delta;\n  if (--left == 0) unreachable();",
          "const POOL_RADIUS: f32 = 20;",
          "const POOL_RADIUS: f32 = 20;\nlet left = 17;");

  private record Edit(String... fromTo) {
    String apply(String source) {
      String text = source;
      for (int i = 0; i < fromTo.length; i += 2) {
        assertTrue(text.contains(fromTo[i]), fromTo[i] + " is no longer in fish.ts");
        text = text.replace(fromTo[i], fromTo[i + 1]);
      }
      return text;
    }
  }

  @TempDir private static Path built;

  @TempDir private Path folder;

  private static Project project;
  private static List<PluginSource> plugins;
  private static List<PluginModule> edited;
  private static PluginModule trapping;
  private static PluginModule shipped;

  @BeforeAll
  static void build() throws Exception {
    Path root = RealWorld.copy("tidepool", built);
    project = ProjectStore.at(root).load().project();
    try (PluginBuilder builder = SharedCompiler.builder(root);
        Watchdog watchdog = new Watchdog("test", NanoClock.SYSTEM)) {
      plugins = new ArrayList<>();
      for (PluginFile file : project.pluginsInOrder()) {
        plugins.add(source(builder, file, Gear.OPTIMISED));
      }
      PluginFile fish = named(project.pluginsInOrder(), "fish");
      shipped = load(source(builder, fish, Gear.OPTIMISED), watchdog);
      Path file = root.resolve("plugins/fish/fish.ts");
      String text = Files.readString(file);
      edited = new ArrayList<>();
      for (Edit edit : EDITS) {
        Files.writeString(file, edit.apply(text));
        edited.add(load(source(builder, fish, Gear.QUICK), watchdog));
      }
      Files.writeString(file, TRAP.apply(text));
      trapping = load(source(builder, fish, Gear.QUICK), watchdog);
    }
  }

  private static PluginFile named(List<PluginFile> files, String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
  }

  @AfterAll
  static void forget() {
    edited = List.of();
    plugins = List.of();
  }

  private static PluginSource source(PluginBuilder builder, PluginFile file, Gear gear)
      throws Exception {
    BuildResult result = builder.build(file, gear).get(60, TimeUnit.SECONDS);
    return new PluginSource(
        file.name(),
        assertInstanceOf(BuildResult.Built.class, result).wasm(),
        gear,
        SourcePositions.UNKNOWN,
        Set.copyOf(file.capabilities()),
        file.settings(),
        PATIENT);
  }

  private static PluginModule load(PluginSource source, Watchdog watchdog)
      throws PluginLoadException {
    return PluginModule.load(source, ExecutionMode.COMPILED, watchdog);
  }

  private ProjectWorld open(String name, Opening opening, ExecutionMode mode) throws IOException {
    Path root = folder.resolve(name);
    if (!Files.exists(root)) {
      Files.createDirectories(root);
      RealWorld.copy("tidepool", root);
    }
    ProjectWorld opened =
        ProjectWorld.open(
            root.resolve("tidepool"),
            project,
            plugins,
            WorldOptions.DEFAULT.withMode(mode),
            opening);
    assertEquals(List.of(), opened.report().problems());
    return opened;
  }

  private ProjectWorld open(String name, Opening opening) throws IOException {
    return open(name, opening, ExecutionMode.COMPILED);
  }

  private static void tick(World world, int count) {
    for (int i = 0; i < count; i++) {
      world.tickOnce();
    }
  }

  private static void assertAllRun(World world) {
    world
        .plugins()
        .status()
        .forEach(plugin -> assertTrue(plugin.state().runs(), () -> plugin.failure().toString()));
  }

  @Test
  void theInterpreterAgreesWithCompiledCodeTickForTick() throws IOException {
    try (ProjectWorld compiled = open("compiled", Opening.RESET);
        ProjectWorld interpreted = open("interpreted", Opening.RESET, ExecutionMode.INTERPRETED)) {
      for (int tick = 0; tick < INTERPRETED_TICKS; tick++) {
        compiled.world().tickOnce();
        interpreted.world().tickOnce();
        assertEquals(
            compiled.world().stateHash(), interpreted.world().stateHash(), "after tick " + tick);
      }
      assertAllRun(interpreted.world());
      assertTrue(compiled.world().store().entityCount() > 1_800);
    }
  }

  @Test
  void twoRunsGiveTheSameHashAndSoDoesOneThatWasSavedAndLoaded() throws IOException {
    long once;
    try (ProjectWorld whole = open("whole", Opening.RESET)) {
      tick(whole.world(), TICKS);
      assertAllRun(whole.world());
      once = whole.world().stateHash();
    }
    int first = TICKS / 3;
    try (ProjectWorld half = open("halves", Opening.RESET)) {
      tick(half.world(), first);
    }
    try (ProjectWorld half = open("halves", Opening.RESUME)) {
      assertTrue(half.report().resumed());
      tick(half.world(), TICKS - first);
      assertEquals(once, half.world().stateHash());
    }
  }

  @Test
  void replaysASessionOfEditsReloadsStopsAndRollBacks() throws Exception {
    for (int seed = 1; seed <= CAMPAIGNS; seed++) {
      Path file = folder.resolve("session-" + seed + ".recording");
      Session session = new Session(seed);
      session.run(file);
      try (Replayer replayer = new Replayer(file, WorldOptions.DEFAULT)) {
        assertEquals(List.of(), replayer.problems());
        Replayer.Result result = replayer.run();
        assertEquals(OptionalLong.empty(), result.firstDifference(), session::toString);
        assertEquals(session.hash, result.stateHash(), session::toString);
        assertTrue(result.hashes() > ACTS / 2, session::toString);
      }
      Session again = new Session(seed);
      again.run(folder.resolve("again.recording"));
      assertEquals(session.acts, again.acts);
      assertEquals(session.hash, again.hash, session::toString);
    }
  }

  /// Someone at work on the pool, drawn from a seed.
  private final class Session {
    private final int seed;
    private final Random random;
    private final List<String> acts = new ArrayList<>();
    private int rolledBack;
    private long hash;

    Session(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run(Path file) throws Exception {
      try (ProjectWorld opened = open("session-" + seed, Opening.RESET)) {
        World world = opened.world();
        world.listen(this::note);
        try (Recorder _ = new Recorder(world, file, 10, 200)) {
          trap(world);
          for (int i = 0; i < ACTS; i++) {
            act(world);
            tick(world, 1 + random.nextInt(TICKS_BETWEEN_ACTS_MAX));
          }
          hash = world.stateHash();
        }
      }
      assertTrue(rolledBack > 0, this::toString);
    }

    private void trap(World world) throws PluginLoadException {
      tick(world, 5);
      swap(world, trapping);
      tick(world, 20);
    }

    private void note(WorldEvent event) {
      if (event instanceof WorldEvent.OfPlugin(PluginEvent.RolledBack _)) {
        rolledBack++;
      }
    }

    private void act(World world) throws Exception {
      int act = random.nextInt(8);
      acts.add(world.tick() + ":" + act);
      switch (act) {
        case 0, 1 -> swap(world, edited.get(random.nextInt(edited.size())));
        case 2 -> swap(world, trapping);
        case 3 -> swap(world, shipped);
        case 4 -> {
          CommandResult _ = world.execute(new WorldCommand.StopPlugin(anyPlugin()));
        }
        case 5 -> {
          for (PluginSource plugin : plugins) {
            CommandResult _ = world.execute(new WorldCommand.StartPlugin(plugin.name()));
          }
        }
        case 6 -> {
          CommandResult _ = world.execute(new WorldCommand.Despawn(anyFish(world)));
        }
        default -> {
          JsonNode value = new JsonMapper().readTree("{\"hunger\": " + random.nextInt(600) + "}");
          world.execute(new WorldCommand.SetComponent(anyFish(world), FISH, value));
          world.execute(new WorldCommand.Spawn(Map.of(FISH, value)));
        }
      }
    }

    private void swap(World world, PluginModule module) throws PluginLoadException {
      world.swap(List.of(new PluginSwap.Replacement(module, Set.of(FISH))));
    }

    private String anyPlugin() {
      return plugins.get(random.nextInt(plugins.size())).name();
    }

    private long anyFish(World world) {
      List<Table> tables =
          world.store().tables().stream()
              .filter(t -> t.rows() > 0 && t.column(world.store().type(FISH)) != null)
              .toList();
      Table table = tables.get(random.nextInt(tables.size()));
      return table.entities()[random.nextInt(table.rows())];
    }

    @Override
    public String toString() {
      return "seed %d, %d roll-backs, acts by tick: %s".formatted(seed, rolledBack, acts);
    }
  }
}
