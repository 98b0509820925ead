package dev.vivarium.workbench.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.server.network.SlowProxy;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.People.Step;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two workbenches, each at work on the worlds of two servers over TLS and lines of 100 ms with 20
/// ms of jitter that lose 5 % of their packets, while the worlds run: in the end everybody sees
/// what each world itself has.
class BadLineIntegrationTest {
  private static final SlowProxy.Line BAD = new SlowProxy.Line(100, 20, 0.05);
  private static final long SEED = Long.getLong("vivarium.network.seed", 1);
  private static final int EDITS = 8;
  private static final int PATIENCE_S = 90;

  @TempDir private Path folder;

  /// A world, and the two who work on it from afar.
  private static final class Site implements AutoCloseable {
    final RealWorld world;
    final FarServer server;
    final SlowProxy line;
    final RemoteWorldSession ann;
    final RemoteWorldSession bob;

    Site(Path folder, String sample, long seed) throws Exception {
      world = RealWorld.open(RealWorld.copy(sample, folder)).running();
      server = new FarServer(sample, world.session());
      line = new SlowProxy(server.address().port(), BAD, seed);
      ServerAddress far = new ServerAddress("127.0.0.1", line.port(), true);
      ann = server.attach("device-of-ann", Role.BUILDER, far);
      bob = server.attach("device-of-bob", Role.BUILDER, far);
    }

    List<WorldSession> guests() {
      return List.of(ann, bob);
    }

    @Override
    public void close() throws IOException {
      ann.close();
      bob.close();
      line.close();
      server.close();
      world.close();
    }
  }

  @Test
  void everybodySeesWhatTheWorldsHave() throws Exception {
    try (Site pool = new Site(folder, "tidepool", SEED);
        Site hello = new Site(folder, "hello", SEED + 1)) {
      List<CompletableFuture<CommandResult>> edits = new ArrayList<>();
      for (int i = 0; i < EDITS; i++) {
        for (Site site : List.of(pool, hello)) {
          for (WorldSession guest : site.guests()) {
            edits.add(guest.submit(new WorldCommand.Spawn("Buoy " + i, List.of())));
          }
        }
      }
      for (var edit : edits) {
        assertInstanceOf(CommandResult.Done.class, answer(edit));
      }
      for (Site site : List.of(pool, hello)) {
        undoLast(site.ann);
        assertInstanceOf(
            CommandResult.Done.class, answer(site.bob.submit(new WorldCommand.Pause())));
        for (WorldSession guest : site.guests()) {
          sameAsTheWorld(site.world.session(), guest);
        }
        assertEquals(steps(site.ann), steps(site.bob));
      }
    }
  }

  private static void undoLast(WorldSession guest) throws Exception {
    CommandResult spawned =
        answer(guest.submit(new WorldCommand.Spawn("A slip of the hand", List.of())));
    long edit = assertInstanceOf(CommandResult.Done.class, spawned).edit().orElseThrow().id();
    assertInstanceOf(CommandResult.Done.class, answer(guest.submit(new WorldCommand.Revert(edit))));
  }

  private static void sameAsTheWorld(WorldSession world, WorldSession guest) throws Exception {
    assertEquals(answer(world.status()).tick(), answer(guest.status()).tick());
    EntityQuery buoys = new EntityQuery("Buoy", 0, WorldSession.MAX_PAGE);
    EntityPage page = answer(world.entities(buoys));
    assertEquals(2 * EDITS, page.total());
    assertEquals(page, answer(guest.entities(buoys)));
    assertEquals(0, answer(guest.entities(new EntityQuery("slip", 0, 1))).total());
    assertTrue(same(answer(world.positions()), answer(guest.positions())));
  }

  private static boolean same(MapFrame one, MapFrame other) {
    boolean same = one.tick() == other.tick() && one.count() == other.count();
    for (int i = 0; same && i < one.count(); i++) {
      same =
          one.handleBits(i) == other.handleBits(i)
              && one.x(i) == other.x(i)
              && one.y(i) == other.y(i)
              && one.z(i) == other.z(i);
    }
    return same;
  }

  private static List<String> steps(RemoteWorldSession guest) throws Exception {
    return answer(guest.people().steps(100)).stream()
        .map((Step step) -> step.person() + " " + step.title() + " " + step.undone())
        .toList();
  }

  private static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }
}
