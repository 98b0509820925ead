package dev.vivarium.workbench.live;

import static dev.vivarium.workbench.live.RealWorld.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.world.Replayer;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.HistoryStatus;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.TickComparison;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
      MessagePage messages = answer(past.messages(0, 500));
      assertTrue(messages.messages().stream().allMatch(m -> m.tick() < then));
      assertInstanceOf(
          CommandResult.Refused.class, answer(past.submit(new WorldCommand.Despawn(fish))));

      TickComparison compared = answer(history.compare(then, then + 150));
      assertTrue(compared.total() > 1_000, "fish have moved");
      assertTrue(answer(history.compare(then, then)).differences().isEmpty());

      String after = positionOf(session, fish);
      done(answer(history.runOn(then)));
      assertEquals(then, tick(session));
      assertEquals(position, positionOf(session, fish));
      step(session, 150);
      assertEquals(after, positionOf(session, fish), "the same life again");
      HistoryStatus now = answer(history.status());
      assertTrue(now.recording());
      assertEquals(then, now.firstTick());

      keptOnDisk(history, then);
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
      done(answer(history.runOn(later.firstTick() + 200)));
      assertTrue(answer(history.status()).newestOnly());
    }
  }

  private static List<Path> recordingsOf(Path project) throws IOException {
    try (Stream<Path> files = Files.list(project.resolve(".vivarium/recordings"))) {
      return files.toList();
    }
  }

  private static void keptOnDisk(HistorySource history, long then) throws Exception {
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
    assertEquals(
        List.of(before), answer(history.recordings()).stream().map(f -> f.name()).toList());
  }
}
