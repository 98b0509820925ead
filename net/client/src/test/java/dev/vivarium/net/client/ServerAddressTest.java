package dev.vivarium.net.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerAddressTest {

  @Test
  void isTlsAtTheUsualPortUnlessToldOtherwise() {
    assertEquals(
        new ServerAddress("world.example", 7350, true), ServerAddress.parse("world.example"));
    assertEquals(
        new ServerAddress("world.example", 443, true), ServerAddress.parse("world.example:443"));
    assertEquals(
        new ServerAddress("127.0.0.1", 7350, false), ServerAddress.parse("http://127.0.0.1"));
    assertEquals(new ServerAddress("::1", 80, true), ServerAddress.parse("https://[::1]:80/"));
  }

  @Test
  void writesAddresses() {
    assertEquals("https://127.0.0.1:7350/v2", "" + ServerAddress.LOCAL.http("/v2"));
    ServerAddress six = new ServerAddress("::1", 80, false);
    assertEquals("ws://[::1]:80/ws", "" + six.webSocket("/ws"));
    assertEquals(six, ServerAddress.of(six.webSocket("/ws")));
    assertEquals(ServerAddress.LOCAL, ServerAddress.of(ServerAddress.LOCAL.webSocket("/ws")));
  }

  @Test
  void refusesWhatIsNoServer() {
    for (String text :
        List.of("", "ftp://a", "https://a/path", "a:0", "a:70000", "u@a", "https://a?q=1", "a b")) {
      assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(text), text);
    }
  }
}
