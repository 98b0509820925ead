package dev.vivarium.workbench.live;

import static dev.vivarium.workbench.live.RealWorld.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.world.Replayer;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.HistoryStatus;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.RecordingFile;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.TickComparison;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The past of a real world: kept, looked at, compared, gone on from, and kept on disk.
class LocalHistoryIntegrationTest {
  @TempDir private Path folder;

  private static long tick(WorldSession session) throws Exception {
    return answer(session.status()).tick();
  }

  private static void step(WorldSession session, int ticks) throws Exception {
    done(answer(session.submit(new WorldCommand.Step(ticks))));
  }

  private static void done(CommandResult result) {
    assertInstanceOf(CommandResult.Done.class, result, result.toString());
  }

  private static String positionOf(WorldSession session, EntityHandle entity) throws Exception {
    return answer(session.entity(entity)).orElseThrow().components().stream()
        .filter(c -> c.name().equals("vivarium/Transform"))
        .findFirst()
        .orElseThrow()
        .fields()
        .getFirst()
        .json();
  }

  @Test
  void recordsTheLastOfSeveralWorldsThatBeginAnewAtOnce() throws Exception {
    try (RealWorld world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      WorldSession session = world.session();
      done(answer(session.history().record(true)));
      var first = session.submit(new WorldCommand.ResetWorld());
      var second = session.submit(new WorldCommand.ResetWorld());
      done(answer(first));
      done(answer(second));
      done(answer(session.submit(new WorldCommand.Pause())));
      step(session, 60);
      HistoryStatus now = answer(session.history().status());
      assertTrue(now.recording());
      assertEquals(tick(session), now.lastTick());
    }
  }

  @Test
  void showsWhatWasAndRunsOnFromIt() throws Exception {
    Path project = RealWorld.copy("tidepool", folder);
    try (RealWorld world = RealWorld.open(project).running()) {
      WorldSession session = world.session();
      HistorySource history = session.history();
      done(answer(session.submit(new WorldCommand.Pause())));
      assertTrue(answer(history.status()).isEmpty());
      done(answer(history.record(true)));
      step(session, 150);
      EntityHandle fish =
          answer(session.entities(new EntityQuery("fish/Fish", 0, 1))).rows().getFirst().handle();
      String position = positionOf(session, fish);
      MapFrame map = answer(session.positions());
      long then = tick(session);
      assertEquals(then, map.tick());
      step(session, 150);

      WorldSession past = answer(history.at(then).world());
      assertEquals(then, tick(past));
      assertEquals(position, positionOf(past, fish));
      MapFrame pastMap = answer(past.positions());
      assertEquals(map.count(), pastMap.count());
      for (int i = 0; i < map.count(); i++) {
        assertEquals(map.x(i), pastMap.x(i));
      }
      MessagePage messages = answer(past.trace().newest(TraceFilter.ALL, 0, 500));
      assertTrue(messages.messages().stream().allMatch(m -> m.tick() < then));
      assertInstanceOf(
          CommandResult.Refused.class, answer(past.submit(new WorldCommand.Despawn(fish))));

      TickComparison compared = answer(history.compare(then, then + 150));
      assertTrue(compared.total() > 1_000, "fish have moved");
      assertTrue(answer(history.compare(then, then)).differences().isEmpty());

      String after = positionOf(session, fish);
      done(answer(history.runOn(then, HistorySource.Sources.THEN)));
      assertEquals(then, tick(session));
      assertEquals(position, positionOf(session, fish));
      step(session, 150);
      assertEquals(after, positionOf(session, fish), "the same life again");
      HistoryStatus now = answer(history.status());
      assertTrue(now.recording());
      assertEquals(then, now.firstTick());

      keptOnDisk(history, then, project);
      try (Replayer replayer =
          new Replayer(recordingsOf(project).getFirst(), WorldOptions.DEFAULT)) {
        Replayer.Result result = replayer.run();
        assertEquals(2, result.hashes(), "at its beginning and at its end");
        assertEquals(OptionalLong.empty(), result.firstDifference());
      }
    }
  }

  @Test
  void keepsTheNewestTicksOfAWorldThatSomebodyLooksAtAndMarksWhatAWatchSaw() throws Exception {
    try (RealWorld world = RealWorld.open(RealWorld.copy("tidepool", folder)).running()) {
      WorldSession session = world.session();
      HistorySource history = session.history();
      done(answer(session.submit(new WorldCommand.Pause())));
      assertTrue(answer(history.status()).isEmpty(), "nobody has looked yet");
      answer(history.recordings()); // done after what the first look began
      EntityHandle fish =
          answer(session.entities(new EntityQuery("fish/Fish", 0, 1))).rows().getFirst().handle();
      step(session, 90);
      long then = tick(session);
      String position = positionOf(session, fish);
      step(session, 60);
      HistoryStatus now = answer(history.status());
      assertTrue(now.newestOnly() && now.follows() && !now.recording());
      assertEquals(then + 60, now.lastTick());
      assertEquals(position, positionOf(answer(history.at(then).world()), fish));

      answer(
          session
              .watches()
              .add(new Watches.Spec(Optional.of(fish), "fish/Fish", "hunger", "", "")));
      step(session, 1);
      HistoryStatus.Mark hit =
          answer(history.status()).marks().stream()
              .filter(m -> m.kind() == HistoryStatus.Kind.WATCH)
              .findFirst()
              .orElseThrow();
      assertEquals(then + 60, hit.tick());
      assertTrue(hit.text().startsWith("Fish.hunger of "), hit.text());
      answer(session.watches().remove(1));

      step(session, 1_200);
      HistoryStatus later = answer(history.status());
      assertTrue(later.lastTick() - later.firstTick() <= 1_140, "only the newest are kept");
      done(answer(history.runOn(later.firstTick() + 200, HistorySource.Sources.THEN)));
      assertTrue(answer(history.status()).newestOnly());

      step(session, 1_000);
      done(answer(history.keepNewest(5)));
      HistoryStatus few = answer(history.status());
      assertTrue(few.lastTick() - few.firstTick() <= 300 + 240, "less from now on");
      assertEquals(tick(session), few.lastTick());
      done(answer(history.keepNewest(0)));
      assertTrue(answer(history.status()).isEmpty());
      answer(history.recordings()); // done after what a look would have begun
      step(session, 1);
      assertTrue(answer(history.status()).isEmpty(), "nothing is kept");
      done(answer(history.keepNewest(60)));
      answer(history.status());
      answer(history.recordings());
      step(session, 1_200);
      HistoryStatus many = answer(history.status());
      assertTrue(many.lastTick() - many.firstTick() >= 1_200, "more than before");
    }
  }

  @Test
  void refusesWhatIsTooMuchAtOnceAndGoesOn() throws Exception {
    try (RealWorld world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      HistorySource history = world.session().history();
      List<CompletableFuture<CommandResult>> asked = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        asked.add(history.record(true)); // each waits for a tick
      }
      int refused = 0;
      for (CompletableFuture<CommandResult> each : asked) {
        if (answer(each) instanceof CommandResult.Refused(String reason)) {
          assertEquals("The past has too much to do; try again in a moment.", reason);
          refused++;
        }
      }
      assertTrue(refused > 0 && refused < 200, refused + " refused");
      done(answer(history.record(false)));
    }
  }

  /// Of what the reloads of the plugin came to.
  private static Optional<ReloadReport> reload(SessionEvent event) {
    return event instanceof SessionEvent.Reloaded(ReloadReport report)
        ? Optional.of(report)
        : Optional.empty();
  }

  /// The last that comes of a save.
  private static Optional<ReloadReport> optimised(SessionEvent event) {
    return reload(event).filter(report -> report.gear() == Gear.OPTIMISED);
  }

  @Test
  void runsOnWithThePluginsAsTheirSourcesAreNow() throws Exception {
    Path project = RealWorld.copy("tidepool", folder);
    String file = "plugins/fish/fish.ts";
    try (RealWorld world = RealWorld.open(project).running()) {
      WorldSession session = world.session();
      HistorySource history = session.history();
      done(answer(session.submit(new WorldCommand.Pause())));
      done(answer(history.record(true)));
      step(session, 60);
      long then = tick(session);
      EntityHandle fish =
          answer(session.entities(new EntityQuery("fish/Fish", 0, 1))).rows().getFirst().handle();
      String position = positionOf(session, fish);
      String hunger = valueOf(session, fish, "hunger");
      step(session, 60);

      String source = world.source(file);
      world.save(file, source.replace("const SIGHT: f32 = 4.0", "const SIGHT: f32 = 9.0"));
      ReloadReport report = world.next(LocalHistoryIntegrationTest::reload);
      assertEquals(ReloadReport.Outcome.SWAPPED, report.outcome(), report::toString);
      world.next(LocalHistoryIntegrationTest::optimised);
      String running = versionOf(session);
      done(answer(history.runOn(then, HistorySource.Sources.THEN)));
      assertNotEquals(running, versionOf(session));

      String withMood =
          source.replace("temper: f32 = 0.5;", "temper: f32 = 0.5;\n  mood: f32 = 0.25;");
      world.save(file, withMood);
      world.next(LocalHistoryIntegrationTest::optimised);
      done(answer(history.runOn(then, HistorySource.Sources.NOW)));
      assertEquals(then, tick(session), "it has not ticked with other plugins");
      assertEquals(position, positionOf(session, fish));
      assertEquals(hunger, valueOf(session, fish, "hunger"));
      assertEquals("0.25", valueOf(session, fish, "mood"));
      assertEquals(RunState.PAUSED, answer(session.status()).state(), "as it was");
      step(session, 200);
      HistoryStatus kept = answer(history.status());
      assertTrue(kept.recording());
      assertEquals(then, kept.firstTick());
      WorldSession past = answer(history.at(then + 150).world());
      assertEquals("0.25", valueOf(past, fish, "mood"));

      // The build that the save itself begins takes the place of the one that is waited for.
      world.save(file, withMood.replace("mood: f32 = 0.25", "mood: f32 = 0.75"));
      done(answer(history.runOn(then, HistorySource.Sources.NOW)));
      assertEquals("0.75", valueOf(session, fish, "mood"));
      step(session, 200);

      world.save(file, withMood.replace("mood: f32 = 0.25;", "mood: Entity;"));
      Decision first = world.next(LocalHistoryIntegrationTest::decision);
      done(answer(history.runOn(then + 150, HistorySource.Sources.NOW)));
      Decision again = world.next(event -> decision(event).filter(d -> d.id() != first.id()));
      assertEquals(first.component(), again.component(), "it is asked for as at a save");
      assertEquals("0.75", valueOf(session, fish, "mood"), "until then the old version runs");
      done(
          answer(
              session.submit(
                  new WorldCommand.Decide(again.id(), Decision.Choice.RESET_COMPONENT))));
      world.next(LocalHistoryIntegrationTest::reload);
      assertNotEquals("0.25", valueOf(session, fish, "mood"));
    }
  }

  private static Optional<Decision> decision(SessionEvent event) {
    return event instanceof SessionEvent.DecisionsChanged(List<Decision> decisions)
        ? decisions.stream().findFirst()
        : Optional.empty();
  }

  private static String versionOf(WorldSession session) throws Exception {
    return answer(session.status()).plugins().stream()
        .filter(p -> p.name().equals("fish"))
        .findFirst()
        .orElseThrow()
        .version();
  }

  private static String valueOf(WorldSession session, EntityHandle fish, String field)
      throws Exception {
    return answer(session.entity(fish)).orElseThrow().components().stream()
        .filter(c -> c.name().equals("fish/Fish"))
        .flatMap(c -> c.fields().stream())
        .filter(f -> f.schema().name().equals(field))
        .findFirst()
        .orElseThrow()
        .json();
  }

  private static List<Path> recordingsOf(Path project) throws IOException {
    try (Stream<Path> files = Files.list(project.resolve(".vivarium/recordings"))) {
      return files.toList();
    }
  }

  private static void keptOnDisk(HistorySource history, long then, Path project) throws Exception {
    assertEquals(1, answer(history.recordings()).size(), "what was before is kept");
    String before = answer(history.recordings()).getFirst().name();
    assertTrue(before.startsWith("before running on from tick " + then), before);
    done(answer(history.save("mine")));
    assertInstanceOf(CommandResult.Refused.class, answer(history.save("mine")));
    assertInstanceOf(CommandResult.Refused.class, answer(history.save("../elsewhere")));
    done(answer(history.open(before)));
    HistoryStatus opened = answer(history.status());
    assertEquals(before, opened.source());
    assertFalse(opened.recording());
    assertEquals(then - 150, opened.firstTick());
    assertEquals(then + 150, opened.lastTick());
    assertEquals(then, tick(answer(history.at(then).world())));
    done(answer(history.delete("mine")));
    Path torn = Files.writeString(project.resolve(".vivarium/recordings/torn.recording"), "VIV");
    RecordingFile broken =
        answer(history.recordings()).stream().filter(f -> f.name().equals("torn")).findAny().get();
    assertEquals("the file is cut short", broken.problem());
    assertEquals(3, broken.bytes());
    var refused = assertInstanceOf(CommandResult.Refused.class, answer(history.open("torn")));
    assertEquals(
        "The recording “torn” cannot be opened: the file is cut short. Delete it, or put a whole"
            + " copy in its place.",
        refused.reason());
    Files.delete(torn);
    assertEquals(
        List.of(before), answer(history.recordings()).stream().map(f -> f.name()).toList());
  }
}
