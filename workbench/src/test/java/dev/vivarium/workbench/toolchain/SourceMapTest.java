package dev.vivarium.workbench.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceMapTest {
  /// Offset 4 is a.ts 1:1, offset 20 is b.ts 3:2, offset 21 is b.ts 1:1.
  private static final SourceMap MAP =
      SourceMap.parse(
          """
          {"version":3,"sources":["fish/a.ts","fish/b.ts"],"names":[],"mappings":"IAAA,gBCEC,CAFD"}
          """);

  @Test
  void findsTheLastMappedPlaceAtOrBeforeAnOffset() {
    assertEquals(Optional.empty(), MAP.position(3));
    assertEquals(Optional.of(new SourcePosition("fish/a.ts", 1, 1)), MAP.position(4));
    assertEquals(Optional.of(new SourcePosition("fish/a.ts", 1, 1)), MAP.position(19));
    assertEquals(Optional.of(new SourcePosition("fish/b.ts", 3, 2)), MAP.position(20));
    assertEquals(Optional.of(new SourcePosition("fish/b.ts", 1, 1)), MAP.position(1_000));
  }

  @Test
  void findsTheFirstPlaceOfARange() {
    assertEquals(Optional.of(new SourcePosition("fish/b.ts", 3, 2)), MAP.firstIn(5, 21));
    assertEquals(Optional.empty(), MAP.firstIn(5, 20));
  }

  @Test
  void findsTheLastPlaceOfAFileBeforeAnOffset() {
    assertEquals(
        Optional.of(new SourcePosition("fish/a.ts", 1, 1)),
        MAP.lastBefore(1_000, "fish/a.ts"::equals));
    assertEquals(Optional.empty(), MAP.lastBefore(19, "fish/b.ts"::equals));
  }

  @Test
  void refusesWhatIsNoSourceMap() {
    assertThrows(IllegalArgumentException.class, () -> SourceMap.parse("{"));
    assertThrows(
        IllegalArgumentException.class,
        () -> SourceMap.parse("{\"sources\":[\"a\"],\"mappings\":\"IAAAé\"}"));
    assertThrows(
        IllegalArgumentException.class,
        () -> SourceMap.parse("{\"sources\":[\"a\"],\"mappings\":\"ICAA\"}"));
  }
}
