package dev.vivarium.net.protocol.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vivarium.net.protocol.control.InvalidControlException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ControlJsonTest {

  @Test
  void leavesOutWhatIsZeroOrEmpty() {
    assertEquals("{}", text(new SessionTokens(false, "", "")));
    assertEquals(
        "{\"match\":{\"match_id\":\"m.\",\"size\":1}}",
        ControlJson.writeText(
            Envelope.of(new ServerMessage.Match("m.", false, null, 1, List.of(), null))));
  }

  @Test
  void writesZeroWhereAbsenceMeansSomethingElse() {
    assertEquals("{\"username\":\"\"}", text(new AccountUpdate("", null, null, null, null, null)));
    assertEquals(
        "{\"status_update\":{\"status\":\"\"}}",
        ControlJson.writeText(Envelope.of(new ClientMessage.StatusUpdate(""))));
    assertEquals(
        "{\"match_data\":{\"match_id\":\"m\",\"op_code\":\"0\"}}",
        ControlJson.writeText(
            Envelope.of(new ServerMessage.MatchData("m", null, 0, new byte[0], false))));
  }

  @Test
  void tellsAnAbsentStatusFromAnEmptyOne() throws Exception {
    assertNull(statusOf("{\"status_update\":{}}"));
    assertNull(statusOf("{\"status_update\":{\"status\":null}}"));
    assertEquals("", statusOf("{\"status_update\":{\"status\":\"\"}}"));
  }

  private static @Nullable String statusOf(String json) throws Exception {
    return assertInstanceOf(ClientMessage.StatusUpdate.class, fromClient(json).message()).status();
  }

  @Test
  void readsLongsAsStringsAndAsNumbersAndWritesStrings() throws Exception {
    long big = (1L << 53) + 1;
    for (String written : List.of("\"" + big + "\"", "" + big)) {
      Envelope<ClientMessage> frame =
          fromClient("{\"match_data_send\":{\"match_id\":\"m\",\"op_code\":" + written + "}}");

      assertEquals(
          big, assertInstanceOf(ClientMessage.MatchDataSend.class, frame.message()).opCode());
      assertEquals(
          "{\"match_data_send\":{\"match_id\":\"m\",\"op_code\":\"" + big + "\"}}",
          ControlJson.writeText(frame));
    }
  }

  @Test
  void carriesAllBytes() throws Exception {
    byte[] data = new byte[256];
    new Random(1).nextBytes(data);
    byte[] json =
        ControlJson.write(
            Envelope.of(new ClientMessage.MatchDataSend("m", 7, data, List.of(), null)));

    ClientMessage read = ControlJson.readFromClient(json).message();
    assertArrayEquals(data, assertInstanceOf(ClientMessage.MatchDataSend.class, read).data());
    assertFalse(new String(json, UTF_8).contains("\\n"));
  }

  @Test
  void readsTimesWithAnyOffsetAndWritesUtc() throws Exception {
    User user = body("{\"create_time\":\"2026-01-01T02:00:00.5+02:00\"}", User.class);

    assertEquals(Instant.parse("2026-01-01T00:00:00.500Z"), user.createTime());
    assertEquals("{\"create_time\":\"2026-01-01T00:00:00.500Z\"}", text(user));
  }

  @Test
  void readsNullAndAbsentAsEmpty() throws Exception {
    Authenticate.Email email = body("{\"email\":null,\"vars\":null}", Authenticate.Email.class);

    assertEquals(new Authenticate.Email("", "", Map.of()), email);
    assertEquals(new Authenticate.Email("", "", Map.of()), body("", Authenticate.Email.class));
  }

  @Test
  void ignoresUnknownFieldsInBodiesAndFramesOfServersOnly() throws Exception {
    assertEquals("a", body("{\"id\":\"a\",\"new\":{}}", Authenticate.Device.class).id());
    Envelope<ServerMessage> pong =
        ControlJson.readFromServer(
            "{\"cid\":\"1\",\"pong\":{\"new\":1},\"later\":{}}".getBytes(UTF_8));
    assertEquals(new Envelope<>("1", new ServerMessage.Pong()), pong);

    InvalidControlException refused = refused("{\"cid\":\"4\",\"ping\":{\"new\":1}}");
    assertEquals(Reason.BAD_FIELD, refused.reason());
    assertEquals("4", refused.cid());
    assertEquals("unknown field new", refused.getMessage());
  }

  @Test
  void namesWhyAFrameIsRefused() {
    assertEquals(Reason.EMPTY, refused("{}").reason());
    assertEquals(Reason.EMPTY, refused("{\"cid\":\"4\"}").reason());
    assertEquals(Reason.UNKNOWN_KIND, refused("{\"cid\":\"4\",\"party_create\":{}}").reason());
    assertEquals(Reason.UNKNOWN_KIND, refused("{\"match_data\":{}}").reason());
    assertEquals(Reason.NOT_JSON, refused("{\"ping\":{}").reason());
    assertEquals(Reason.NOT_JSON, refused("{\"ping\":{}}{}").reason());
    assertEquals(Reason.NOT_JSON, refused("[]").reason());
    assertEquals(Reason.NOT_JSON, refused("").reason());
    assertEquals(Reason.NOT_JSON, refused("{\"cid\":\"1\",\"cid\":\"2\",\"ping\":{}}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"ping\":{},\"status_update\":{}}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"ping\":[]}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"cid\":1,\"ping\":{}}").reason());
  }

  @Test
  void refusesValuesOfAnotherType() {
    assertEquals(Reason.BAD_FIELD, refused("{\"match_leave\":{\"match_id\":5}}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"channel_join\":{\"type\":1.5}}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"channel_join\":{\"hidden\":1}}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"match_data_send\":{\"data\":\"*\"}}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"match_data_send\":{\"op_code\":\"\"}}").reason());
    assertEquals(Reason.BAD_FIELD, refused("{\"status_follow\":{\"user_ids\":[null]}}").reason());
    InvalidControlException deep = refused("{\"match_join\":{\"metadata\":{\"a\":{}}}}");
    assertEquals("bad value of metadata.a", deep.getMessage());
  }

  @Test
  void refusesWhatIsTooLargeOrTooDeep() {
    String long4096 = "{\"match_leave\":{\"match_id\":\"" + "a".repeat(4_065) + "\"}}";
    assertEquals(4_096, long4096.length());
    assertEquals(Reason.TOO_LARGE, refused(long4096.replace("aa\"", "aaa\"")).reason());
    assertEquals(
        Reason.NOT_JSON, refused("{\"ping\":" + "[".repeat(17) + "]".repeat(17) + "}").reason());
    assertEquals(
        Reason.TOO_LARGE,
        assertThrows(
                InvalidControlException.class,
                () -> ControlJson.read(new byte[256 * 1024 + 1], User.class))
            .reason());
  }

  @Test
  void takesAFrameOfExactlyTheLimit() throws Exception {
    String json = "{\"match_leave\":{\"match_id\":\"" + "a".repeat(4_065) + "\"}}";

    assertInstanceOf(ClientMessage.MatchLeave.class, fromClient(json).message());
  }

  /// Any damage is answered by the named exception and nothing else.
  @Test
  void damagedFramesNeverDoWorseThanBeRefused() {
    Random random = new Random(42);
    List<String> frames = RecordedFramesTest.frames();
    int refusedCount = 0;
    for (int round = 0; round < 40_000; round++) {
      byte[] json = frames.get(random.nextInt(frames.size())).substring(2).getBytes(UTF_8);
      for (int hit = random.nextInt(4); hit >= 0; hit--) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      }
      refusedCount += isRefusedByBoth(json) ? 1 : 0;
    }
    assertFalse(refusedCount < 10_000);
  }

  private static boolean isRefusedByBoth(byte[] json) {
    boolean refused = true;
    try {
      ControlJson.write(ControlJson.readFromClient(json));
      refused = false;
    } catch (InvalidControlException e) {
      assertFalse(e.cid().length() > ControlLimits.MAX_CID_CHARS);
    }
    try {
      ControlJson.write(ControlJson.readFromServer(json));
      refused = false;
    } catch (InvalidControlException e) {
      assertFalse(e.cid().length() > ControlLimits.MAX_CID_CHARS);
    }
    return refused;
  }

  private static String text(Record body) {
    return new String(ControlJson.write(body), UTF_8);
  }

  private static <T extends Record> T body(String json, Class<T> type) throws Exception {
    return ControlJson.read(json.getBytes(UTF_8), type);
  }

  private static Envelope<ClientMessage> fromClient(String json) throws Exception {
    return ControlJson.readFromClient(json.getBytes(UTF_8));
  }

  private static InvalidControlException refused(String json) {
    return assertThrows(InvalidControlException.class, () -> fromClient(json));
  }
}
