package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.DecisionNeededException;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.reload.Probation;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import dev.vivarium.engine.schema.SchemaName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a reload keeps, changes, refuses and takes back.
class ReloadTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static String field(String name, String type) {
    return "{\"name\": \"%s\", \"type\": \"%s\"}".formatted(name, type);
  }

  /// A plugin whose component Fish has these fields, which spawns three and then runs `body`.
  private static WatPlugin fish(String fields, String more, String body) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"name": "Fish", "fields": [%s] %s},
               {"use": "vivarium/Transient"}],
             "systems": [{"name": "birth", "stage": "PostInit"},
               {"name": "swim", "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
            """
                .formatted(fields, more))
        .system(
            """
            (if (i32.eq (i32.load offset=28 (local.get $f)) (i32.const 1))
              (then
                (loop $next
                  (i64.store (i32.const 16) (i64.const 0))
                  (i64.store (i32.const 24) (i64.const 0))
                  (i32.store (i32.const 16) (i32.add (local.get $i) (i32.const 10)))
                  (i32.store (i32.const 20) (i32.add (local.get $i) (i32.const 20)))
                  (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const SIZE))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $next (i32.lt_u (local.get $i) (i32.const 3))))))
            """
                .replace(
                    "SIZE", Integer.toString(4 * Math.max(1, fields.split("name").length - 1))))
        .system(body);
  }

  private static final String TWO = field("a", "i32") + "," + field("b", "i32");

  private ByteBuffer first() {
    long entity = world.entityWith("f/Fish");
    return TestWorld.buffer(
        Objects.requireNonNull(world.world().store().get(entity, world.type("f/Fish"))));
  }

  private void start() throws PluginLoadException {
    world.add("f", fish(TWO, "", "")).tick(2);
  }

  private void reload(String fields, String more) throws PluginLoadException {
    world.swap(world.load("f", fish(fields, more, "")));
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(3, world.values("f/Fish").size());
  }

  // Migration

  @Test
  void givesAnAddedFieldItsDefault() throws Exception {
    start();
    reload(TWO + ", {\"name\": \"c\", \"type\": \"i32\", \"default\": 7}", "");
    assertEquals(
        List.of(10, 20, 7), List.of(first().getInt(0), first().getInt(4), first().getInt(8)));
  }

  @Test
  void dropsARemovedField() throws Exception {
    start();
    reload(field("b", "i32"), "");
    assertEquals(20, first().getInt(0));
  }

  @Test
  void followsARename() throws Exception {
    start();
    reload(
        field("b", "i32") + ", {\"name\": \"z\", \"type\": \"i32\", \"renamedFrom\": \"a\"}", "");
    assertEquals(List.of(20, 10), List.of(first().getInt(0), first().getInt(4)));
  }

  @Test
  void widensWhereNothingIsLost() throws Exception {
    start();
    reload(field("a", "i64") + "," + field("b", "i32"), "");
    assertEquals(10, first().getLong(0));
    assertEquals(20, first().getInt(8));
  }

  @Test
  void asksWhereNoRuleCoversAChangeAndResetsWhenTold() throws Exception {
    start();
    PluginModule retyped =
        world.load("f", fish(field("a", "f32") + "," + field("b", "i32"), "", ""));
    var needed = assertThrows(DecisionNeededException.class, () -> world.swap(retyped));
    assertEquals("f/Fish", needed.changes().getFirst().name().toString());
    world.tick(1);
    assertEquals(10, first().getInt(0), "the old version runs on");
    SchemaName fish = SchemaName.parse("f/Fish");
    world.world().swap(List.of(new PluginSwap.Replacement(retyped, Set.of(fish))));
    world.tick(1);
    assertEquals(0, first().getInt(0));
    assertEquals(20, first().getInt(4));
  }

  @Test
  void asksBeforeAComponentChangesItsStorage() throws Exception {
    start();
    PluginModule sparse = world.load("f", fish(TWO, ", \"storage\": \"sparse\"", ""));
    assertThrows(DecisionNeededException.class, () -> world.swap(sparse));
    assertEquals(10, first().getInt(0));
  }

  private static final String DOUBLES =
      """
      (param $component i32) (param $from i32) (param $rows i32) (param $old i32) (param $new i32)
      (result i32)
      (local $i i32)
      (loop $next
        (f32.store (i32.add (local.get $new) (i32.shl (local.get $i) (i32.const 3)))
          (f32.convert_i32_s (i32.mul (local.get $from) (i32.mul (i32.const 2)
            (i32.load (i32.add (local.get $old) (i32.shl (local.get $i) (i32.const 3))))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $i) (local.get $rows))))
      (i32.const 0)
      """;

  @Test
  void letsThePluginsHookMigrate() throws Exception {
    start();
    String retyped = field("a", "f32") + "," + field("b", "i32");
    world.swap(
        world.load(
            "f",
            fish(retyped, ", \"version\": 2, \"migratesFrom\": [1]", "")
                .export("vivarium_migrate", DOUBLES)));
    world.tick(1);
    assertEquals(20f, first().getFloat(0));
    assertEquals(20, first().getInt(4));
  }

  @Test
  void keepsTheOldVersionWhenTheHookTraps() throws Exception {
    start();
    long before = world.storeHash();
    String retyped = field("a", "f32") + "," + field("b", "i32");
    for (String body : List.of("unreachable", "(loop $l (br $l)) (i32.const 0)", "(i32.const 1)")) {
      PluginModule broken =
          world.load(
              "f",
              fish(retyped, ", \"version\": 2, \"migratesFrom\": [1]", "")
                  .export("vivarium_migrate", "(param i32 i32 i32 i32 i32) (result i32) " + body));
      assertThrows(PluginLoadException.class, () -> world.swap(broken));
      world.tick(1);
      assertEquals(before, world.storeHash(), body);
      assertEquals(PluginState.RUNNING, world.status("f").state());
    }
  }

  // Entities

  @Test
  void keepsTheSameEntitiesOverFiftySaves() throws Exception {
    start();
    List<Long> ids = List.copyOf(world.values("f/Fish").keySet());
    int count = world.world().store().entityCount();
    for (int i = 0; i < 50; i++) {
      world.swap(world.load("f", fish(TWO, "", "(drop (i32.const %d))".formatted(i))));
      world.tick(1);
    }
    assertEquals(ids, List.copyOf(world.values("f/Fish").keySet()));
    assertEquals(count, world.world().store().entityCount());
  }

  @Test
  void endsTransientEntitiesOfThePluginAndNoOthers() throws Exception {
    String marks =
        """
        (if (i32.eqz (i32.load offset=28 (local.get $f))) (then
          (if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 0)) (then
            (call $set (local.get $f) (i32.const 1)
              (call $id (local.get $f) (i32.const 0) (i32.const 0)) (i32.const 0) (i32.const 0))))))
        """;
    world.add(world.load("f", fish(TWO, "", marks)), world.load("g", fish(TWO, "", marks)));
    world.tick(2);
    world.swap(world.load("f", fish(TWO, "", "")));
    world.tick(1);
    assertEquals(2, world.values("f/Fish").size());
    assertEquals(3, world.values("g/Fish").size());
  }

  // Consumers

  private static WatPlugin reader(String name, String type) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"use": "f/Fish", "fields": [%s]}],
             "systems": [{"name": "read", "queries": [{"terms": [{"component": 0}]}]}]}
            """
                .formatted(field(name, type)))
        .system(
            """
            (i32.store8 (i32.const 16)
              (i32.add (i32.const 38) (i32.load (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))))
            (call $log (i32.const 2) (i32.const 16) (i32.const 1))
            """);
  }

  @Test
  void refusesToBreakAConsumerAndNamesBoth() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    PluginModule without = world.load("f", fish(field("b", "i32"), "", ""));
    var refused = assertThrows(PluginLoadException.class, () -> world.swap(without));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("'reader'") && message.contains("'f'"), message);
    world.tick(1);
    assertEquals(List.of("0", "0", "0"), world.log(), "the consumer reads on");
  }

  @Test
  void swapsTwoTogetherThatDoNotFitAlone() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    PluginModule fish = world.load("f", fish(field("b", "i32"), "", ""));
    PluginModule reader = world.load("reader", reader("b", "i32"));
    world.swap(fish, reader);
    world.tick(1);
    assertEquals("0:", world.log().getFirst() + world.log().getLast());
    assertEquals(List.of(), world.failures());
  }

  @Test
  void letsAReaderBeAfterACompatibleAddition() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    reload(field("z", "i64") + "," + TWO, "");
    assertEquals(List.of("0", "0", "0"), world.log());
  }

  @Test
  void refusesACircleAndKeepsTheOldOrder() throws Exception {
    String one = "{\"abi\": 1, \"systems\": [{\"name\": \"s\" %s}]}";
    world.add(
        world.load("a", WatPlugin.describedBy(one.formatted("")).system("")),
        world.load("b", WatPlugin.describedBy(one.formatted(", \"after\": [\"a/s\"]")).system("")));
    PluginModule circle =
        world.load("a", WatPlugin.describedBy(one.formatted(", \"after\": [\"b/s\"]")).system(""));
    assertThrows(PluginLoadException.class, () -> world.swap(circle));
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(PluginState.RUNNING, world.status("a").state());
  }

  // Messages

  private static WatPlugin talk(String fields, int bytes, String subscribes) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "messages": [{"name": "Word", "fields": [%s]}],
             "systems": [{"name": "say"},
               {"name": "hear", "stage": "PreUpdate", "subscribes": [%s]}]}
            """
                .formatted(fields, subscribes))
        .system(
            """
            (if (i64.eqz (i64.load offset=8 (local.get $f)))
              (then (i32.store (i32.const 16) (i32.const 3))
                (call $publish (local.get $f) (i32.const 0) (i32.const 16) (i32.const %d))))
            """
                .formatted(bytes))
        .system(
            """
            (if (call $inbox (local.get $f)) (then
              (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $inbox_i32 (local.get $f) (i32.const 0))))
              (call $log (i32.const 2) (i32.const 16) (i32.const 1))))
            """);
  }

  @Test
  void carriesWaitingMessagesOver() throws Exception {
    world.add("t", talk(field("n", "i32"), 4, "0")).tick(1);
    world.swap(world.load("t", talk(field("m", "i64") + "," + field("n", "i32"), 16, "0")));
    world.tick(1);
    assertEquals(List.of("0"), world.log(), "m is new and comes first; n was carried over");
    assertEquals(List.of(), world.failures());
  }

  @Test
  void reportsMessagesThatCannotBeCarriedOver() throws Exception {
    world.add("t", talk(field("n", "i32"), 4, "0")).tick(1);
    world.swap(world.load("t", talk(field("n", "string<4>"), 8, "0")));
    world.tick(1);
    assertEquals(List.of(), world.log());
    assertTrue(
        world.events().stream().anyMatch(WorldEvent.MessagesDropped.class::isInstance),
        world.events().toString());
  }

  @Test
  void reportsMessagesForASystemThatNoLongerListens() throws Exception {
    world.add("t", talk(field("n", "i32"), 4, "0")).tick(1);
    world.swap(world.load("t", talk(field("n", "i32"), 4, "")));
    assertTrue(world.events().stream().anyMatch(WorldEvent.MessagesDropped.class::isInstance));
  }

  // Private state and roll-back

  private static final String STATE =
      """
      (global $ticks (mut i32) (i32.const 0))
      """;
  private static final String COUNT =
      """
      (global.set $ticks (i32.add (global.get $ticks) (i32.const 1)))
      (i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)) (global.get $ticks))
      """;

  private static WatPlugin counting(String fields, String body) {
    return fish(fields, "", COUNT + body).define(STATE);
  }

  private static WatPlugin saving(WatPlugin plugin) {
    return plugin
        .export(
            "vivarium_save",
            "(result i64) (i32.store (i32.const 64) (global.get $ticks)) (i64.const 0x4000000004)")
        .export(
            "vivarium_restore",
            "(param $p i32) (param $n i32) (param $v i32) (result i32) (global.set $ticks (i32.load (local.get $p))) (i32.const 0)");
  }

  @Test
  void keepsPrivateStateBySaveAndRestoreOverAGearChange() throws Exception {
    world.add("f", saving(counting(TWO, ""))).tick(5);
    PluginModule optimised =
        world.load(
            PluginSource.of("f", saving(counting(TWO, "(drop (i32.const 1))")).wasm())
                .withGear(Gear.OPTIMISED));
    world.swap(optimised);
    world.tick(1);
    assertEquals(6, first().getInt(0));
    assertEquals(Gear.OPTIMISED, world.status("f").gear());
  }

  @Test
  void goesOnWithoutStateThatCannotBeSavedAndSaysSo() throws Exception {
    world
        .add(
            "f",
            counting(TWO, "")
                .export("vivarium_save", "(result i64) (loop $l (br $l)) (i64.const 0)"))
        .tick(5);
    world.swap(world.load("f", counting(TWO, "(drop (i32.const 1))")));
    world.tick(1);
    assertEquals(1, first().getInt(0));
    assertTrue(world.log().getFirst().contains("could not be saved"));
  }

  private static String trapAt(int tick) {
    return "(if (i32.eq (i32.wrap_i64 (i64.load offset=8 (local.get $f))) (i32.const %d)) (then (unreachable)))"
        .formatted(tick);
  }

  @Test
  void rollsBackAFailureInTheLastTickOfProbation() throws Exception {
    world.add(world.load("f", counting(TWO, "")), world.load("g", counting(TWO, "")));
    world.tick(10);
    List<Long> ids = List.copyOf(world.values("f/Fish").keySet());
    int before = world.world().store().entityCount();
    String spawns = "(drop (call $spawn (local.get $f)))";
    // The new version drops a, adds c, changes b and spawns an entity a tick, until it traps.
    String fields = field("b", "i32") + "," + field("c", "i32");
    String body =
        "(i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const 99))"
            + spawns
            + trapAt(10 + Probation.TICKS - 1);
    world.swap(world.load("f", fish(fields, "", body)));
    world.tick(Probation.TICKS - 1);
    assertEquals(before + Probation.TICKS - 1, world.world().store().entityCount());
    assertEquals(PluginState.PROBATION, world.status("f").state());
    world.tick(1);
    assertTrue(
        world.events().stream()
            .anyMatch(e -> e instanceof WorldEvent.OfPlugin(PluginEvent.RolledBack b)));
    assertEquals(before, world.world().store().entityCount(), "what it spawned is gone");
    assertEquals(ids, List.copyOf(world.values("f/Fish").keySet()));
    assertEquals(10, first().getInt(0), "a came back from before the swap");
    assertEquals(99, first().getInt(4), "b kept its present value");
    world.tick(1);
    assertEquals(11, first().getInt(0), "the old instance goes on as it was at the swap");
    assertEquals(10 + Probation.TICKS + 1, world.value("g/Fish"), "others never go back");
    assertEquals(PluginState.RUNNING, world.status("f").state());
  }

  @Test
  void doesNotRollBackAfterProbation() throws Exception {
    start();
    world.swap(world.load("f", fish(TWO, "", trapAt(2 + Probation.TICKS))));
    world.tick(Probation.TICKS);
    assertEquals(PluginState.RUNNING, world.status("f").state());
    assertEquals(1, world.world().versions().of("f").size());
    world.tick(1);
    assertEquals(PluginState.FAILED, world.status("f").state());
    assertEquals(3, world.values("f/Fish").size());
  }

  @Test
  void stopsAPluginThatReliesOnWhatARollBackTakesAway() throws Exception {
    start();
    world.swap(world.load("f", fish(TWO + "," + field("c", "i32"), "", trapAt(5))));
    world.tick(1);
    world.swap(world.load("reader", reader("c", "i32")));
    world.tick(3);
    assertEquals(PluginState.RUNNING, world.status("f").state());
    assertTrue(world.failures().stream().anyMatch(f -> f.plugin().equals("reader")));
    world.tick(2);
    assertEquals(3, world.values("f/Fish").size());
  }

  @Test
  void startsAfreshWhatNeverStarted() throws Exception {
    world.add(
        "f",
        fish(TWO, "", "").system("").export("vivarium_dispatch", "(param i32 i32) unreachable"));
    world.tick(1);
    assertEquals(PluginState.FAILED, world.status("f").state());
    world.swap(world.load("f", fish(TWO, "", "")));
    world.tick(1);
    assertEquals(3, world.values("f/Fish").size());
  }

  /// Speaks in every tick; from tick 3 on the listener only fails.
  private static WatPlugin listening(String fields, String subscribes, String say, String hear) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "messages": [{"name": "Word", "fields": [%s]}],
             "systems": [{"name": "hear", "subscribes": [%s]}, {"name": "say", "stage": "PreUpdate"}]}
            """
                .formatted(fields, subscribes))
        .system(hear)
        .system(say);
  }

  private static final String HEAR =
      """
      (if (call $inbox (local.get $f)) (then
        (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $inbox (local.get $f))))
        (i32.store8 (i32.const 17) (i32.add (i32.const 48) (call $inbox_i32 (local.get $f) (i32.const 0))))
        (call $log (i32.const 2) (i32.const 16) (i32.const 2))))
      """;
  private static final String SAY =
      "(call $publish_i32 (local.get $f) (i32.const 0) (i32.wrap_i64 (i64.load offset=8 (local.get $f))))";

  @Test
  void handsTheOldVersionWhatTheFailedOneDidNotHear() throws Exception {
    world.add("t", listening(field("n", "i32"), "0", SAY, HEAR)).tick(2);
    world.swap(world.load("t", listening(field("n", "i32"), "0", SAY, trapAt(3) + HEAR)));
    world.tick(2);
    assertEquals(List.of("10", "11", "12"), world.log());
    assertEquals(PluginState.RUNNING, world.status("t").state());
    world.tick(1);
    assertEquals(
        List.of("10", "11", "12", "23"), world.log(), "3 was not lost, and 4 came after it");
  }

  @Test
  void migratesWhatWaitsBackToTheOldVersion() throws Exception {
    world.add("t", listening(field("n", "i32"), "0", SAY, HEAR)).tick(2);
    String wide = field("m", "i32") + "," + field("n", "i32");
    String say =
        """
        (i32.store (i32.const 16) (i32.const 7))
        (i32.store (i32.const 20) (i32.const 8))
        (call $publish (local.get $f) (i32.const 0) (i32.const 16) (i32.const 8))
        """;
    world.swap(world.load("t", listening(wide, "0", say, trapAt(2))));
    world.tick(2);
    assertEquals(List.of("10", "11", "28"), world.log());
  }

  @Test
  void reportsWhatTheOldVersionCannotHear() throws Exception {
    world.add("t", listening(field("n", "i32"), "", SAY, "")).tick(2);
    world.swap(world.load("t", listening(field("n", "i32"), "0", SAY, trapAt(2))));
    world.tick(1);
    assertTrue(
        world.events().stream().anyMatch(WorldEvent.MessagesDropped.class::isInstance),
        world.events().toString());
  }

  private static WatPlugin seeing(String fields, String more) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"name": "Fish", "fields": [%s]}],
             "systems": [{"name": "birth", "stage": "PostInit"},
               {"name": "see", "queries": [{"terms": [
                 {"component": 0}, {"component": 0, "access": "changed"}]}]}]}
            """
                .formatted(fields))
        .system(
            """
            (if (i32.eq (i32.load offset=28 (local.get $f)) (i32.const 1)) (then
              (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 1))))
            """)
        .system(
            """
            (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 0))))
            (call $log (i32.const 2) (i32.const 16) (i32.const 1))
            """
                + more);
  }

  @Test
  void aSystemSeesChangesOnceOverAReloadAndARollBack() throws Exception {
    world.add("f", seeing(field("a", "i32"), "")).tick(2);
    world.swap(world.load("f", seeing(field("a", "i32"), trapAt(3))));
    world.tick(1);
    assertEquals(List.of("1", "0", "0"), world.log(), "the new version goes on where the old was");
    set(4);
    world.tick(1);
    assertEquals("1", world.log().get(3), "the failed version saw it");
    world.tick(2);
    assertEquals(List.of("1", "0"), world.log().subList(4, 6), "the old one did not until now");
  }

  private void set(int value) {
    byte[] bytes = {(byte) value, 0, 0, 0};
    world
        .world()
        .store()
        .set(
            world.entityWith("f/Fish"),
            world.type("f/Fish"),
            java.lang.foreign.MemorySegment.ofArray(bytes),
            0,
            (int) world.world().tick(),
            0);
  }

  // The pipeline

  private ReloadOutcome reload(ReloadPipeline pipeline, PluginSource source) throws Exception {
    CompletableFuture<ReloadOutcome> outcome =
        pipeline.submit(new ReloadRequest(source, 0, 1, Set.of()));
    while (!outcome.isDone()) {
      world.world().idle();
      Thread.onSpinWait();
    }
    return outcome.get();
  }

  @Test
  void reloadsWhileTheWorldStandsStill() throws Exception {
    start();
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      ReloadOutcome outcome =
          reload(pipeline, PluginSource.of("f", fish(TWO, "", "(drop (i32.const 3))").wasm()));
      ReloadReport report = assertInstanceOf(ReloadOutcome.Reloaded.class, outcome).report();
      assertEquals(3, report.entitiesKept());
      assertEquals(2, report.tick());
      assertEquals("", report.migration());
    }
    assertEquals(2, world.world().tick());
  }

  @Test
  void neverLetsAFailureInTheShadowTouchTheWorld() throws Exception {
    start();
    long before = world.world().stateHash();
    List<WatPlugin> bad = new ArrayList<>();
    bad.add(fish(TWO, "", "unreachable"));
    bad.add(fish(TWO, "", trapAt(4)));
    bad.add(fish(TWO, "", "(loop $l (br $l))"));
    bad.add(fish(TWO, "", "").export("_initialize", "(loop $l (br $l))"));
    bad.add(
        fish(TWO, "", "").export("vivarium_reserve", "(param i32 i32) (result i32) (i32.const 3)"));
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      for (WatPlugin plugin : bad) {
        ReloadOutcome outcome = reload(pipeline, PluginSource.of("f", plugin.wasm()));
        assertTrue(
            outcome instanceof ReloadOutcome.FailedInShadow
                || outcome instanceof ReloadOutcome.Refused,
            outcome.toString());
        assertEquals(before, world.world().stateHash());
      }
    }
    assertEquals(PluginState.RUNNING, world.status("f").state());
    assertEquals(List.of(), world.failures());
  }

  @Test
  void holdsAVersionThatDoesNotFitUntilItsPartnerComes() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      PluginSource fish = PluginSource.of("f", fish(field("b", "i32"), "", "").wasm());
      assertInstanceOf(ReloadOutcome.Refused.class, reload(pipeline, fish));
      PluginSource reader = PluginSource.of("reader", reader("b", "i32").wasm());
      ReloadOutcome outcome = reload(pipeline, reader);
      assertEquals(
          "reader", assertInstanceOf(ReloadOutcome.Reloaded.class, outcome).report().plugin());
      while (!world.status("f").state().equals(PluginState.PROBATION)) {
        world.world().idle();
      }
    }
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(20, world.value("f/Fish"));
  }

  @Test
  void asksForADecisionBeforeAnythingRuns() throws Exception {
    start();
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      PluginSource retyped =
          PluginSource.of("f", fish(field("a", "f32") + "," + field("b", "i32"), "", "").wasm());
      assertInstanceOf(ReloadOutcome.DecisionNeeded.class, reload(pipeline, retyped));
    }
  }

  @Test
  void keepsTheLastTenGoodVersions() throws Exception {
    start();
    for (int i = 0; i < 12; i++) {
      world.swap(world.load("f", fish(TWO, "", "(drop (i32.const %d))".formatted(i))));
      world.tick(Probation.TICKS);
    }
    assertEquals(10, world.world().versions().of("f").size());
    assertEquals(
        world.status("f").version(), world.world().versions().of("f").getFirst().version());
    try (TestWorld reset = new TestWorld()) {
      reset.world().versions().takeOver(world.world().versions());
      assertEquals(world.world().versions().of("f"), reset.world().versions().of("f"));
    }
  }
}
