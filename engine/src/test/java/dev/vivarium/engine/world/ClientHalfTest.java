package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A world and the client's beside it, coupled by nothing but Synchronized state and Remote
/// messages.
class ClientHalfTest {
  private static final String DESCRIPTOR =
      """
      {"abi": 1, "capabilities": [CAPABILITIES],
       "components": [
         {"name": "Pos", "fields": [{"name": "x", "type": "i32"}EXTRA]},
         {"name": "Heard", "fields": [{"name": "n", "type": "i32"}]},
         {"name": "Link", "fields": [{"name": "to", "type": "entity"}]},
         {"name": "Mark", "storage": "sparse", "fields": []}],
       "messages": [
         {"name": "Up", "locality": "remote", "fields": [UPEXTRA{"name": "n", "type": "i32"}]},
         {"name": "Down", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
         {"name": "Gossip", "locality": "local", "fields": [{"name": "n", "type": "i32"}]}],
       "systems": [
         {"name": "rule", "subscribes": [0], "queries": [{"terms": [
            {"component": 0, "access": "write"}]}]},
         {"name": "show", "side": "client"ORDER, "subscribes": [1], "queries": [{"terms": [
            {"component": 0, "access": "write"}]}]},
         {"name": "hear", "side": "client", "subscribes": [2]}]}
      """;
  private static final SchemaName POS = new SchemaName("duo", "Pos");
  private static final SchemaName HEARD = new SchemaName("duo", "Heard");
  private static final SchemaName LINK = new SchemaName("duo", "Link");
  private static final SchemaName SKY = new SchemaName("duo", "Sky");
  private static final SchemaName MARK = new SchemaName("duo", "Mark");
  private static final SchemaName SYNCHRONIZED = Vocabulary.SYNCHRONIZED.name();

  /// Spawns an entity that holds what the first message in the inbox says.
  private static final String NOTE =
      """
      (if (call $inbox (local.get $f)) (then
        (call $set_i32 (local.get $f) (i32.const 1) (call $spawn (local.get $f))
          (call $inbox_i32 (local.get $f) (i32.const 0)))))
      """;

  /// The second i32 of the first message in the inbox.
  private static final String SECOND =
      """
      (func $second (param $f i32) (result i32)
        (i32.load offset=28 (i32.load offset=48 (local.get $f))))
      """;

  /// @param rule runs at the server
  /// @param show runs at the client
  private record Version(
      String rule, String show, String capabilities, String extra, String upExtra, String order) {
    static final Version QUIET = new Version("", "", "", "", "", "");

    Version at(String server, String client) {
      return new Version(server, client, capabilities, extra, upExtra, order);
    }

    Version withCapability(String next) {
      return new Version(rule, show, '"' + next + '"', extra, upExtra, order);
    }

    Version withExtra(String next) {
      return new Version(rule, show, capabilities, next, upExtra, order);
    }

    Version withUpExtra(String next) {
      return new Version(rule, show, capabilities, extra, next, order);
    }

    Version withOrder(String next) {
      return new Version(rule, show, capabilities, extra, upExtra, next);
    }

    private String descriptor() {
      return DESCRIPTOR
          .replace("CAPABILITIES", capabilities)
          .replace("UPEXTRA", upExtra)
          .replace("EXTRA", extra)
          .replace("ORDER", order);
    }

    PluginSource source() {
      return source(descriptor());
    }

    PluginSource source(String descriptor) {
      byte[] wasm =
          WatPlugin.describedBy(descriptor)
              .define(SECOND)
              .system(rule)
              .system(show)
              .system(NOTE)
              .wasm();
      return PluginSource.of("duo", wasm).withGranted(Set.of("despawn:scene"));
    }
  }

  private TestWorld test;

  @BeforeEach
  void open() {
    test = new TestWorld();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private PluginModule load(Version version) throws PluginLoadException {
    return test.load(version.source());
  }

  private World start(Version version) throws PluginLoadException {
    test.add(load(version)).tick(1);
    return client();
  }

  private World client() {
    return test.world().client().orElseThrow();
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private long spawn(Map<SchemaName, JsonNode> components) {
    CommandResult result = test.world().execute(new WorldCommand.Spawn(components));
    return assertInstanceOf(CommandResult.Done.class, result).entity();
  }

  private long spawnSynchronized(int x) {
    return spawn(Map.of(SYNCHRONIZED, json("{}"), POS, json("{\"x\": %d}".formatted(x))));
  }

  private void execute(WorldCommand command) {
    assertInstanceOf(CommandResult.Done.class, test.world().execute(command));
  }

  private void setX(long entity, int x) {
    execute(new WorldCommand.SetComponent(entity, POS, json("{\"x\": %d}".formatted(x))));
  }

  /// First i32 of a component, by entity.
  private static Map<Long, Integer> values(World world, SchemaName component) {
    Map<Long, Integer> values = new TreeMap<>();
    for (long entity : entities(world)) {
      byte[] value = world.store().get(entity, world.store().type(component));
      if (value != null) {
        values.put(entity, TestWorld.buffer(value).getInt(0));
      }
    }
    return values;
  }

  private static List<Long> entities(World world) {
    List<Long> entities = new ArrayList<>();
    for (Table table : world.store().tables()) {
      for (int row = 0; row < table.rows(); row++) {
        entities.add(table.entities()[row]);
      }
    }
    return entities;
  }

  private static List<Integer> xs(World world) {
    return values(world, POS).values().stream().sorted().toList();
  }

  private static boolean has(World world, long entity, SchemaName component) {
    ComponentType type = world.store().type(component);
    return world.store().has(entity, type);
  }

  // State.

  @Test
  void aSingletonReachesTheOneThatTheClientHasOnceItsEntityIsSynchronized() throws Exception {
    String mark = "{\"name\": \"Mark\"";
    String withSky =
        Version.QUIET
            .descriptor()
            .replace(
                mark,
                """
                {"name": "Sky", "storage": "singleton",
                 "fields": [{"name": "light", "type": "i32"}]},
                """
                    + mark);
    test.add(test.load(Version.QUIET.source(withSky))).tick(1);
    World client = client();
    long sky = test.world().store().type(SKY).singleton();
    execute(new WorldCommand.SetComponent(sky, SKY, json("{\"light\": 7}")));
    test.tick(1);
    assertEquals(List.of(0), List.copyOf(values(client, SKY).values()));
    execute(new WorldCommand.SetComponent(sky, SYNCHRONIZED, json("{}")));
    test.tick(1);
    assertEquals(List.of(7), List.copyOf(values(client, SKY).values()));
    execute(new WorldCommand.SetComponent(sky, SKY, json("{\"light\": 8}")));
    test.tick(1);
    assertEquals(List.of(8), List.copyOf(values(client, SKY).values()));
  }

  @Test
  void spawnsChangesAndDespawnsReachTheClient() throws Exception {
    World client = start(Version.QUIET);
    assertEquals(List.of(), xs(client));
    long one = spawnSynchronized(5);
    long two = spawnSynchronized(6);
    test.tick(1);
    assertEquals(List.of(5, 6), xs(client));
    setX(one, 50);
    test.tick(1);
    assertEquals(List.of(6, 50), xs(client));
    execute(new WorldCommand.Despawn(two));
    test.tick(1);
    assertEquals(List.of(50), xs(client));
    assertEquals(1, entities(client).size());
  }

  @Test
  void componentsAddedAndRemovedReachTheClientAllAtOnce() throws Exception {
    World client = start(Version.QUIET);
    long entity = spawnSynchronized(5);
    test.tick(1);
    execute(new WorldCommand.SetComponent(entity, HEARD, json("{\"n\": 3}")));
    execute(new WorldCommand.SetComponent(entity, MARK, json("{}")));
    test.tick(1);
    long local = entities(client).getFirst();
    assertEquals(Map.of(local, 3), values(client, HEARD));
    assertTrue(has(client, local, MARK));
    execute(new WorldCommand.RemoveComponent(entity, HEARD));
    execute(new WorldCommand.RemoveComponent(entity, POS));
    execute(new WorldCommand.RemoveComponent(entity, MARK));
    test.tick(1);
    assertFalse(has(client, local, HEARD));
    assertFalse(has(client, local, POS));
    assertFalse(has(client, local, MARK));
    assertTrue(client.store().isAlive(local));
  }

  @Test
  void whatIsNotSynchronizedStaysAtTheServer() throws Exception {
    World client = start(Version.QUIET);
    spawn(Map.of(POS, json("{\"x\": 7}")));
    long marked = spawnSynchronized(8);
    test.tick(2);
    assertEquals(List.of(8), xs(client));
    execute(new WorldCommand.RemoveComponent(marked, SYNCHRONIZED));
    test.tick(1);
    assertEquals(List.of(), entities(client));
    assertEquals(List.of(7, 8), xs(test.world()));
  }

  @Test
  void whatTheClientWritesOnTheServersEntitiesStaysAtTheClient() throws Exception {
    String write =
        """
        (if (call $chunks (local.get $f) (i32.const 0)) (then
          (i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
            (i32.const 99))
          (call $set_i32 (local.get $f) (i32.const 1)
            (call $id (local.get $f) (i32.const 0) (i32.const 0)) (i32.const 12))))
        """;
    World client = start(Version.QUIET.at("", write));
    long entity = spawnSynchronized(5);
    test.tick(5);
    assertEquals(List.of(99), xs(client));
    assertEquals(List.of(5), xs(test.world()));
    assertFalse(has(test.world(), entity, HEARD));
    setX(entity, 6);
    test.tick(3);
    assertEquals(List.of(6), xs(test.world()));
    execute(new WorldCommand.RemoveComponent(entity, POS));
    test.tick(1);
    long local = entities(client).getFirst();
    assertFalse(has(client, local, POS), "taken away though the client had written it");
    assertTrue(has(client, local, HEARD), "the client's own stays");
  }

  @Test
  void handlesAreMappedOnceTheirEntityIsThere() throws Exception {
    World client = start(Version.QUIET);
    long target = spawn(Map.of(POS, json("{\"x\": 1}")));
    long holder =
        spawn(Map.of(SYNCHRONIZED, json("{}"), LINK, json("{\"to\": \"%d\"}".formatted(target))));
    test.tick(3);
    long local = entities(client).getFirst();
    assertEquals(0, link(client, local), "its entity is not known here");
    execute(new WorldCommand.SetComponent(target, SYNCHRONIZED, json("{}")));
    test.tick(1);
    long localTarget = values(client, POS).keySet().iterator().next();
    assertEquals(localTarget, link(client, local));
    assertTrue(localTarget != target && holder != local, "each side has handles of its own");
  }

  private static long link(World world, long entity) {
    byte[] value = Objects.requireNonNull(world.store().get(entity, world.store().type(LINK)));
    return TestWorld.buffer(value).getLong(0);
  }

  @Test
  void anEntityThatTheClientEndsComesAnew() throws Exception {
    String end =
        """
        (if (call $chunks (local.get $f) (i32.const 0)) (then
          (call $despawn (local.get $f) (call $id (local.get $f) (i32.const 0) (i32.const 0)))))
        """;
    World client = start(Version.QUIET.at("", end).withCapability("despawn:scene"));
    spawnSynchronized(5);
    test.tick(1);
    assertEquals(List.of(), xs(client), "the client ended it");
    test.tick(6);
    assertEquals(List.of(), test.failures());
    assertEquals(List.of(5), xs(test.world()));
    test.swap(load(Version.QUIET));
    test.tick(1);
    assertEquals(List.of(5), xs(client));
  }

  @Test
  void aChildStaysWhenItsParentLeavesTheState() throws Exception {
    World client = start(Version.QUIET);
    long parent = spawnSynchronized(1);
    long child = spawnSynchronized(2);
    execute(
        new WorldCommand.SetComponent(
            child, Vocabulary.PARENT.name(), json("{\"entity\": \"%d\"}".formatted(parent))));
    test.tick(1);
    assertEquals(List.of(1, 2), xs(client));
    execute(new WorldCommand.RemoveComponent(parent, SYNCHRONIZED));
    test.tick(1);
    assertEquals(List.of(2), xs(client));
  }

  // Messages.

  private static String publish(int channel, int number) {
    return "(call $publish_i32 (local.get $f) (i32.const %d) (i32.const %d))"
        .formatted(channel, number);
  }

  @Test
  void remoteMessagesCrossBothWaysAndLocalOnesNever() throws Exception {
    World client =
        start(Version.QUIET.at(NOTE + publish(1, 21) + publish(2, 31), NOTE + publish(0, 11)));
    test.tick(4);
    assertEquals(Set.of(21), Set.copyOf(values(client, HEARD).values()));
    assertEquals(Set.of(11), Set.copyOf(values(test.world(), HEARD).values()));
    assertEquals(4, values(test.world(), HEARD).size(), "each once");
  }

  @Test
  void messagesUnderWayAreCarriedOverAReload() throws Exception {
    start(Version.QUIET.at(NOTE, publish(0, 11)));
    test.tick(3);
    String read = NOTE.replace("$inbox_i32 (local.get $f) (i32.const 0)", "$second (local.get $f)");
    Version next =
        Version.QUIET.at(read, "").withUpExtra("{\"name\": \"first\", \"type\": \"i32\"}, ");
    int before = values(test.world(), HEARD).size();
    test.swap(load(next));
    test.tick(3);
    assertEquals(List.of(), test.failures());
    assertEquals(before + 1, values(test.world(), HEARD).size());
    assertEquals(Set.of(11), Set.copyOf(values(test.world(), HEARD).values()));
  }

  // Reloads and failures.

  @Test
  void aReloadSwapsBothHalvesAndKeepsBothStates() throws Exception {
    String count =
        """
        (if (i64.eqz (i64.load offset=8 (local.get $f))) (then
          (call $set_i32 (local.get $f) (i32.const 1) (call $spawn (local.get $f)) (i32.const 1))))
        """;
    World client = start(Version.QUIET.at("", count));
    spawnSynchronized(5);
    test.tick(2);
    assertEquals(List.of(1), List.copyOf(values(client, HEARD).values()));
    String add =
        """
        (if (call $chunks (local.get $f) (i32.const 0)) (then
          (i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
            (i32.add (i32.const %d)
              (i32.load (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))))))
        """;
    Version next =
        Version.QUIET
            .at(add.formatted(10), publish(0, 3))
            .withExtra(", {\"name\": \"y\", \"type\": \"i32\", \"default\": 4}");
    test.swap(load(next));
    test.tick(2);
    assertEquals(List.of(25), xs(test.world()));
    assertEquals(List.of(25), xs(client), "in the new layout");
    assertEquals(List.of(1), List.copyOf(values(client, HEARD).values()), "kept");
    assertEquals(PluginState.RUNNING, client.plugins().status().getFirst().state());
    assertEquals(
        test.world().plugins().module("duo").orElseThrow().version(),
        client.plugins().module("duo").orElseThrow().version());
    test.tick(1);
    long entity = values(client, POS).keySet().iterator().next();
    byte[] value = Objects.requireNonNull(client.store().get(entity, client.store().type(POS)));
    assertEquals(4, TestWorld.buffer(value).getInt(4));
  }

  @Test
  void aVersionThatFitsTheServerButNotTheClientIsRefusedOnBoth() throws Exception {
    World client = start(Version.QUIET);
    String version = test.world().plugins().module("duo").orElseThrow().version();
    PluginModule circle = load(Version.QUIET.withOrder(", \"after\": [\"duo/show\"]"));
    assertThrows(PluginLoadException.class, () -> test.swap(circle));
    assertEquals(version, test.world().plugins().module("duo").orElseThrow().version());
    assertEquals(version, client.plugins().module("duo").orElseThrow().version());
    spawnSynchronized(5);
    test.tick(2);
    assertEquals(List.of(5), xs(client));
    assertEquals(PluginState.RUNNING, test.status("duo").state());
  }

  @Test
  void aVersionThatTheServerRefusesDoesNotStayAtTheClient() throws Exception {
    World client = start(Version.QUIET);
    String version = client.plugins().module("duo").orElseThrow().version();
    String retyped =
        Version.QUIET
            .descriptor()
            .replace("\"name\": \"x\", \"type\": \"i32\"", "\"name\": \"x\", \"type\": \"vec3\"");
    PluginModule undecided = test.load(Version.QUIET.source(retyped));
    assertThrows(PluginLoadException.class, () -> test.swap(undecided));
    assertEquals(version, client.plugins().module("duo").orElseThrow().version());
    spawnSynchronized(5);
    test.tick(2);
    assertEquals(List.of(5), xs(client));
  }

  @Test
  void aTrapAtTheClientLeavesTheServerTickingAndAReloadMendsIt() throws Exception {
    World client = start(Version.QUIET.at(publish(1, 2), "(unreachable)"));
    spawnSynchronized(5);
    test.tick(10);
    assertEquals(11, test.world().tick());
    assertEquals(PluginState.RUNNING, test.status("duo").state());
    assertEquals(PluginState.FAILED, client.plugins().status().getFirst().state());
    assertEquals("duo/show", test.failures().getFirst().system());
    assertEquals(1, test.failures().size());
    assertEquals(List.of(5), xs(client), "state still arrives");
    test.swap(load(Version.QUIET.at(publish(1, 2), NOTE)));
    test.tick(3);
    assertEquals(PluginState.RUNNING, client.plugins().status().getFirst().state());
    assertTrue(values(client, HEARD).containsValue(2));
  }
}
