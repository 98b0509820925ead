package dev.vivarium.net.protocol.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes: refused with the one exception, or read as a message or body that is written and read
/// the same again. Coverage leads the search where `JAZZER_FUZZ=1` is set; else the corpus is
/// tried.
class ControlGuidedFuzzTest {
  private static final List<Class<? extends Record>> BODIES =
      List.of(
          Authenticate.Device.class,
          Authenticate.Email.class,
          Authenticate.Custom.class,
          SessionRefresh.class,
          SessionLogout.class,
          AccountUpdate.class,
          StorageWrite.class,
          StorageRead.class,
          StorageDelete.class);

  static Stream<byte[]> frames() {
    return RecordedFramesTest.frames().stream().map(line -> line.substring(2).getBytes(UTF_8));
  }

  static Stream<byte[]> bodies() {
    return Stream.of(
            "{\"id\":\"device-of-alice\",\"vars\":{\"a\":\"b\"}}",
            "{\"email\":\"a@example.org\",\"password\":\"long enough\"}",
            "{\"token\":\"a.b.c\",\"refresh_token\":\"a.b.c\"}",
            "{\"username\":\"alice\",\"display_name\":\"Alice\",\"avatar_url\":null}",
            "{\"objects\":[{\"collection\":\"c\",\"key\":\"k\",\"value\":\"{}\",\"version\":\"*\","
                + "\"permission_read\":1,\"permission_write\":1}]}",
            "{\"object_ids\":[{\"collection\":\"c\",\"key\":\"k\",\"user_id\":\"u\"}]}")
        .map(json -> json.getBytes(UTF_8));
  }

  @MethodSource("frames")
  @FuzzTest
  void anyFrameOfAClientIsRefusedOrRead(byte[] bytes) {
    try {
      byte[] again = ControlJson.write(ControlJson.readFromClient(bytes));
      if (again.length > ControlLimits.MAX_CLIENT_FRAME_BYTES) return;
      assertArrayEquals(again, ControlJson.write(ControlJson.readFromClient(again)));
    } catch (InvalidControlException refused) {
      assertTrue(refused.cid().length() <= ControlLimits.MAX_CID_CHARS);
    }
  }

  @MethodSource("frames")
  @FuzzTest
  void anyFrameOfAServerIsRefusedOrRead(byte[] bytes) {
    try {
      byte[] again = ControlJson.write(ControlJson.readFromServer(bytes));
      if (again.length > ControlLimits.MAX_SERVER_FRAME_BYTES) return;
      assertArrayEquals(again, ControlJson.write(ControlJson.readFromServer(again)));
    } catch (InvalidControlException refused) {
      assertTrue(refused.cid().length() <= ControlLimits.MAX_CID_CHARS);
    }
  }

  @MethodSource("bodies")
  @FuzzTest
  void anyBodyIsRefusedOrRead(byte[] bytes) {
    for (Class<? extends Record> type : BODIES) read(bytes, type);
  }

  private static <T extends Record> void read(byte[] bytes, Class<T> type) {
    try {
      byte[] again = ControlJson.write(ControlJson.read(bytes, type));
      assertArrayEquals(again, ControlJson.write(ControlJson.read(again, type)));
    } catch (InvalidControlException refused) {
      // As it should be.
    }
  }
}
