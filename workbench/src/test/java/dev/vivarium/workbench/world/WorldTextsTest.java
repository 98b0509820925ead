package dev.vivarium.workbench.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTextsTest {
  private static WorldStatus at(double rateHz, long p50Us, long p99Us) {
    return new WorldStatus("pool", RunState.RUNNING, "", 1, rateHz, 1, p50Us, p99Us, 0, List.of());
  }

  @Test
  void theRateIsAsWideWhateverItsNumbersAre() {
    assertEquals(" 60 Hz ·  9.7 ms p50 · 13.0 ms p99", WorldTexts.rate(at(60, 9_700, 13_000)));
    assertEquals("  1 Hz ·  0.0 ms p50 · 99.9 ms p99", WorldTexts.rate(at(1, 0, 99_900)));
  }

  @Test
  void writesSizesInTheGreatestUnitThatFits() {
    assertEquals("0 B", WorldTexts.bytes(0));
    assertEquals("1023 B", WorldTexts.bytes(1023));
    assertEquals("4.0 KiB", WorldTexts.bytes(4096));
    assertEquals("1.0 MiB", WorldTexts.bytes((1 << 20) - 1));
    assertEquals("16.0 MiB", WorldTexts.bytes(16_384 * 1024));
    assertEquals("2.0 GiB", WorldTexts.bytes(2L << 30));
  }
}
