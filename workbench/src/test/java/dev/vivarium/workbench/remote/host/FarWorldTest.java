package dev.vivarium.workbench.remote.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.remote.FarLink;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.People;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A far world behind a line of 50 ms each way.
class FarWorldTest {
  private static final long THERE_AND_BACK_MS = 2 * Guests.DELAY_MS;

  private final TestWorldSession world = new TestWorldSession(20, Runnable::run);
  private final Guests guests = new Guests(world);

  @AfterEach
  void close() {
    guests.endpoint().close();
  }

  private RemoteWorldSession attached(String name, Role role) {
    guests.give(name, role);
    RemoteWorldSession far = guests.session(name, "tank");
    guests.pass(4 * THERE_AND_BACK_MS);
    return far;
  }

  private <T> T answer(CompletableFuture<T> future) {
    guests.pass(THERE_AND_BACK_MS + 1);
    assertTrue(future.isDone(), "no answer yet");
    return future.join();
  }

  private String failure(CompletableFuture<?> future) {
    guests.pass(THERE_AND_BACK_MS + 1);
    assertTrue(future.isDone(), "no answer yet");
    CompletionException problem = assertThrows(CompletionException.class, future::join);
    return String.valueOf(
        assertInstanceOf(SessionException.class, problem.getCause()).getMessage());
  }

  @Test
  void answersAreThoseOfTheWorldItself() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    assertEquals(SessionRole.VIEWER, far.link().role());
    assertEquals("ann", far.link().person());
    assertEquals(world.status().join(), answer(far.status()));
    EntityQuery query = new EntityQuery("fish", 0, 100);
    assertEquals(world.entities(query).join(), answer(far.entities(query)));
    assertEquals(world.trace().channels().join(), answer(far.trace().channels()));
    assertEquals(world.inspection().schema().join(), answer(far.inspection().schema()));
    assertEquals(world.plugins().details("fish").join(), answer(far.plugins().details("fish")));
    assertEquals(world.watches().list().join(), answer(far.watches().list()));
    assertEquals(world.profile().memory().join(), answer(far.profile().memory()));
    assertEquals(world.history().status().join(), answer(far.history().status()));
  }

  @Test
  void aViewerIsRefusedAndToldWhichRoleItTakes() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    CommandResult refused = answer(far.submit(new WorldCommand.Pause()));
    String reason = assertInstanceOf(CommandResult.Refused.class, refused).reason();
    assertTrue(reason.contains("viewer") && reason.contains("builder"), reason);
    assertTrue(failure(far.watches().remove(1)).contains("builder"));
    assertEquals(RunState.RUNNING, answer(far.status()).state());
    assertEquals(List.of(), world.commands());
  }

  @Test
  void aBuilderEdits() {
    RemoteWorldSession far = attached("bob", Role.BUILDER);
    assertInstanceOf(CommandResult.Done.class, answer(far.submit(new WorldCommand.Pause())));
    assertEquals(RunState.PAUSED, answer(far.status()).state());
    CommandResult reset = answer(far.submit(new WorldCommand.ResetWorld()));
    assertTrue(assertInstanceOf(CommandResult.Refused.class, reset).reason().contains("admin"));
  }

  @Test
  void aRoleThatIsTakenAwayCountsFromTheNextCall() {
    RemoteWorldSession far = attached("bob", Role.BUILDER);
    guests.give("bob", Role.VIEWER);
    assertInstanceOf(CommandResult.Refused.class, answer(far.submit(new WorldCommand.Pause())));
    assertEquals(SessionRole.VIEWER, far.link().role());
  }

  @Test
  void eventsArriveAndArriveAgainAfterALostConnection() {
    RemoteWorldSession far = attached("bob", Role.BUILDER);
    List<SessionEvent> events = new ArrayList<>();
    far.subscribe(events::add);
    var _ = world.submit(new WorldCommand.Pause()).join();
    guests.pass(THERE_AND_BACK_MS);
    assertTrue(states(events).contains(RunState.PAUSED), events.toString());
    guests.cut();
    guests.pass(1);
    assertEquals(FarLink.State.CONNECTING, far.link().state());
    assertEquals(RunState.LOADING, states(events).getLast());
    guests.pass(2_000);
    assertTrue(far.link().isOpen());
    assertEquals(RunState.PAUSED, states(events).getLast());
    events.clear();
    var _ = world.submit(new WorldCommand.Resume()).join();
    guests.pass(THERE_AND_BACK_MS);
    assertEquals(List.of(RunState.RUNNING), states(events));
  }

  private static List<RunState> states(List<SessionEvent> events) {
    return events.stream()
        .filter(SessionEvent.StatusChanged.class::isInstance)
        .map(e -> ((SessionEvent.StatusChanged) e).status().state())
        .toList();
  }

  @Test
  void whatWaitedForALostConnectionFailsAndTheStatusSaysThatItConnects() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    WorldStatus before = answer(far.status());
    var waiting = far.entities(new EntityQuery("", 0, 10));
    guests.pass(10);
    guests.reachable = false;
    guests.cut();
    guests.pass(1);
    assertTrue(failure(waiting).contains("lost"));
    assertTrue(failure(far.logs(0, 10)).contains("far:1"));
    WorldStatus status = answer(far.status());
    assertEquals(RunState.LOADING, status.state());
    assertEquals("connecting to far:1", status.detail());
    assertEquals(before.tick(), status.tick());
  }

  @Test
  void itTriesAgainLessAndLessOftenButAtOnceWhenAsked() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    guests.reachable = false;
    guests.cut();
    guests.pass(120_000);
    int tries = guests.tokensAsked.size();
    assertTrue(tries > 8 && tries < 20, tries + " tries in two minutes");
    guests.reachable = true;
    guests.pass(2_000);
    far.tryNow();
    guests.pass(4 * THERE_AND_BACK_MS);
    assertTrue(far.link().isOpen());
  }

  @Test
  void itTellsWhenItTriesAgainAndThatItTries() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    guests.reachable = false;
    guests.cut();
    guests.pass(10_000);
    List<FarLink> seen = new ArrayList<>();
    try (var _ = far.onLink(seen::add)) {
      guests.pass(30_000);
    }
    FarLink waits = seen.stream().filter(now -> now.retryMs() > 0).findFirst().orElseThrow();
    assertTrue(waits.retryMs() > 1_000 && waits.retryMs() <= 18_000, waits.toString());
    assertTrue(seen.stream().anyMatch(now -> now.retryMs() == 0), seen.toString());
    guests.reachable = true;
    guests.pass(20_000);
    assertTrue(far.link().isOpen());
    assertEquals(0, far.link().retryMs());
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUpOnInTime() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    guests.answers = false;
    var asked = far.entities(new EntityQuery("", 0, 10));
    guests.pass(14_000);
    assertFalse(asked.isDone());
    guests.pass(2_000);
    assertTrue(failure(asked).contains("in time"));
    guests.pass(10_000);
    assertEquals(FarLink.State.CONNECTING, far.link().state());
  }

  @Test
  void pingIsMeasured() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    guests.pass(5_000);
    assertEquals(THERE_AND_BACK_MS, far.link().pingMs());
  }

  @Test
  void aTokenThatIsNoLongerGoodIsReplacedOnce() {
    RemoteWorldSession far = guests.session("stale", "ann", "tank");
    guests.pass(3_000);
    assertTrue(far.link().isOpen());
    RemoteWorldSession hopeless = guests.session("stale", "stale too", "tank");
    guests.pass(3_000);
    assertEquals(FarLink.State.OVER, hopeless.link().state());
    assertTrue(hopeless.link().trouble().contains("sign in"));
  }

  @Test
  void anUnknownWorldIsNamedWithThoseThatThereAre() {
    RemoteWorldSession far = guests.session("ann", "pond");
    guests.pass(1_000);
    assertEquals(FarLink.State.OVER, far.link().state());
    assertEquals("There is no world pond. Here there are: tank.", far.link().trouble());
    assertTrue(guests.session("bob", "").opened().isDone() || openedLater());
  }

  private boolean openedLater() {
    guests.pass(1_000);
    return guests.open() == 1;
  }

  @Test
  void manyQuestionsAtOnceAreAllAnswered() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      asked.add(far.entities(new EntityQuery("fish", i, 1)));
    }
    guests.pass(8 * THERE_AND_BACK_MS);
    asked.forEach(CompletableFuture::join);
  }

  @Test
  void whatIsTooMuchToSendIsRefusedHere() {
    RemoteWorldSession far = attached("bob", Role.BUILDER);
    var pasted = far.submit(new WorldCommand.Paste("x".repeat(300_000)));
    assertTrue(failure(pasted).contains("KiB"));
    assertTrue(far.link().isOpen());
  }

  @Test
  void anEarlierTickIsAWorldOfItsOwn() {
    var _ = world.history().record(true).join();
    world.advance(100);
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    var visit = far.history().at(40);
    var past = answer(visit.world());
    assertEquals(1.0, visit.progress());
    assertEquals(40, answer(past.status()).tick());
    assertInstanceOf(CommandResult.Refused.class, answer(past.submit(new WorldCommand.Pause())));
    past.close();
    guests.pass(THERE_AND_BACK_MS);
    assertTrue(failure(past.status()).contains("no longer"));
    assertEquals(100, answer(far.status()).tick());
  }

  @Test
  void whatIsNoMessageEndsThatConnectionAndNoOther() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    for (String text : List.of("", "{}", "[[[[", "{\"is\":\"Leave\",\"world\":0}")) {
      assertEquals(1007, guests.say(text).orElseThrow().code(), text);
    }
    guests.pass(THERE_AND_BACK_MS);
    assertEquals(1, guests.open());
    assertEquals(world.status().join(), answer(far.status()));
  }

  @Test
  void aUserWhoIsExpelledIsOut() {
    RemoteWorldSession far = attached("ann", Role.VIEWER);
    guests.endpoint().expel(Guests.id("ann"), "banned");
    guests.pass(Guests.DELAY_MS + 1);
    assertEquals(FarLink.State.CONNECTING, far.link().state());
  }

  @Test
  void whoIsBannedIsToldWhyAndStaysOut() {
    guests.bans.put(Guests.id("eve"), "You are banned: spam.");
    RemoteWorldSession far = guests.session("eve", "tank");
    guests.pass(1_000);
    assertEquals(FarLink.State.OVER, far.link().state());
    assertEquals("You are banned: spam.", far.link().trouble());
  }

  @Test
  void peopleSeeEachOtherAndWhatTheyHaveSelected() {
    guests.players.add(
        new Participant(
            5,
            Guests.id("pat"),
            "pat",
            Role.PLAYER,
            false,
            true,
            42_000_000,
            1_000,
            2_000,
            Map.of("fish/Fish", 300L, "vivarium/Transform", 900L)));
    RemoteWorldSession ann = attached("ann", Role.BUILDER);
    RemoteWorldSession bob = attached("bob", Role.VIEWER);
    EntityHandle fish = new EntityHandle(1L << 32 | 3);
    assertTrue(answer(ann.people().tell(List.of(fish), 12)));
    List<People.Person> seen = answer(bob.people().list());
    assertEquals(List.of("pat", "ann", "bob"), seen.stream().map(People.Person::name).toList());
    assertEquals(List.of(fish), seen.get(1).selected());
    assertTrue(seen.get(2).self());
    assertEquals(0, seen.get(0).bytesOut(), "traffic is for builders");
    List<People.Person> byBuilder = answer(ann.people().list());
    assertEquals("vivarium/Transform", byBuilder.get(0).components().getFirst().component());
    assertEquals(42, byBuilder.get(0).pingMs());
    assertTrue(byBuilder.get(2).bytesIn() > 0);
    ann.close();
    guests.pass(THERE_AND_BACK_MS);
    assertEquals(2, answer(bob.people().list()).size());
  }

  @Test
  void onlyAnAdminModerates() {
    String bob = Guests.id("bob").toString();
    RemoteWorldSession builder = attached("ann", Role.BUILDER);
    assertTrue(failure(builder.people().kick(bob, "")).contains("admin"));
    RemoteWorldSession admin = attached("ada", Role.ADMIN);
    RemoteWorldSession kicked = attached("bob", Role.VIEWER);
    assertInstanceOf(CommandResult.Done.class, answer(admin.people().kick(bob, "spam")));
    guests.pass(THERE_AND_BACK_MS);
    assertEquals(FarLink.State.CONNECTING, kicked.link().state());
    assertEquals(1, guests.moderated.size());
    assertTrue(guests.moderated.getFirst().startsWith("kick{"), guests.moderated.toString());
  }

  @Test
  void everybodyUndoesStepsOfTheirOwnAndNoneThatOthersBuiltOn() {
    RemoteWorldSession ann = attached("ann", Role.BUILDER);
    RemoteWorldSession bob = attached("bob", Role.BUILDER);
    EntityHandle fish = new EntityHandle(1L << 32 | 3);
    long first = step(ann, new WorldCommand.SetField(fish, "Hunger", "since", "1"));
    assertTrue(refusal(bob, first).contains("ann"));
    step(bob, new WorldCommand.SetField(fish, "Hunger", "level", "1"));
    assertEquals(
        List.of("bob", "ann"),
        answer(ann.people().steps(10)).stream().map(People.Step::person).toList());
    long back = step(ann, new WorldCommand.Revert(first));
    assertTrue(answer(ann.people().steps(10)).get(1).undone());
    long again = step(ann, new WorldCommand.Revert(back));
    step(bob, new WorldCommand.SetField(fish, "Hunger", "since", "2"));
    assertTrue(refusal(ann, again).contains("bob has changed Hunger.since of #3"));
  }

  private long step(RemoteWorldSession session, WorldCommand command) {
    CommandResult done = answer(session.submit(command));
    return assertInstanceOf(CommandResult.Done.class, done).edit().orElseThrow().id();
  }

  private String refusal(RemoteWorldSession session, long step) {
    CommandResult refused = answer(session.submit(new WorldCommand.Revert(step)));
    return assertInstanceOf(CommandResult.Refused.class, refused).reason();
  }
}
