package dev.vivarium.net.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any text as what clients name things by. Coverage leads the search where `JAZZER_FUZZ=1` is set;
/// else the corpus is tried.
class ParsingGuidedFuzzTest {
  private static final String LABEL = "{\"world\":\"pond\",\"depth\":7,\"in\":{\"open\":true}}";

  static Stream<byte[]> corpus() {
    return Stream.of(
            "label.world:pond -label.depth:>=7 +label.in.open:true *",
            "label.world:\"Pond\"",
            "2...lobby",
            "3.3f1f4c2e-8f5b-5e55-9f5b-1b7f2f6a0c11..",
            "4.3f1f4c2e-8f5b-5e55-9f5b-1b7f2f6a0c11.3f1f4c2e-8f5b-5e55-9f5b-1b7f2f6a0c12.")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("corpus")
  @FuzzTest
  void anyTextIsAQueryOrNone(byte[] bytes) {
    LabelQuery.parse(new String(bytes, UTF_8)).ifPresent(query -> query.matches(LABEL));
  }

  @MethodSource("corpus")
  @FuzzTest
  void anyTextIsAChannelOrNone(byte[] bytes) {
    Optional<ChannelId> channel = ChannelId.parse(new String(bytes, UTF_8));
    assertEquals(channel, channel.flatMap(id -> ChannelId.parse(id.text())));
  }
}
