package dev.vivarium.workbench.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.TableQuery;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sample world on a server with TLS on loopback, and sessions to it.
class RemoteWorldSessionIntegrationTest {
  private static final int PATIENCE_S = 60;

  @TempDir private static Path folder;
  private static RealWorld world;
  private static FarServer server;

  @BeforeAll
  static void serve() throws Exception {
    world = RealWorld.open(RealWorld.copy("tidepool", folder)).running();
    server = new FarServer("tidepool", world.session());
    answer(world.session().submit(new WorldCommand.Pause()));
  }

  @AfterAll
  static void end() {
    server.close();
    world.close();
  }

  private static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Test
  void whatThePanelsAskIsAnsweredAsTheWorldItselfAnswers() throws Exception {
    WorldSession near = world.session();
    try (RemoteWorldSession far = server.attach("panels-0001", Role.VIEWER)) {
      assertEquals(answer(near.status()).tick(), answer(far.status()).tick());
      EntityQuery query = new EntityQuery("Fish", 0, 200);
      EntityPage page = answer(far.entities(query));
      assertEquals(answer(near.entities(query)), page);
      assertFalse(page.rows().isEmpty());
      EntityHandle fish = page.rows().getFirst().handle();
      assertEquals(answer(near.entity(fish)), answer(far.entity(fish)));
      assertEquals(answer(near.placeOf(fish, "Fish")), answer(far.placeOf(fish, "Fish")));
      assertEquals(answer(near.logs(0, 100)), answer(far.logs(0, 100)));
      assertEquals(answer(near.diagnostics()), answer(far.diagnostics()));
      assertEquals(answer(near.reloads(5)), answer(far.reloads(5)));
      assertEquals(answer(near.decisions()), answer(far.decisions()));
      MapFrame map = answer(far.positions());
      assertEquals(answer(near.positions()).count(), map.count());
      inspector(near, far, fish);
      tracer(near, far);
      profiler(near, far);
    }
  }

  private static void inspector(WorldSession near, WorldSession far, EntityHandle fish)
      throws Exception {
    var here = near.inspection();
    var there = far.inspection();
    assertEquals(answer(here.schema()), answer(there.schema()));
    assertEquals(
        answer(here.children(Optional.empty(), 0, 50)),
        answer(there.children(Optional.empty(), 0, 50)));
    assertEquals(answer(here.ancestors(fish)), answer(there.ancestors(fish)));
    assertEquals(answer(here.entities(List.of(fish))), answer(there.entities(List.of(fish))));
    assertEquals(answer(here.copy(List.of(fish))), answer(there.copy(List.of(fish))));
    assertEquals(answer(here.statistics()), answer(there.statistics()));
    assertEquals(answer(here.assets()), answer(there.assets()));
    TableQuery table =
        new TableQuery(
            new EntityQuery("Fish", 0, 20),
            List.of("vivarium/Transform.position.x"),
            new EntityOrder("vivarium/Transform.position.x", true));
    assertEquals(answer(here.table(table)), answer(there.table(table)));
    EntityGrouping owners = new EntityGrouping.Owner();
    assertEquals(
        answer(here.groups(owners)).of(fish.bits()), answer(there.groups(owners)).of(fish.bits()));
  }

  private static void tracer(WorldSession near, WorldSession far) throws Exception {
    assertEquals(answer(near.trace().channels()), answer(far.trace().channels()));
    assertEquals(
        answer(near.trace().newest(TraceFilter.ALL, 0, 50)),
        answer(far.trace().newest(TraceFilter.ALL, 0, 50)));
    assertEquals(
        answer(near.trace().timeline()).lanes().size(),
        answer(far.trace().timeline()).lanes().size());
    assertEquals(answer(near.trace().chain(1)), answer(far.trace().chain(1)));
    assertEquals(answer(near.watches().list()), answer(far.watches().list()));
  }

  private static void profiler(WorldSession near, WorldSession far) throws Exception {
    assertEquals(
        answer(near.profile().ticks(0, 100)).parts(), answer(far.profile().ticks(0, 100)).parts());
    assertEquals(answer(near.profile().memory()), answer(far.profile().memory()));
    assertEquals(answer(near.profile().costs(10)), answer(far.profile().costs(10)));
    for (var plugin : answer(far.status()).plugins()) {
      assertEquals(
          answer(near.plugins().details(plugin.name())).map(d -> d.versions()),
          answer(far.plugins().details(plugin.name())).map(d -> d.versions()));
    }
    assertEquals(answer(near.history().recordings()), answer(far.history().recordings()));
  }

  @Test
  void aBuilderSetsAFieldAndAViewerIsRefused() throws Exception {
    try (RemoteWorldSession builder = server.attach("builder-0001", Role.BUILDER);
        RemoteWorldSession viewer = server.attach("viewer-00001", Role.VIEWER)) {
      EntityHandle fish =
          answer(builder.entities(new EntityQuery("Fish", 0, 1))).rows().getFirst().handle();
      WorldCommand set =
          new WorldCommand.SetField(fish, "vivarium/Transform", "position", "[1.5,0.25,2]");
      assertInstanceOf(CommandResult.Refused.class, answer(viewer.submit(set)));
      assertInstanceOf(CommandResult.Done.class, answer(builder.submit(set)));
      EntityDetails seen = answer(viewer.entity(fish)).orElseThrow();
      String position =
          seen.components().stream()
              .filter(c -> c.name().equals("vivarium/Transform"))
              .flatMap(c -> c.fields().stream())
              .filter(f -> f.schema().name().equals("position"))
              .findFirst()
              .orElseThrow()
              .json();
      assertEquals("[1.5,0.25,2.0]", position);
    }
  }

  @Test
  void itComesBackByItselfAfterTheConnectionWasLost() throws Exception {
    try (RemoteWorldSession far = server.attach("comeback-001", Role.VIEWER)) {
      CountDownLatch lost = new CountDownLatch(1);
      CountDownLatch back = new CountDownLatch(1);
      far.onLink(link -> {
        if (!link.isOpen()) {
          lost.countDown();
        } else if (lost.getCount() == 0) {
          back.countDown();
        }
      });
      answer(far.status());
      server.cut("comeback-001");
      assertTrue(lost.await(PATIENCE_S, TimeUnit.SECONDS));
      assertTrue(back.await(PATIENCE_S, TimeUnit.SECONDS));
      assertEquals(RunState.PAUSED, answer(far.status()).state());
    }
  }

  @Test
  void anotherCertificateIsRefusedForGood() {
    ServerTrust wrong = new ServerTrust.Pinned(new Fingerprint("0".repeat(64)));
    SignIn signIn =
        new SignIn(
            server.address(), wrong, "defaultkey", new SignIn.Device("wrong-certificate", ""));
    try (RemoteWorldSession far = RemoteWorldSession.open(server.address(), wrong, signIn, "")) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class, () -> far.opened().get(PATIENCE_S, TimeUnit.SECONDS));
      assertTrue(String.valueOf(refused.getCause()).contains("certificate"), refused.toString());
      assertEquals(FarLink.State.OVER, far.link().state());
    }
  }
}
