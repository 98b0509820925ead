package dev.vivarium.net.protocol.realtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.Mutations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Mutated messages: refused with the one exception, or read as a message that writes the same
/// again. `-Dvivarium.fuzz.messages=N` tries more.
class RealtimeFuzzTest {
  private static final int MESSAGES = Integer.getInteger("vivarium.fuzz.messages", 200_000);

  @Test
  void mutatedMessagesAreRefusedOrRead() {
    List<byte[]> corpus = new ArrayList<>();
    SampleMessages.all().values().forEach(message -> corpus.add(RealtimeCodec.encode(message)));
    var mutations = new Mutations(42, corpus);
    int read = 0;
    for (int i = 0; i < MESSAGES; i++) {
      byte[] bytes = mutations.next();
      read += i % 2 == 0 ? tryClient(bytes) : tryServer(bytes);
    }
    assertTrue(read > MESSAGES / 100, read + " read");
    assertTrue(read < MESSAGES, read + " read");
  }

  private static int tryClient(byte[] bytes) {
    try {
      check(RealtimeCodec.decodeFromClient(bytes), bytes);
      return 1;
    } catch (MalformedMessageException expected) {
      return 0;
    }
  }

  private static int tryServer(byte[] bytes) {
    try {
      check(RealtimeCodec.decodeFromServer(bytes), bytes);
      return 1;
    } catch (MalformedMessageException expected) {
      return 0;
    }
  }

  /// Numbers may have been written longer than needed, so only what we write is compared.
  private static void check(RealtimeMessage message, byte[] bytes) {
    byte[] again = RealtimeCodec.encode(message);
    assertTrue(again.length <= bytes.length);
    assertArrayEquals(again, RealtimeCodec.encode(RealtimeCodecTest.decode(message, again)));
  }
}
