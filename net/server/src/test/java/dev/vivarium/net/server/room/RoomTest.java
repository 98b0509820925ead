package dev.vivarium.net.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.DefaultSocket;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.MatchFilter;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.Session;
import dev.vivarium.net.client.Socket;
import dev.vivarium.net.client.WebSocketAdapter;
import dev.vivarium.net.protocol.control.MatchList.ListedMatch;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.TestHall;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// People in a running world: our own client against our own server, over TLS.
class RoomTest {
  private final List<Guest> guests = new ArrayList<>();
  private final TestHall hall = new TestHall(RoomOptions.DEFAULT);
  private VivariumServer server;
  private OpenWorld match;

  /// Somebody with a client of ours.
  private final class Guest {
    final Socket socket;
    final Session session;
    final Client client;
    final List<String> received = new ArrayList<>();

    Guest(String name) throws Exception {
      ServerAddress address = new ServerAddress("127.0.0.1", server.address().getPort(), true);
      ServerTrust trust =
          new ServerTrust.Pinned(Fingerprint.parse(server.fingerprint().orElseThrow()));
      client = new DefaultClient(new RestHttpAdapter(address, trust, Duration.ofMinutes(1)));
      session =
          client
              .authenticateDevice("device-of-" + name, true, name, Map.of())
              .get(20, TimeUnit.SECONDS);
      socket = new DefaultSocket(address, new WebSocketAdapter(trust));
      socket.onReceivedMatchState(data ->
          received.add(data.opCode() + " " + new String(data.data(), StandardCharsets.UTF_8)));
      guests.add(this);
      done(socket.connect(session, false, Duration.ofSeconds(10)));
    }

    Guest joins() {
      done(socket.joinMatchById(match.matchId(), Map.of()));
      return this;
    }

    void says(String data) {
      socket.sendMatchState(
          match.matchId(), OpCodes.MESSAGE, data.getBytes(StandardCharsets.UTF_8), List.of(), true);
    }
  }

  @BeforeEach
  void open() throws Exception {
    server =
        VivariumServer.start(ServerOptions.builder(InstantSource.system()).passwordCost(4).build());
    match = server.host(hall.room());
  }

  @AfterEach
  void close() {
    guests.forEach(guest -> guest.socket.close());
    match.close();
    server.close();
    hall.close();
  }

  /// Lets the world and everybody's socket go on until it is so.
  private void until(BooleanSupplier so) {
    assertTrue(hall.goesOnUntil(so, () -> guests.forEach(guest -> guest.socket.tick())));
  }

  private <T> T done(CompletableFuture<T> answer) {
    until(answer::isDone);
    return answer.join();
  }

  @Test
  void theWorldIsListedWithItsLabelAndWhoIsIn() throws Exception {
    Guest ada = new Guest("ada").joins();

    List<ListedMatch> listed =
        ada.client.listMatches(ada.session, MatchFilter.ANY).get(20, TimeUnit.SECONDS).matches();

    assertEquals(1, listed.size());
    assertEquals(match.matchId(), listed.getFirst().matchId());
    assertEquals("{\"world\":\"Hall\"}", listed.getFirst().label());
    assertEquals(1, listed.getFirst().size());
    assertTrue(listed.getFirst().authoritative());
  }

  @Test
  void whatOneSendsReachesThePluginsAndTheirAnswerEverybody() throws Exception {
    Guest ada = new Guest("ada").joins();
    Guest bob = new Guest("bob").joins();

    ada.says("{\"channel\":\"hall/Up\",\"payload\":{\"n\":42}}");

    List<String> answer = List.of("1 {\"channel\":\"hall/Down\",\"payload\":{\"n\":42}}");
    until(() -> ada.received.equals(answer) && bob.received.equals(answer));
  }

  @Test
  void nobodySendsOnALocalChannel() throws Exception {
    Guest ada = new Guest("ada").joins();
    Guest bob = new Guest("bob").joins();

    ada.says("{\"channel\":\"hall/Gossip\",\"payload\":{\"n\":1}}");

    until(() ->
        ada.received.equals(
            List.of(
                "2 {\"channel\":\"hall/Gossip\",\"error\":\"the channel is local to the world\"}")));
    assertEquals(List.of(), bob.received);
  }

  @Test
  void whatIsNoMessageIsRefusedWithTheReason() throws Exception {
    Guest ada = new Guest("ada").joins();

    ada.says("nonsense");
    until(() -> ada.received.size() == 1);
    ada.says("{\"channel\":\"hall/Up\",\"payload\":{\"n\":\"many\"}}");
    until(() -> ada.received.size() == 2);
    ada.says("{\"channel\":\"hall/Nowhere\"}");
    until(() -> ada.received.size() == 3);

    assertTrue(ada.received.get(0).startsWith("2 {\"channel\":\"\""), ada.received.toString());
    assertTrue(ada.received.get(1).contains("n"), ada.received.toString());
    assertTrue(ada.received.get(2).contains("no such channel"), ada.received.toString());
  }

  @Test
  void whoHasLeftHearsNothingMore() throws Exception {
    Guest ada = new Guest("ada").joins();
    Guest bob = new Guest("bob").joins();
    done(bob.socket.leaveMatch(match.matchId()));
    until(() -> hall.room().size() == 1);

    ada.says("{\"channel\":\"hall/Up\",\"payload\":{\"n\":7}}");

    until(() -> ada.received.size() == 1);
    assertEquals(List.of(), bob.received);
  }
}
