package dev.vivarium.workbench.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes from somebody who works on a world from afar: refused with the one exception, or read
/// as a message that is written and read the same again. Coverage leads the search where
/// `JAZZER_FUZZ=1` is set; else the corpus is tried.
class SessionGuidedFuzzTest {
  private static final ArrayNode NOTHING = JsonNodeFactory.instance.arrayNode();

  static Stream<byte[]> corpus() {
    Stream<ClientSays> others =
        Stream.of(
            new ClientSays.Hello(SessionWire.VERSION, "shape", "a.b.c", "tidepool"),
            new ClientSays.Call(1, ClientSays.LIVE, CallTable.SESSION, "status", NOTHING),
            new ClientSays.Visit(2, 1, 100),
            new ClientSays.Progress(3, 1),
            new ClientSays.Leave(1));
    Stream<ClientSays> commands =
        WorldCommandSamples.all().stream().map(SessionGuidedFuzzTest::submit);
    return Stream.concat(others, commands).map(message -> WireJson.write(message).getBytes(UTF_8));
  }

  private static ClientSays submit(WorldCommand command) {
    ArrayNode arguments = JsonNodeFactory.instance.arrayNode();
    arguments.add(WireJson.node(command, WireJson.type(WorldCommand.class)));
    return new ClientSays.Call(4, ClientSays.LIVE, CallTable.SESSION, "submit", arguments);
  }

  @MethodSource("corpus")
  @FuzzTest
  void anyMessageIsRefusedOrRead(byte[] bytes) {
    try {
      ClientSays read = WireJson.readAtServer(bytes);
      String again = WireJson.write(read);
      assertEquals(again, WireJson.write(WireJson.readAtServer(again.getBytes(UTF_8))));
      if (read instanceof ClientSays.Call call) {
        arguments(call);
      }
    } catch (MalformedException refused) {
      // As it should be.
    }
  }

  private static void arguments(ClientSays.Call call) throws MalformedException {
    List<CallTable.Entry> entries =
        CallTable.get().find(call.area(), call.method()).stream().toList();
    for (CallTable.Entry entry : entries) {
      Object[] given = entry.arguments(call.arguments());
      assertEquals(entry.parameters().size(), given.length);
    }
  }
}
