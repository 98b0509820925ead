package dev.vivarium.net.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.net.protocol.link.LinkConditions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server's world, a client's own, and plugins on both sides.
class ReplicaTest {
  private static final String DESCRIPTOR =
      """
      {"abi": 1,
       "components": [
         {"name": "Pos", "fields": [{"name": "x", "type": "i32"}EXTRA]},
         {"name": "Heard", "fields": [{"name": "n", "type": "i32"}]},
         {"name": "Link", "fields": [{"name": "to", "type": "entity"}]},
         {"name": "Mark", "storage": "sparse", "fields": []},
         {"name": "Sky", "storage": "singleton", "fields": [{"name": "light", "type": "i32", "default": 3}]}],
       "messages": [
         {"name": "Up", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
         {"name": "Down", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
         {"name": "Who", "locality": "remote", "fields": [{"name": "e", "type": "entity"}]}],
       "systems": [
         {"name": "rule", "subscribes": [0], "queries": [{"terms": [
            {"component": 0, "access": "write"}]}]},
         {"name": "show", "side": "client", "subscribes": [1], "queries": [{"terms": [
            {"component": 0, "access": "write"}]}]},
         {"name": "drive", "predicted": true, "subscribes": [0], "queries": [{"terms": [
            {"component": 0, "access": "write"}, {"component": 1, "access": "read"}]}]}]}
      """;
  static final SchemaName POS = new SchemaName("duo", "Pos");
  private static final SchemaName HEARD = new SchemaName("duo", "Heard");
  private static final SchemaName LINK = new SchemaName("duo", "Link");
  private static final SchemaName SKY = new SchemaName("duo", "Sky");
  private static final SchemaName MARK = new SchemaName("duo", "Mark");
  private static final SchemaName UP = new SchemaName("duo", "Up");
  private static final SchemaName OWNER = Vocabulary.OWNER.name();
  private static final String MINE = "{\"client\": %d}".formatted(Pair.CLIENT);

  /// Adds the second component's n to the first one's x, and what messages say, in each row.
  static final String DRIVE =
      """
      (block $done (loop $row
        (br_if $done (i32.ge_u (local.get $i) (call $rows (local.get $f) (i32.const 0))))
        (local.set $p (i32.add (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
          (i32.mul (local.get $i) (i32.const 4))))
        (i32.store (local.get $p) (i32.add (i32.load (local.get $p))
          (i32.load (i32.add (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 1))
            (i32.mul (local.get $i) (i32.const 4))))))
        (local.set $j (i32.const 0))
        (block $heard (loop $message
          (br_if $heard (i32.ge_u (local.get $j) (call $inbox (local.get $f))))
          (i32.store (local.get $p) (i32.add (i32.load (local.get $p))
            (call $inbox_i32 (local.get $f) (local.get $j))))
          (local.set $j (i32.add (local.get $j) (i32.const 1)))
          (br $message)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $row)))
      """;

  /// Writes a number to the first row's Pos, if there is one.
  static String write(int x) {
    return """
    (if (call $chunks (local.get $f) (i32.const 0)) (then
      (i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
        (i32.const %d))))
    """
        .formatted(x);
  }

  /// Spawns an entity that holds what the first message in the inbox says.
  private static final String NOTE =
      """
      (if (call $inbox (local.get $f)) (then
        (call $set_i32 (local.get $f) (i32.const 1) (call $spawn (local.get $f))
          (call $inbox_i32 (local.get $f) (i32.const 0)))))
      """;

  private Pair pair = Pair.perfect();

  @AfterEach
  void close() {
    pair.close();
  }

  private void use(Pair other) {
    pair.close();
    pair = other;
  }

  private PluginModule load(String rule, String show, String drive) throws PluginLoadException {
    return load(DESCRIPTOR.replace("EXTRA", ""), rule, show, drive);
  }

  private PluginModule load(String descriptor, String rule, String show, String drive)
      throws PluginLoadException {
    return pair.server.load(
        PluginSource.of(
            "duo",
            WatPlugin.describedBy(descriptor).system(rule).system(show).system(drive).wasm()));
  }

  private Pair start(String rule, String show, String drive) throws PluginLoadException {
    return pair.add(load(rule, show, drive)).join().run(4);
  }

  private static Map<SchemaName, String> at(int x) {
    return Map.of(POS, "{\"x\": %d}".formatted(x));
  }

  private void assertInStep() {
    assertEquals(pair.serverHash(), pair.clientHash());
  }

  // State.

  @Test
  void spawnsChangesRemovalsAndDespawnsReachTheClient() throws Exception {
    start("", "", "");
    long one = pair.spawn(at(5));
    long two = pair.spawn(at(6));
    pair.run(2);
    assertEquals(5, pair.seen(one, POS));
    assertEquals(6, pair.seen(two, POS));
    pair.set(one, POS, "{\"x\": 50}");
    pair.set(one, HEARD, "{\"n\": 3}");
    pair.set(one, MARK, "{}");
    pair.does(new WorldCommand.Despawn(two));
    pair.run(2);
    assertEquals(50, pair.seen(one, POS));
    assertEquals(3, pair.seen(one, HEARD));
    assertEquals(0, pair.replica.toLocal(two));
    pair.does(new WorldCommand.RemoveComponent(one, MARK));
    pair.does(new WorldCommand.RemoveComponent(one, POS));
    pair.run(2);
    assertEquals(Pair.MISSING, pair.seen(one, POS));
    assertEquals(3, pair.seen(one, HEARD));
    assertInStep();
  }

  @Test
  void handlesAreTheClientsOwnAlsoOfEntitiesThatComeLater() throws Exception {
    start("", "", "");
    long target = pair.spawn(at(1));
    long from = pair.spawn(Map.of(LINK, "{\"to\": \"%d\"}".formatted(target)));
    pair.does(new WorldCommand.RemoveComponent(target, Vocabulary.SYNCHRONIZED.name()));
    pair.run(2);
    assertEquals(0, link(from));
    pair.set(target, Vocabulary.SYNCHRONIZED.name(), "{}");
    pair.run(2);
    assertEquals(pair.replica.toLocal(target), link(from));
    assertNotEquals(0, link(from));
    assertInStep();
  }

  private long link(long server) {
    World client = pair.client();
    byte[] value = client.store().get(pair.replica.toLocal(server), client.store().type(LINK));
    return TestWorld.buffer(Objects.requireNonNull(value)).getLong(0);
  }

  @Test
  void parentsMayBeSwappedInOneTickAndOutliveTheirOwn() throws Exception {
    start("", "", "");
    SchemaName parent = Vocabulary.PARENT.name();
    long a = pair.spawn(at(1));
    long b = pair.spawn(at(2));
    pair.set(a, parent, "{\"entity\": \"%d\"}".formatted(b));
    pair.run(2);
    pair.does(new WorldCommand.RemoveComponent(a, parent));
    pair.set(b, parent, "{\"entity\": \"%d\"}".formatted(a));
    pair.run(2);
    assertInStep();
    long local = pair.replica.toLocal(b);
    pair.does(new WorldCommand.RemoveComponent(b, parent));
    pair.does(new WorldCommand.Despawn(a));
    pair.run(2);
    assertEquals(local, pair.replica.toLocal(b));
    assertInStep();
  }

  @Test
  void aSingletonIsTheOneThatTheClientHas() throws Exception {
    start("", "", "");
    long sky = pair.server.world().store().type(SKY).singleton();
    pair.set(sky, SKY, "{\"light\": 7}");
    pair.set(sky, Vocabulary.SYNCHRONIZED.name(), "{}");
    pair.run(2);
    ComponentType type = pair.client().store().type(SKY);
    assertEquals(type.singleton(), pair.replica.toLocal(sky));
    assertEquals(7, Pair.first(pair.client(), type.singleton(), SKY));
  }

  @Test
  void anEntityThatTheClientEndedComesAgain() throws Exception {
    start("", "", "");
    long entity = pair.spawn(at(5));
    long other = pair.spawn(Map.of(LINK, "{\"to\": \"%d\"}".formatted(entity)));
    pair.run(2);
    assertTrue(pair.client().store().despawn(pair.replica.toLocal(entity)));
    pair.run(2);
    assertEquals(5, pair.seen(entity, POS));
    assertEquals(pair.replica.toLocal(entity), link(other));
    assertInStep();
  }

  @Test
  void whatTheClientWritesOnEntitiesOfOthersStaysThere() throws Exception {
    start("", write(99), "");
    long entity = pair.spawn(at(5));
    pair.run(4);
    assertEquals(99, pair.seen(entity, POS));
    assertEquals(5, Pair.first(pair.server.world(), entity, POS));
    assertEquals(0, pair.writes);
  }

  // Messages.

  @Test
  void messagesGoBothWaysToTheOtherSideOnly() throws Exception {
    String down = "(call $publish_i32 (local.get $f) (i32.const 1) (i32.const 41))";
    use(Pair.perfect());
    start(down, NOTE, "");
    pair.run(2);
    assertTrue(
        java.util.Arrays.stream(entitiesWith(pair.client(), HEARD))
            .allMatch(e -> Pair.first(pair.client(), e, HEARD) == 41));
    assertTrue(entitiesWith(pair.client(), HEARD).length > 0);
    assertEquals(0, entitiesWith(pair.server.world(), HEARD).length);
  }

  @Test
  void whatAClientSendsReachesTheServerWithItsNumber() throws Exception {
    String note =
        """
        (if (call $inbox (local.get $f)) (then
          (call $set_i32 (local.get $f) (i32.const 1) (call $spawn (local.get $f))
            (i32.add (call $inbox_i32 (local.get $f) (i32.const 0))
              (i32.load offset=8 (i32.load offset=48 (local.get $f)))))))
        """;
    start(note, "", "");
    assertTrue(pair.replica.send(UP, new byte[] {20, 0, 0, 0}));
    assertFalse(pair.replica.send(new SchemaName("duo", "Nothing"), new byte[4]));
    assertFalse(pair.replica.send(Vocabulary.LOG.name(), new byte[4]));
    pair.run(3);
    long[] noted = entitiesWith(pair.server.world(), HEARD);
    assertEquals(1, noted.length);
    assertEquals(20 + Pair.CLIENT, Pair.first(pair.server.world(), noted[0], HEARD));
  }

  static long[] entitiesWith(World world, SchemaName component) {
    ComponentType type = world.store().type(component);
    return world.store().tables().stream()
        .flatMapToLong(table -> java.util.Arrays.stream(table.entities(), 0, table.rows()))
        .filter(entity -> world.store().has(entity, type))
        .toArray();
  }

  // Own entities.

  @Test
  void whatAClientWritesToItsOwnReachesTheServerAndIsNotOverwrittenMeanwhile() throws Exception {
    use(Pair.delayed(5));
    pair.add(load("", write(77), "")).join();
    long entity = pair.spawn(Map.of(POS, "{\"x\": 5}", OWNER, MINE));
    pair.run(7);
    for (int i = 0; i < 30; i++) {
      pair.run(1);
      assertEquals(77, pair.seen(entity, POS));
    }
    assertEquals(77, Pair.first(pair.server.world(), entity, POS));
    assertEquals(1, pair.writes);
    assertInStep();
  }

  @Test
  void whatTheServerRefusesBecomesTheServersAgain() throws Exception {
    String once =
        """
        (if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 12)) (then %s))
        """
            .formatted(write(-3));
    use(Pair.delayed(3));
    pair.add(load("", once, "")).join();
    long entity = pair.spawn(Map.of(POS, "{\"x\": 5}", OWNER, MINE));
    boolean seen = false;
    for (int i = 0; i < 40; i++) {
      pair.run(1);
      seen |=
          pair.replica.world().isPresent()
              && pair.replica.toLocal(entity) != 0
              && pair.seen(entity, POS) == -3;
    }
    assertTrue(seen);
    assertEquals(5, pair.seen(entity, POS));
    assertInStep();
  }

  // Prediction.

  private long startDriving(int ticks) throws PluginLoadException {
    use(Pair.delayed(ticks));
    pair.add(load("", "", DRIVE)).join();
    long entity = pair.spawn(Map.of(POS, "{\"x\": 0}", HEARD, "{\"n\": 1}", OWNER, MINE));
    pair.run(6 * ticks + 10);
    return entity;
  }

  @Test
  void predictionIsAheadOfTheServersStateByTheRoundTrip() throws Exception {
    long entity = startDriving(4);
    for (int i = 0; i < 20; i++) {
      pair.run(1);
      int server = Pair.first(pair.server.world(), entity, POS);
      assertEquals(server + 4, pair.seen(entity, POS), 2.0);
    }
    long corrections = pair.replica.corrections();
    pair.run(100);
    assertEquals(corrections, pair.replica.corrections());
  }

  @Test
  void aMessageShowsAtOnceIsSentOnceAndCountsOnce() throws Exception {
    long entity = startDriving(4);
    long corrections = pair.replica.corrections();
    int before = pair.seen(entity, POS);
    assertTrue(pair.replica.send(UP, new byte[] {(byte) 0xe8, 3, 0, 0}));
    pair.run(1);
    assertEquals(before + 1001, pair.seen(entity, POS));
    for (int i = 0; i < 30; i++) {
      pair.run(1);
      assertEquals(before + 1002 + i, pair.seen(entity, POS));
    }
    assertEquals(corrections, pair.replica.corrections());
    assertTrue(Pair.first(pair.server.world(), entity, POS) > 1000);
  }

  @Test
  void whatTheServerChangesBehindThePredictionIsTakenUpWithWhatWasDoneSince() throws Exception {
    long entity = startDriving(4);
    int lead = pair.seen(entity, POS) - Pair.first(pair.server.world(), entity, POS);
    pair.set(entity, POS, "{\"x\": 5000}");
    pair.run(2);
    assertTrue(pair.replica.send(UP, new byte[] {100, 0, 0, 0}));
    long corrections = pair.replica.corrections();
    pair.run(3);
    assertEquals(corrections + 1, pair.replica.corrections());
    pair.run(10);
    assertEquals(Pair.first(pair.server.world(), entity, POS) + lead, pair.seen(entity, POS));
    assertTrue(pair.seen(entity, POS) > 5100);
  }

  @Test
  void inputsThatComeALittleEarlyOrLatePutNothingRight() throws Exception {
    use(new Pair(3, LinkConditions.inOrder(4 * Pair.TICK_NANOS, Pair.TICK_NANOS, 0), null));
    pair.add(load("", "", DRIVE)).join();
    long entity = pair.spawn(Map.of(POS, "{\"x\": 0}", HEARD, "{\"n\": 1}", OWNER, MINE));
    pair.run(100);
    long corrections = pair.replica.corrections();
    int last = pair.seen(entity, POS);
    for (int i = 0; i < 300; i++) {
      pair.run(1);
      assertEquals(last + 1, pair.seen(entity, POS));
      last++;
    }
    assertEquals(corrections, pair.replica.corrections());
  }

  @Test
  void aClientWhoseClockGoesWrongStaysAheadByTheRoundTrip() throws Exception {
    for (double pace : new double[] {0.98, 1.02}) {
      use(Pair.delayed(4));
      pair.clientPace = pace;
      pair.add(load("", "", DRIVE)).join();
      long entity = pair.spawn(Map.of(POS, "{\"x\": 0}", HEARD, "{\"n\": 1}", OWNER, MINE));
      pair.run(1_000);
      int server = Pair.first(pair.server.world(), entity, POS);
      assertEquals(server + 4, pair.seen(entity, POS), 5.0);
    }
  }

  @Test
  void entitiesOfOthersAreNotPredicted() throws Exception {
    long own = startDriving(4);
    long other = pair.spawn(Map.of(POS, "{\"x\": 0}", HEARD, "{\"n\": 1}"));
    pair.run(20);
    int server = Pair.first(pair.server.world(), other, POS);
    assertEquals(server - 4, pair.seen(other, POS), 1.0);
    assertTrue(pair.seen(own, POS) > Pair.first(pair.server.world(), own, POS));
  }

  @Test
  void anEntityThatIsNoLongerOwnIsAsTheServerSays() throws Exception {
    long entity = startDriving(4);
    pair.set(entity, HEARD, "{\"n\": 0}");
    pair.set(entity, OWNER, "{\"client\": 99}");
    pair.run(10);
    assertInStep();
  }

  @Test
  void bothSidesAreEqualOnceNothingMoves() throws Exception {
    long entity = startDriving(4);
    pair.set(entity, HEARD, "{\"n\": 0}");
    pair.run(30);
    assertInStep();
  }

  // Plugins that have no client half.

  private static final SchemaName DEPTH = new SchemaName("sea", "Depth");
  private static final SchemaName SONAR = new SchemaName("sub", "Sonar");

  private PluginModule sea(int version, String extra) throws PluginLoadException {
    String descriptor =
        """
        {"abi": 1, "components": [{"name": "Depth", "version": VERSION, "fields": [
           EXTRA{"name": "m", "type": "i32"}]}],
         "systems": [{"name": "tide"}]}
        """
            .replace("VERSION", Integer.toString(version))
            .replace("EXTRA", extra);
    return pair.server.load("sea", WatPlugin.describedBy(descriptor).system(""));
  }

  /// Copies what the first row's Depth says to its Sonar.
  private PluginModule sub() throws PluginLoadException {
    return pair.server.load(
        "sub",
        WatPlugin.describedBy(
                """
                {"abi": 1, "components": [
                   {"name": "Sonar", "fields": [{"name": "m", "type": "i32"}]},
                   {"use": "sea/Depth", "fields": [{"name": "m", "type": "i32"}]}],
                 "systems": [{"name": "ping", "side": "client", "queries": [{"terms": [
                   {"component": 0, "access": "write"}, {"component": 1, "access": "read"}]}]}]}
                """)
            .system(
                """
                (if (call $chunks (local.get $f) (i32.const 0)) (then
                  (i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
                    (i32.load
                      (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 1))))))
                """));
  }

  @Test
  void aClientHalfUsesComponentsOfPluginsThatAreOnlyAtTheServer() throws Exception {
    pair.add(sea(1, ""), sub()).join();
    long entity = pair.spawn(Map.of(DEPTH, "{\"m\": 40}", SONAR, "{}"));
    pair.run(4);
    assertEquals(40, pair.seen(entity, SONAR));
    assertEquals(1, pair.side().halves().halves().size());
  }

  @Test
  void theseMayChangeInAReloadToo() throws Exception {
    pair.add(sea(1, ""), sub()).join();
    long entity = pair.spawn(Map.of(DEPTH, "{\"m\": 40}", SONAR, "{}"));
    pair.run(4);
    World before = pair.client();
    pair.reload(sea(2, "{\"name\": \"salt\", \"type\": \"i32\"}, "));
    pair.set(entity, DEPTH, "{\"m\": 50, \"salt\": 3}");
    pair.run(4);
    assertEquals(50, pair.seen(entity, SONAR));
    assertEquals(before, pair.client());
  }

  @Test
  void aPluginThatComesWithAReloadStartsAtTheClientToo() throws Exception {
    pair.add(sea(1, "")).join();
    long entity = pair.spawn(Map.of(DEPTH, "{\"m\": 40}"));
    pair.run(4);
    pair.add(sub());
    pair.reload();
    pair.set(entity, SONAR, "{}");
    pair.run(4);
    assertEquals(40, pair.seen(entity, SONAR));
  }

  // Reload.

  @Test
  void aReloadInMidFlightIsFollowedAndStateComesOver() throws Exception {
    use(Pair.delayed(3));
    pair.add(load("", NOTE, "")).join();
    long entity = pair.spawn(at(5));
    pair.run(10);
    World before = pair.client();
    long local = pair.replica.toLocal(entity);
    String wider = DESCRIPTOR.replace("EXTRA", ", {\"name\": \"y\", \"type\": \"i32\"}");
    pair.reload(load(wider.replace("\"Pos\"", "\"Pos\", \"version\": 2"), "", write(88), ""));
    pair.set(entity, POS, "{\"x\": 6, \"y\": 9}");
    pair.run(10);
    assertEquals(before, pair.client());
    assertEquals(local, pair.replica.toLocal(entity));
    assertEquals(88, pair.seen(entity, POS));
    byte[] value = before.store().get(local, before.store().type(POS));
    assertEquals(9, TestWorld.buffer(Objects.requireNonNull(value)).getInt(4));
    pair.reload(load(wider.replace("\"Pos\"", "\"Pos\", \"version\": 2"), "", "", ""));
    pair.set(entity, POS, "{\"x\": 10, \"y\": 9}");
    pair.run(10);
    assertInStep();
  }
}
