package dev.vivarium.net.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class LabelQueryTest {
  private static final String LABEL = "{\"world\":\"pond\",\"depth\":7,\"in\":{\"open\":true}}";

  private static boolean matches(String query) {
    return LabelQuery.parse(query).orElseThrow().matches(LABEL);
  }

  @Test
  void comparesWordsNumbersAndNestedFields() {
    assertTrue(matches("label.world:pond"));
    assertTrue(matches("label.world:\"Pond\""));
    assertTrue(matches("+label.depth:>=7 +label.depth:<8 +label.in.open:true"));
    assertFalse(matches("+label.depth:>7"));
    assertFalse(matches("label.world:sea"));
    assertFalse(matches("label.nothing:pond"));
  }

  @Test
  void oneOfTheOptionalTermsIsEnough() {
    assertTrue(matches("label.world:sea label.depth:7"));
    assertFalse(matches("label.world:pond -label.depth:7"));
    assertTrue(matches("* -label.depth:8"));
  }

  @Test
  void refusesWhatIsNoQuery() {
    assertTrue(LabelQuery.parse("world pond").isEmpty());
    assertTrue(LabelQuery.parse("label.a:b )").isEmpty());
    assertTrue(LabelQuery.parse("label.a:b ".repeat(33)).isEmpty());
  }

  @Test
  void namesGiveTheIdsOfTheStandard() {
    // RFC 9562, appendix A.4.
    assertEquals(
        UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"), NamedIds.inDns("www.example.com"));
  }
}
