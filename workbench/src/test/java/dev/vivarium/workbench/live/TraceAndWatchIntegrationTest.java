package dev.vivarium.workbench.live;

import static dev.vivarium.workbench.live.RealWorld.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.TraceChain;
import dev.vivarium.workbench.session.TraceChain.Kind;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tidepool's messages followed both ways, and its fish watched.
class TraceAndWatchIntegrationTest {
  private static final TraceFilter BITES =
      new TraceFilter(
          List.of("fish/bite"), List.of(), List.of(), List.of(), Set.of(), 0, Long.MAX_VALUE);

  @TempDir private Path folder;

  private static MessageRecord bite(RealWorld world) throws Exception {
    while (true) {
      var page = answer(world.session().trace().newest(BITES, 0, 1_000));
      long now = answer(world.session().status()).tick();
      var old = page.messages().stream().filter(m -> m.tick() + 2 < now).toList();
      if (!old.isEmpty()) {
        return old.getLast();
      }
    }
  }

  private static List<TraceChain.Link> of(Kind kind, List<TraceChain.Link> links) {
    return links.stream().filter(link -> link.kind() == kind).toList();
  }

  /// The world has its fish once it has ticked.
  private static EntityHandle firstFish(RealWorld world) throws Exception {
    while (true) {
      var rows = answer(world.session().entities(new EntityQuery("fish/Fish", 0, 1))).rows();
      if (!rows.isEmpty()) {
        return rows.getFirst().handle();
      }
    }
  }

  @Test
  void followsABiteToItsFishAndOnToWhatItFed() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("tidepool", folder)).running()) {
      var bite = bite(world);
      var chain = answer(world.session().trace().chain(bite.sequence())).orElseThrow();
      assertEquals("fish/swim", of(Kind.SYSTEM, chain.causes()).getFirst().system());
      var fish = of(Kind.ENTITY, chain.causes()).getFirst().entity().orElseThrow();
      assertEquals(chain.payload().getFirst().entity().orElseThrow(), fish);
      assertEquals("food/feed", of(Kind.SYSTEM, chain.effects()).getFirst().system());
      var eaten = of(Kind.MESSAGE, chain.effects());
      if (!eaten.isEmpty()) { // only the first fish that bites a crumb is fed
        var next = answer(world.session().trace().chain(eaten.getFirst().message().orElseThrow()));
        assertEquals("food/Eaten", next.orElseThrow().message().channel());
        assertEquals(
            Optional.of(bite.sequence()),
            of(Kind.MESSAGE, next.get().causes()).getFirst().message());
        assertTrue(of(Kind.CHANGE, chain.effects()).getFirst().text().startsWith("ended "));
      }
    }
  }

  @Test
  void sendsAMessageByHandAndFollowsIt() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("tidepool", folder)).running()) {
      answer(world.session().trace().newest(BITES, 0, 1));
      var fish = firstFish(world);
      var send =
          new WorldCommand.SendMessage(
              "food/Eaten", "{\"fish\":\"%s\",\"meal\":5}".formatted(fish.label()));
      assertInstanceOf(CommandResult.Done.class, answer(world.session().submit(send)));
      var byHand =
          new TraceFilter(
              List.of(), List.of("workbench"), List.of(), List.of(), Set.of(), 0, Long.MAX_VALUE);
      var sent = answer(world.session().trace().newest(byHand, 0, 10)).messages().getFirst();
      assertEquals("food/Eaten", sent.channel());
      assertTrue(sent.payloadJson().contains(fish.label()));
      var wrong = new WorldCommand.SendMessage("food/Eaten", "{\"meal\":\"much\"}");
      assertInstanceOf(CommandResult.Refused.class, answer(world.session().submit(wrong)));
    }
  }

  @Test
  void pausesWhenAFishGetsHungryAndKeepsTheWatch() throws Exception {
    Path project = RealWorld.copy("tidepool", folder);
    try (var world = RealWorld.open(project).running()) {
      var fish = firstFish(world);
      var spec = new Watches.Spec(Optional.of(fish), "fish/Fish", "hunger", "", "");
      answer(world.session().watches().add(spec));
      var hit =
          world.next(event ->
              event instanceof SessionEvent.WatchHit(Watches.Hit h)
                  ? Optional.of(h)
                  : Optional.empty());
      assertEquals("fish/swim", hit.system());
      assertEquals(fish, hit.entity());
      assertFalse(hit.oldJson().equals(hit.newJson()));
      assertEquals(RunState.PAUSED, answer(world.session().status()).state());
      assertEquals(hit.tick() + 1, answer(world.session().status()).tick());
    }
    assertTrue(Files.readString(project.resolve(".vivarium/watches.json")).contains("hunger"));
    try (var world = RealWorld.open(project)) {
      var hit =
          world.next(event ->
              event instanceof SessionEvent.WatchHit(Watches.Hit h)
                  ? Optional.of(h)
                  : Optional.empty());
      assertEquals("fish/swim", hit.system());

      answer(world.session().submit(new WorldCommand.Despawn(hit.entity())));
      var late = world.session().watches().add(hit.spec());
      var refused = assertThrows(Exception.class, () -> answer(late));
      assertTrue(refused.toString().contains(hit.entity().label() + " is gone"), refused::toString);
    }
  }

  @Test
  void saysWhatAPluginTakesAndMay() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("tidepool", folder)).running()) {
      var details = answer(world.session().plugins().details("fish")).orElseThrow();
      var swim =
          details.systems().stream().filter(s -> s.name().equals("swim")).findFirst().orElseThrow();
      assertEquals("Update", swim.stage());
      assertTrue(swim.order() > 1);
      assertTrue(swim.writes().contains("fish/Fish"));
      assertTrue(
          details.meters().stream()
              .anyMatch(m -> m.name().equals("Commands") && m.used() >= 1_800));
    }
  }
}
