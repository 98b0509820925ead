package dev.vivarium.net.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.control.SessionTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final Instant NOW = HandClock.START;

  @Test
  void readsTheClaimsOfItsToken() {
    Session session = Session.of(new SessionTokens(true, Tokens.ending(NOW.plusSeconds(60)), ""));

    assertTrue(session.isCreated());
    assertEquals("u-1", session.userId());
    assertEquals("alice", session.username());
    assertEquals(Map.of("a", "b"), session.vars());
    assertEquals(NOW.plusSeconds(60), session.expiresAt());
  }

  @Test
  void readsTheTokenOfTheRecordedExchange() {
    Session session =
        Session.restore(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0aWQiOiJ0MSIsInVpZCI6IjExMTExMTExLTExMTEtNDEx"
                + "MS04MTExLTExMTExMTExMTExMSIsInVzbiI6ImFsaWNlIiwidnJzIjp7ImEiOiJiIn0sImV4cCI6MTc5"
                + "NTMxMTcwMCwiaWF0IjoxNzk1MjI1MzAwfQ.sig",
            "");

    assertEquals("11111111-1111-4111-8111-111111111111", session.userId());
    assertEquals(Instant.ofEpochSecond(1_795_311_700), session.expiresAt());
  }

  @Test
  void endsWithItsTokens() {
    Session session = Session.of(Tokens.pair(NOW.plusSeconds(600), NOW.plusSeconds(900)));

    assertFalse(session.isExpired(NOW.plusSeconds(599)));
    assertTrue(session.isExpired(NOW.plusSeconds(600)));
    assertFalse(session.isRefreshExpired(NOW.plusSeconds(899)));
    assertTrue(session.isRefreshExpired(NOW.plusSeconds(900)));
  }

  @Test
  void isRefreshedInTheLastFiveMinutesWhileItCanBe() {
    Session session = Session.of(Tokens.pair(NOW.plusSeconds(600), NOW.plusSeconds(900)));

    assertFalse(session.needsRefresh(NOW.plusSeconds(299)));
    assertTrue(session.needsRefresh(NOW.plusSeconds(300)));
    assertFalse(session.needsRefresh(NOW.plusSeconds(900)));
    assertFalse(Session.restore(Tokens.ending(NOW.plusSeconds(1)), "").needsRefresh(NOW));
  }

  @Test
  void isRestoredFromStoredTokens() {
    Session session = Tokens.session();
    Session restored = Session.restore(session.token(), session.refreshToken());

    assertEquals(session.userId(), restored.userId());
    assertEquals(session.expiresAt(), restored.expiresAt());
    assertFalse(restored.isCreated());
  }

  @Test
  void keepsItsRefreshTokenWhereNoNewOneComes() {
    Session session = Tokens.session();
    String refreshToken = session.refreshToken();
    session.replace(new SessionTokens(false, Tokens.ending(NOW.plusSeconds(9_000)), ""));

    assertEquals(NOW.plusSeconds(9_000), session.expiresAt());
    assertEquals(refreshToken, session.refreshToken());
  }

  @Test
  void refusesAnothersTokens() {
    SessionTokens others =
        new SessionTokens(false, Tokens.of("{\"uid\":\"u-2\",\"exp\":1895311700}"), "");

    assertThrows(InvalidTokenException.class, () -> Tokens.session().replace(others));
  }

  @Test
  void refusesWhatIsNoToken() {
    for (String token :
        List.of(
            "",
            "a.b",
            "a.b.c.d",
            "a..c",
            "a.*.c",
            "a.e30.c",
            "a.W10.c",
            "a.\n.c",
            "a." + "A".repeat(20_000) + ".c",
            Tokens.of("{\"exp\":-5}"),
            Tokens.of("{\"exp\":9223372036854775807}"))) {
      assertThrows(InvalidTokenException.class, () -> Session.restore(token, ""), token);
    }
  }

  @Test
  void showsNoTokens() {
    Session session = Tokens.session();

    assertFalse(session.toString().contains(session.token()));
  }
}
