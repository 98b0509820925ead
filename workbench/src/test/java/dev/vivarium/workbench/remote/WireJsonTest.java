package dev.vivarium.workbench.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.workbench.session.EntityGroups;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.ProfilePage;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.WorldCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WireJsonTest {
  @Test
  void everyCommandComesBackAsItWas() throws Exception {
    List<WorldCommand> all = WorldCommandSamples.all();
    assertEquals(
        new HashSet<>(WireJson.leaves(WorldCommand.class)),
        all.stream().map(Object::getClass).collect(Collectors.toSet()));
    for (WorldCommand command : all) {
      assertEquals(command, there(command, WireJson.type(WorldCommand.class)));
    }
  }

  @Test
  void namesOfASealedTypesRecordsAreTheirOwn() {
    for (Class<?> sealed :
        List.of(WorldCommand.class, SessionEvent.class, ClientSays.class, ServerSays.class)) {
      List<String> names = new ArrayList<>();
      WireJson.leaves(sealed).forEach(leaf -> names.add(leaf.getSimpleName()));
      assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
    }
  }

  @Test
  void aMapComesBackWithEveryPoint() throws Exception {
    MapFrame frame =
        new MapFrame(
            7,
            2,
            new float[] {1, 2, 3, -4, Float.MIN_VALUE, Float.NaN, 0, 0, 0},
            new long[] {1, Long.MIN_VALUE, 0},
            new short[] {0, 1, 0},
            List.of("", "fish"));
    MapFrame back = (MapFrame) there(frame, WireJson.type(MapFrame.class));
    assertEquals(7, back.tick());
    assertEquals(2, back.count());
    assertEquals(Float.MIN_VALUE, back.y(1));
    assertTrue(Float.isNaN(back.z(1)));
    assertEquals(Long.MIN_VALUE, back.handleBits(1));
    assertEquals("fish", back.ownerNames().get(back.owner(1)));
  }

  @Test
  void groupsComeBackWithEveryEntity() throws Exception {
    long[] handles = new long[1_000];
    short[] groups = new short[1_000];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = (long) i << 32 | (i + 1);
      groups[i] = (short) (i % 3);
    }
    EntityGroups sent = new EntityGroups(List.of("a", "b", "c"), handles, groups);
    EntityGroups back = (EntityGroups) there(sent, WireJson.type(EntityGroups.class));
    for (int i = 0; i < handles.length; i++) {
      assertEquals(i % 3, back.of(handles[i]));
    }
    assertEquals(-1, back.of(99L << 40));
  }

  @Test
  void arraysOfAProfileComeBack() throws Exception {
    ProfilePage page =
        new ProfilePage(
            60,
            List.of(new ProfilePage.Part(ProfilePage.Kind.SYSTEM, "fish", "fish/swim")),
            List.of(new ProfilePage.Tick(3, 1.5, new int[] {0}, new float[] {1.25f})));
    ProfilePage back = (ProfilePage) there(page, WireJson.type(ProfilePage.class));
    assertArrayEquals(new float[] {1.25f}, back.ticks().getFirst().micros());
    assertArrayEquals(new int[] {0}, back.ticks().getFirst().parts());
  }

  @Test
  void whatIsNoMessageIsRefused() {
    refused("");
    refused("null");
    refused("[]");
    refused("{\"is\":\"Leave\",\"world\":1} x");
    refused("{\"is\":\"Leave\"}");
    refused("{\"is\":\"Leave\",\"world\":null}");
    refused("{\"is\":\"Leave\",\"world\":\"1\"}");
    refused("{\"is\":\"Leave\",\"world\":1.5}");
    refused("{\"is\":\"Leave\",\"world\":1,\"more\":2}");
    refused("{\"is\":\"Leave\",\"world\":1,\"world\":2}");
    refused("{\"is\":\"java.lang.Runtime\",\"world\":1}");
    refused("{\"is\":\"dev.vivarium.workbench.remote.ClientSays$Leave\",\"world\":1}");
    refused("{\"@class\":\"java.lang.Runtime\"}");
    refused(
        "{\"is\":\"Call\",\"id\":1,\"world\":0,\"area\":\"a\",\"method\":\"b\",\"arguments\":"
            + "[".repeat(70)
            + "]".repeat(70)
            + "}");
  }

  private static void refused(String text) {
    assertThrows(
        MalformedException.class,
        () -> WireJson.readAtServer(text.getBytes(StandardCharsets.UTF_8)),
        text);
  }

  @Test
  void argumentsOfOtherTypesAreRefused() {
    CallTable.Entry submit = CallTable.get().find("session", "submit").orElseThrow();
    JsonNode noCommand = TextNode.valueOf("Pause");
    assertThrows(MalformedException.class, () -> submit.arguments(list(noCommand)));
    assertThrows(MalformedException.class, () -> submit.arguments(list()));
    CallTable.Entry logs = CallTable.get().find("session", "logs").orElseThrow();
    assertThrows(MalformedException.class, () -> logs.arguments(list(noCommand, noCommand)));
  }

  private static JsonNode list(JsonNode... of) {
    return JsonNodeFactory.instance.arrayNode().addAll(List.of(of));
  }

  private static Object there(Object value, JavaType type) throws MalformedException {
    ServerSays said = new ServerSays.Answer(1, WireJson.node(value, type));
    String text = new String(WireJson.write(said), StandardCharsets.UTF_8);
    ServerSays.Answer heard = (ServerSays.Answer) WireJson.readAtClient(text);
    return WireJson.read(heard.result(), type);
  }
}
