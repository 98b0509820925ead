package dev.vivarium.workbench.live;

import static dev.vivarium.workbench.live.RealWorld.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.remote.FarServer;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client's world beside the server's, here and from afar.
class ClientWorldIntegrationTest {
  private static final EntityQuery GLOWING = new EntityQuery(TwoSidedProject.GLOW, 0, 100);
  private static final EntityQuery LAMPS = new EntityQuery("hello/Lamp", 0, 100);

  @TempDir private Path folder;

  /// The client has its entities a tick after the server, and rows are read ten times a second.
  private static EntityPage some(WorldSession world, EntityQuery query, int total)
      throws Exception {
    EntityPage page;
    do {
      page = answer(world.entities(query));
    } while (page.total() < total);
    return page;
  }

  private static EntityPage glowing(WorldSession client) throws Exception {
    return some(client, GLOWING, 3);
  }

  private static List<String> components(WorldSession world, EntityHandle entity) throws Exception {
    return answer(world.entity(entity)).orElseThrow().components().stream()
        .map(ComponentValue::name)
        .toList();
  }

  @Test
  void showsWhatTheClientHasAndTheServerHasNot() throws Exception {
    try (var world = RealWorld.open(TwoSidedProject.make(folder)).running()) {
      WorldSession near = world.session();
      WorldSession client = near.client();
      EntityHandle lamp = glowing(client).rows().getFirst().handle();
      assertEquals(0, answer(near.entities(GLOWING)).total());
      assertTrue(components(client, lamp).contains(TwoSidedProject.GLOW));
      assertEquals(4, some(near, LAMPS, 4).total());
      assertEquals(
          3, answer(client.entities(LAMPS)).total(), "what is not Synchronized stays away");
      assertEquals(3, answer(client.positions()).count());
      assertEquals(0, answer(client.placeOf(lamp, TwoSidedProject.GLOW)).orElseThrow());
      assertTrue(answer(client.status()).entities() < answer(near.status()).entities());
      assertTrue(answer(client.inspection().children(Optional.empty(), 0, 100)).total() >= 3);
    }
  }

  @Test
  void changesNothingAtTheClient() throws Exception {
    try (var world = RealWorld.open(TwoSidedProject.make(folder)).running()) {
      WorldSession client = world.session().client();
      EntityHandle lamp = glowing(client).rows().getFirst().handle();
      var edit = new WorldCommand.SetField(lamp, TwoSidedProject.GLOW, "level", "0.1");
      CommandResult result = answer(client.submit(edit));
      assertEquals(
          WorldSession.CLIENT_IS_READ,
          assertInstanceOf(CommandResult.Refused.class, result).reason());
    }
  }

  @Test
  void saysThatNoPluginHasAClientHalf() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder)).running()) {
      assertEquals(WorldSession.NO_CLIENT, failure(world.session().client().status()));
      assertEquals(WorldSession.NO_CLIENT, failure(world.session().client().entities(LAMPS)));
    }
  }

  private static String failure(CompletableFuture<?> question) {
    var problem = assertThrows(ExecutionException.class, () -> answer(question));
    return String.valueOf(Objects.requireNonNull(problem.getCause()).getMessage());
  }

  @Test
  void isAnsweredFromAfarAsItAnswersItself() throws Exception {
    try (var world = RealWorld.open(TwoSidedProject.make(folder)).running();
        var server = new FarServer("hello", world.session());
        var far = server.attach("sides-000001", Role.VIEWER)) {
      WorldSession client = world.session().client();
      glowing(client);
      answer(world.session().submit(new WorldCommand.Pause()));
      EntityPage page = glowing(far.client());
      assertEquals(answer(client.entities(GLOWING)).rows(), page.rows());
      EntityHandle lamp = page.rows().getFirst().handle();
      assertEquals(answer(client.entity(lamp)), answer(far.client().entity(lamp)));
      assertEquals(answer(client.positions()).count(), answer(far.client().positions()).count());
      assertEquals(
          answer(client.inspection().schema()).components(),
          answer(far.client().inspection().schema()).components());
      assertEquals(answer(client.status()).entities(), answer(far.client().status()).entities());
      assertEquals(4, some(far, LAMPS, 4).total(), "the server's, as before");
    }
  }

  @Test
  void saysFromAfarThatNoPluginHasAClientHalf() throws Exception {
    try (var world = RealWorld.open(RealWorld.copy("hello", folder)).running();
        var server = new FarServer("hello", world.session());
        var far = server.attach("sides-000002", Role.VIEWER)) {
      assertEquals(WorldSession.NO_CLIENT, failure(far.client().status()));
    }
  }
}
