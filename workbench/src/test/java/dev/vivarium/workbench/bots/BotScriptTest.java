package dev.vivarium.workbench.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BotScriptTest {
  private static final long MS = 1_000_000;

  private final List<String> done = new ArrayList<>();

  private final ScriptRun.Hands hands =
      new ScriptRun.Hands() {
        @Override
        public void send(BotScript.Send send, Random random) {
          done.add("send " + send.channel() + Payload.drawn(send.payload(), random));
        }

        @Override
        public void move(BotScript.Move move, Random random, long nowNanos) {
          done.add("move");
        }
      };

  private List<String> play(String text, long forMs, long seed) {
    done.clear();
    var run = new ScriptRun(BotScript.parse("test.bots", text), hands, seed, 0);
    for (long ms = 0; ms < forMs; ms += 10) {
      run.turn(ms * MS);
    }
    return List.copyOf(done);
  }

  @Test
  void doesItsStepsInOrderAndRepeats() {
    assertEquals(
        List.of("send a/B{\"n\":1}", "send a/C{}", "send a/C{}", "send a/D{}"),
        play(
            """
            # A comment, then what is done once.
            send a/B {"n": 1}
            repeat 2
              wait 50ms
              send a/C
            end

            send a/D {}
            """,
            1_000,
            1));
  }

  @Test
  void repeatsForEverWithoutANumber() {
    assertEquals(10, play("repeat\n send a/B\n wait 100ms\nend", 1_000, 1).size());
  }

  @Test
  void drawsTimesChancesAndNumbersFromItsSeed() {
    String script =
        """
        repeat
          wait 10ms..50ms
          maybe 50% send a/B {"x": "-1.0..1.0", "n": ["1..3"], "text": "plain"}
        end
        """;
    List<String> once = play(script, 1_000, 7);
    assertEquals(once, play(script, 1_000, 7));
    assertFalse(once.equals(play(script, 1_000, 8)));
    assertTrue(once.size() > 5 && once.size() < 40, once::toString);
  }

  @Test
  void numbersStayInTheirRanges() throws Exception {
    JsonNode template = new ObjectMapper().readTree("{\"a\": \"-2..2\", \"b\": \"0.5..0.75\"}");
    Random random = new Random(1);
    for (int count = 0; count < 1_000; count++) {
      JsonNode drawn = Payload.drawn(template, random);
      assertTrue(drawn.get("a").isIntegralNumber());
      assertTrue(Math.abs(drawn.get("a").intValue()) <= 2);
      assertTrue(drawn.get("b").doubleValue() >= 0.5 && drawn.get("b").doubleValue() <= 0.75);
    }
  }

  @Test
  void movesForItsTime() {
    List<String> moved = play("move -1 0 -1 to 1 0 1 at 2 for 100ms\nsend a/B", 1_000, 1);
    assertEquals(11, moved.size());
    assertEquals("send a/B{}", moved.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wiat 1s | 1: 'wiat' is no step here",
        "wait soon | 1: 'soon' is no time up to an hour",
        "wait 3s..1s | 1: the shorter time comes first",
        "send plaza | 1: send needs a channel such as plaza/Move",
        "send a/B {x} | 1: the payload is not JSON",
        "send a/B to me {} | 1: between channel and payload may stand 'to everyone'",
        "move 1 2 | 1: move is written",
        "repeat never | 1: repeat takes a whole number",
        "repeat | 1: this repeat has no end",
        "end | 1: this end has no repeat",
        "maybe often wait 1s | 1: maybe is written",
      })
  void saysWhereAScriptIsWrongAndWhy(String script, String expected) {
    var wrong = assertThrows(BotScriptException.class, () -> BotScript.parse("test.bots", script));
    assertTrue(String.valueOf(wrong.getMessage()).startsWith("test.bots:" + expected));
  }

  @Test
  void refusesARepeatThatWouldNeverPause() {
    String script = "wait 1s\nrepeat\n  maybe 50% wait 1s\n  send a/B\nend";
    var wrong = assertThrows(BotScriptException.class, () -> BotScript.parse("test.bots", script));
    assertTrue(String.valueOf(wrong.getMessage()).startsWith("test.bots:2: this repeat would"));
  }
}
