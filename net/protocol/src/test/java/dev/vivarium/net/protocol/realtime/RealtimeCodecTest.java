package dev.vivarium.net.protocol.realtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RealtimeCodecTest {
  private final Map<String, RealtimeMessage> samples = SampleMessages.all();

  @Test
  void bytesAreThoseOfTheGoldenVectors() throws IOException {
    var golden = new Properties();
    try (InputStream in = RealtimeCodecTest.class.getResourceAsStream("golden.properties")) {
      golden.load(in);
    }
    assertEquals(samples.keySet(), golden.keySet());
    samples.forEach((name, message) ->
        assertEquals(
            golden.getProperty(name),
            HexFormat.of().formatHex(RealtimeCodec.encode(message)),
            name));
  }

  @Test
  void everyMessageComesOutAsItWentIn() {
    for (RealtimeMessage message : samples.values()) {
      byte[] bytes = RealtimeCodec.encode(message);
      RealtimeMessage back = decode(message, bytes);
      assertEquals(message.getClass(), back.getClass());
      assertArrayEquals(bytes, RealtimeCodec.encode(back), message.toString());
    }
  }

  @Test
  void everyMessageIsAmongTheSamples() {
    var seen = samples.values().stream().map(Object::getClass).collect(Collectors.toSet());
    for (Class<?> direction : RealtimeMessage.class.getPermittedSubclasses()) {
      for (Class<?> message : direction.getPermittedSubclasses()) {
        assertTrue(seen.contains(message), message.toString());
      }
    }
  }

  @Test
  void everyTruncationIsRefused() {
    for (RealtimeMessage message : samples.values()) {
      byte[] bytes = RealtimeCodec.encode(message);
      // What is left of a frame is for the frame's own decoder to refuse.
      int end = message instanceof State ? 1 : bytes.length;
      for (int length = 0; length < end; length++) {
        byte[] part = Arrays.copyOf(bytes, length);
        if (!(message instanceof State && length == 1)) {
          assertThrows(MalformedMessageException.class, () -> decode(message, part));
        }
      }
    }
  }

  @Test
  void whatFollowsAMessageIsRefused() {
    for (RealtimeMessage message : samples.values()) {
      byte[] bytes = RealtimeCodec.encode(message);
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      if (!(message instanceof State)) {
        assertThrows(MalformedMessageException.class, () -> decode(message, longer));
      }
    }
  }

  @Test
  void unknownTypesAndThoseOfTheOtherSideAreRefusedByName() {
    assertRefused(() -> RealtimeCodec.decodeFromClient(new byte[] {99}), "type 99");
    assertRefused(() -> RealtimeCodec.decodeFromServer(new byte[] {0}), "type 0");
    byte[] welcome = RealtimeCodec.encode(sample("Welcome"));
    assertRefused(() -> RealtimeCodec.decodeFromClient(welcome), "may not send Welcome");
    byte[] hello = RealtimeCodec.encode(sample("Hello"));
    assertRefused(() -> RealtimeCodec.decodeFromServer(hello), "may not send Hello");
  }

  @Test
  void aClientCannotNameASender() {
    var forged = new RemoteMessage(3, 12, 4, new Target.Server(), new byte[0]);
    byte[] bytes = RealtimeCodec.encode(forged);
    assertRefused(() -> RealtimeCodec.decodeFromClient(bytes), "RemoteMessage.sender");
    assertEquals(4, ((RemoteMessage) RealtimeCodec.decodeFromServer(bytes)).sender());
  }

  @Test
  void lengthsAreCheckedBeforeMemoryIsTaken() {
    byte[] token = {RealtimeCodec.HELLO, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
    assertRefused(() -> RealtimeCodec.decodeFromClient(token), "Hello.sessionToken");
    byte[] digests = {RealtimeCodec.NEED_MODULES, (byte) 0x80, 2};
    assertRefused(() -> RealtimeCodec.decodeFromClient(digests), "NeedModules.digests");
    byte[] payload = {RealtimeCodec.REMOTE_MESSAGE, 1, 1, 0, 0, (byte) 0x81, (byte) 0x80, 4};
    assertRefused(() -> RealtimeCodec.decodeFromClient(payload), "RemoteMessage.payload");
    byte[] large = new byte[RealtimeLimits.FROM_CLIENT_BYTES + 1];
    assertRefused(() -> RealtimeCodec.decodeFromClient(large), "131073 bytes");
  }

  @Test
  void textThatIsNoUtf8AndFlagsThatAreNoneAreRefused() {
    assertRefused(
        () -> RealtimeCodec.decodeFromClient(new byte[] {RealtimeCodec.GOODBYE, 1, (byte) 0xff}),
        "UTF-8");
    assertRefused(
        () -> RealtimeCodec.decodeFromClient(new byte[] {RealtimeCodec.ACK, 1, 2}), "needsFull");
    assertRefused(
        () -> RealtimeCodec.decodeFromServer(new byte[] {RealtimeCodec.NOTICE, 100, 0}), "kind");
  }

  @Test
  void thisSideCannotBreakTheLimits() {
    var reason = "x".repeat(Goodbye.REASON_BYTES + 1);
    assertThrows(IllegalArgumentException.class, () -> new Goodbye(reason));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ModuleBytes(SampleMessages.DIGEST, 10, 8, new byte[3]));
    assertThrows(IllegalArgumentException.class, () -> new Target.Clients(List.of(-1)));
  }

  @Test
  void tokensStayOutOfLogs() {
    assertFalse(sample("Hello").toString().contains("eyJ"));
    assertFalse(sample("Welcome").toString().contains("r-1"));
  }

  private RealtimeMessage sample(String name) {
    RealtimeMessage message = samples.get(name);
    if (message == null) {
      throw new AssertionError(name);
    }
    return message;
  }

  private static void assertRefused(Runnable decoding, String text) {
    var refused = assertThrows(MalformedMessageException.class, decoding::run);
    assertTrue(String.valueOf(refused.getMessage()).contains(text), refused.getMessage());
  }

  static RealtimeMessage decode(RealtimeMessage like, byte[] bytes) {
    return like instanceof FromServer
        ? RealtimeCodec.decodeFromServer(bytes)
        : RealtimeCodec.decodeFromClient(bytes);
  }
}
