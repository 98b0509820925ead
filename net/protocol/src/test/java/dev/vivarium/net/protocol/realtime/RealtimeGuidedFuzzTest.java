package dev.vivarium.net.protocol.realtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes: refused with the one exception, or read as a message that is written and read the
/// same again. Coverage leads the search where `JAZZER_FUZZ=1` is set; else the corpus is tried.
class RealtimeGuidedFuzzTest {
  static Stream<byte[]> corpus() {
    return SampleMessages.all().values().stream().map(RealtimeCodec::encode);
  }

  @MethodSource("corpus")
  @FuzzTest
  void anyMessageOfAClientIsRefusedOrRead(byte[] bytes) {
    try {
      byte[] again = RealtimeCodec.encode(RealtimeCodec.decodeFromClient(bytes));
      assertArrayEquals(again, RealtimeCodec.encode(RealtimeCodec.decodeFromClient(again)));
    } catch (MalformedMessageException refused) {
      // As it should be.
    }
  }

  @MethodSource("corpus")
  @FuzzTest
  void anyMessageOfAServerIsRefusedOrRead(byte[] bytes) {
    try {
      byte[] again = RealtimeCodec.encode(RealtimeCodec.decodeFromServer(bytes));
      assertArrayEquals(again, RealtimeCodec.encode(RealtimeCodec.decodeFromServer(again)));
    } catch (MalformedMessageException refused) {
      // As it should be.
    }
  }
}
