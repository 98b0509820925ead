package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {
  @Test
  void manyConnectionsOfOneAddressMayAlsoBeginSooner() {
    ServerOptions many =
        ServerOptions.builder(InstantSource.system()).connectionsPerAddress(2_000).build();
    assertEquals(2_000, many.transport().connectionsPerAddressMax());
    assertEquals(10_000, many.transport().connectionsMax());
    assertEquals(4_000, many.realtime().handshakesPerAddressAndMinute());
    ServerOptions few =
        ServerOptions.builder(InstantSource.system()).connectionsPerAddress(3).build();
    assertEquals(3, few.transport().connectionsPerAddressMax());
    assertEquals(600, few.realtime().handshakesPerAddressAndMinute());
  }
}
