package dev.vivarium.workbench.live.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LocalWorldSession;
import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.PlayTests.Conditions;
import dev.vivarium.workbench.session.PlayTests.Direction;
import dev.vivarium.workbench.session.PlayTests.Phase;
import dev.vivarium.workbench.session.PlayTests.Player;
import dev.vivarium.workbench.session.PlayTests.PlayerState;
import dev.vivarium.workbench.session.PlayTests.Report;
import dev.vivarium.workbench.session.PlayTests.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real plaza, a real server, real players.
@SuppressWarnings("NullAway.Init")
class LocalPlayTestsIntegrationTest {
  private static final int PATIENCE_S = 60;
  private static final int DELAY_MS = 120;

  @TempDir Path folder;
  private Path project;
  private RealWorld world;
  private LocalWorldSession session;
  private LocalPlayTests tests;

  @BeforeEach
  void open() throws Exception {
    project = RealWorld.copy("plaza", folder);
    world = RealWorld.open(project).running();
    session = (LocalWorldSession) world.session();
    tests = new LocalPlayTests(session, project);
  }

  @AfterEach
  void close() {
    tests.close();
    world.close();
  }

  private static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /// Looks once a tick until it is so.
  private Report await(Predicate<Report> wanted) throws Exception {
    long ticks = 0;
    Report now = tests.report();
    while (!wanted.test(now)) {
      long tick = answer(answer(session.opened()).ask(World::tick));
      assertTrue(ticks++ < PATIENCE_S * 60L, "it did not come, but " + now + " at tick " + tick);
      now = tests.report();
    }
    return now;
  }

  private static boolean allPlay(Report now) {
    return !now.players().isEmpty()
        && now.players().stream()
            .allMatch(p ->
                p.state() == PlayerState.PLAYING
                    && p.roundTripMs().isPresent()
                    && p.ticksBehind().isPresent()
                    && p.framesPerSecond() > 0);
  }

  private static double roundTripMs(Report now, int number) {
    return now.players().get(number - 1).roundTripMs().orElse(0);
  }

  private int bodies() throws Exception {
    return answer(session.entities(new EntityQuery("plaza/Avatar", 0, 1))).total();
  }

  @Test
  void twoPlayWithALineThatGrowsLongAndLeaveAWorldThatBeginsAnew() throws Exception {
    assertEquals(List.of("bots/wander.bots"), answer(tests.scripts()));
    Report started = answer(tests.start(new Setup(2, "bots/wander.bots", true)));
    assertEquals(Phase.RUNNING, started.phase(), started.problem());
    Report near = await(LocalPlayTestsIntegrationTest::allPlay);
    assertTrue(near.players().getFirst().bytesInPerSecond() > 0);
    var _ = await(now -> now.players().getFirst().offMetres().isPresent());
    assertEquals(2, bodies());

    tests.conditions(1, Conditions.both(new Direction(DELAY_MS, 0, 0)));
    Report far = await(now -> roundTripMs(now, 1) > 1.5 * DELAY_MS);
    assertTrue(roundTripMs(far, 2) < roundTripMs(far, 1), far.toString());
    Player first =
        await(now -> now.players().getFirst().ticksBehind().orElse(0) >= 3).players().getFirst();
    assertEquals("", first.reason());
    tests.conditions(1, Conditions.NEAR);
    await(now -> roundTripMs(now, 1) < DELAY_MS);

    long before = answer(answer(session.opened()).ask(World::tick));
    Report after = answer(tests.stop());
    assertEquals(Phase.IDLE, after.phase(), after.problem());
    assertEquals("play test 1", after.recording());
    assertTrue(after.replayLine().contains("play test 1.recording"));
    long tick = answer(answer(session.opened()).ask(World::tick));
    assertTrue(tick < before, "tick " + tick + " after, " + before + " before");
    assertEquals(0, bodies());
    assertInstanceOf(CommandResult.Done.class, answer(session.history().open("play test 1")));
  }

  @Test
  void aScriptThatIsNoneKeepsItFromStartingAndSaysWhere() throws Exception {
    Files.writeString(project.resolve("scripts").resolve("odd.bots"), "wait 1s\njump\n");
    Report refused = answer(tests.start(new Setup(1, "scripts/odd.bots", false)));
    assertEquals(Phase.FAILED, refused.phase());
    assertTrue(refused.problem().startsWith("scripts/odd.bots:2: "), refused.problem());
    Report again = answer(tests.start(new Setup(1, "", false)));
    assertEquals(Phase.RUNNING, again.phase(), again.problem());
    await(LocalPlayTestsIntegrationTest::allPlay);
  }

  @Test
  void whatPlayersDidIsNotSavedWhenTheProgramEnds() throws Exception {
    answer(tests.start(new Setup(1, "", false)));
    await(LocalPlayTestsIntegrationTest::allPlay);
    assertEquals(1, bodies());
    tests.close();
    assertEquals(0, bodies());
  }
}
