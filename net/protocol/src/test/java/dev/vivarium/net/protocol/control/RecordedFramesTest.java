package dev.vivarium.net.protocol.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What nakama-js 2.8.0 and a small server said to each other, and the bodies of its requests.
class RecordedFramesTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("frames")
  void everyFrameIsReadAndWrittenAgain(String line) throws Exception {
    byte[] json = line.substring(2).getBytes(UTF_8);
    Envelope<?> envelope =
        line.startsWith("C") ? ControlJson.readFromClient(json) : ControlJson.readFromServer(json);

    assertEquals(said(json, true), said(ControlJson.write(envelope), true));
  }

  static List<String> frames() {
    try (InputStream in =
        Objects.requireNonNull(
            RecordedFramesTest.class.getResourceAsStream("frames-of-nakama-js-2.8.0.txt"))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyFrameOfTheRecordIsThere() {
    assertEquals(32, frames().size());
  }

  @Test
  void everyBodyIsReadAndWrittenAgain() throws Exception {
    roundTrip(Authenticate.Device.class, "{'id':'device-0001-0001'}");
    roundTrip(SessionTokens.class, "{'created':true,'token':'a.b.c','refresh_token':'d.e.f'}");
    roundTrip(
        StorageWrite.class,
        "{'objects':[{'collection':'saves','key':'slot1','permission_read':1,"
            + "'permission_write':1,'value':'{\\'hp\\':5}'}]}");
    roundTrip(
        StorageAcks.class,
        "{'acks':[{'collection':'saves','key':'slot1','version':'v1','user_id':'1111'}]}");
    roundTrip(
        StorageRead.class,
        "{'object_ids':[{'collection':'saves','key':'slot1','user_id':'1111'}]}");
    roundTrip(
        StorageObjectList.class,
        "{'objects':[{'collection':'saves','key':'slot1','user_id':'1111','value':'{\\'hp\\':5}',"
            + "'version':'v1','permission_read':1,'permission_write':1,"
            + "'create_time':'2026-01-01T00:00:00Z','update_time':'2026-01-01T00:00:00Z'}]}");
    roundTrip(Account.class, "{'user':{'id':'1111','username':'alice'},'wallet':'{}'}");
    roundTrip(MatchList.class, "{'matches':[]}");
    roundTrip(Rpc.class, "{'id':'echo','payload':'\\'pong\\''}");
    roundTrip(SessionRefresh.class, "{'token':'a.b.c','vars':{}}");
    roundTrip(
        ApiError.class,
        "{'code':5,'message':'RPC function not found','error':'RPC function not found'}");
  }

  @Test
  void aPayloadTravelsAsAString() throws Exception {
    byte[] body = "\"{\\\"a\\\":1}\"".getBytes(UTF_8);

    assertEquals("{\"a\":1}", ControlJson.readString(body));
    assertEquals("\"{\\\"a\\\":1}\"", new String(ControlJson.writeString("{\"a\":1}"), UTF_8));
  }

  private static <T extends Record> void roundTrip(Class<T> type, String singleQuoted)
      throws Exception {
    byte[] json = singleQuoted.replace('\'', '"').replace("\\\\\"", "\\\"").getBytes(UTF_8);

    assertEquals(said(json, false), said(ControlJson.write(ControlJson.read(json, type)), false));
  }

  /// What a frame says: to leave out what is zero or empty says the same, as does a presence
  /// without the `node` that some clients carry along.
  private static JsonNode said(byte[] json, boolean isFrame) throws IOException {
    JsonNode tree = PLAIN.readTree(json);
    strip(tree, isFrame);
    return tree;
  }

  private static void strip(JsonNode node, boolean isFrame) {
    node.forEach(child -> strip(child, false));
    if (node instanceof ObjectNode object) {
      object.remove("node");
      List<String> unsaid =
          object.properties().stream()
              .filter(field -> isUnsaid(field.getValue(), isFrame))
              .flatMap(field -> Stream.of(field.getKey()))
              .toList();
      object.remove(unsaid);
    }
  }

  private static boolean isUnsaid(JsonNode value, boolean isFrame) {
    if (isFrame && value.isObject()) {
      return false;
    }
    return value.isContainerNode()
        ? value.isEmpty()
        : value.asText().isEmpty() || value.asText().equals("0") || value.asText().equals("false");
  }
}
