package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.RequestFailure.ClientError;
import dev.vivarium.net.client.RequestFailure.ConnectionError;
import dev.vivarium.net.client.RequestFailure.ReplyError;
import dev.vivarium.net.client.RequestFailure.ServerError;
import dev.vivarium.net.client.memory.MemoryClientAdapter;
import dev.vivarium.net.protocol.control.AccountUpdate;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.StorageDelete;
import dev.vivarium.net.protocol.control.StorageObjectList;
import dev.vivarium.net.protocol.control.StorageRead;
import dev.vivarium.net.protocol.control.StorageWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DefaultClientTest {
  private final HandClock clock = new HandClock();
  private final List<String> asked = new ArrayList<>();
  private int status = 200;
  private String reply = "{}";
  private final MemoryClientAdapter adapter =
      new MemoryClientAdapter(request -> {
        asked.add(line(request));
        return new RestResponse(status, reply.getBytes(UTF_8));
      });
  private final Client client = new DefaultClient(adapter, "defaultkey", clock);

  private static String line(RestRequest request) {
    String who =
        switch (request.authorization()) {
          case Authorization.ServerKey key -> key.header();
          case Authorization.Bearer _ -> "Bearer";
          case Authorization.None _ -> "-";
        };
    String body = new String(request.body(), UTF_8);
    return request.method() + " " + request.pathAndQuery() + " " + who + " " + body;
  }

  private void serverSays(String json) {
    reply = json.replace('\'', '"');
  }

  private String lastAsked() {
    return asked.getLast().replace('"', '\'').stripTrailing();
  }

  private String tokens() {
    return new String(
        ControlJson.write(
            Tokens.pair(clock.now().plusSeconds(7_200), clock.now().plusSeconds(86_400))),
        UTF_8);
  }

  @Test
  void signsInByDeviceAsTheRecordedClientDoes() {
    reply = tokens();
    Session session = client.authenticateDevice("device-0001-0001", true, "alice", Map.of()).join();

    assertEquals("u-1", session.userId());
    assertEquals(
        "POST /v2/account/authenticate/device?create=true&username=alice"
            + " Basic ZGVmYXVsdGtleTo= {'id':'device-0001-0001'}",
        lastAsked());
  }

  @Test
  void signsInByEmailAndByCustomId() {
    reply = tokens();
    assertEquals(
        "u-1",
        client.authenticateEmail("a@b.example", "12345678", false, "", Map.of()).join().userId());
    assertEquals(
        "POST /v2/account/authenticate/email?create=false Basic ZGVmYXVsdGtleTo="
            + " {'email':'a@b.example','password':'12345678'}",
        lastAsked());

    assertEquals(
        "u-1", client.authenticateCustom("custom", true, "ü b", Map.of("k", "v")).join().userId());
    assertEquals(
        "POST /v2/account/authenticate/custom?create=true&username=%C3%BC%20b"
            + " Basic ZGVmYXVsdGtleTo= {'id':'custom','vars':{'k':'v'}}",
        lastAsked());
  }

  @Test
  void asksForAccountsAndUsers() {
    Session session = Tokens.session();
    serverSays("{'user':{'id':'u-1','username':'alice'},'wallet':'{}'}");
    assertEquals("{}", client.getAccount(session).join().wallet());
    assertEquals("GET /v2/account Bearer", lastAsked());

    client.updateAccount(session, new AccountUpdate(null, "", null, null, null, null)).join();
    assertEquals("PUT /v2/account Bearer {'display_name':''}", lastAsked());

    serverSays("{'users':[{'id':'a'},{'id':'b'}]}");
    assertEquals(
        2, client.getUsers(session, List.of("a", "b"), List.of("c d")).join().users().size());
    assertEquals("GET /v2/user?ids=a&ids=b&usernames=c%20d Bearer", lastAsked());
  }

  @Test
  void listsMatchesAsTheRecordedClientDoes() {
    serverSays("{'matches':[{'match_id':'m.n','authoritative':true,'label':'lbl','size':2}]}");
    MatchFilter filter = new MatchFilter(10, true, "lbl", 0, 10, "*");

    assertEquals(
        "m.n", client.listMatches(Tokens.session(), filter).join().matches().getFirst().matchId());
    assertEquals(
        "GET /v2/match?limit=10&authoritative=true&label=lbl&min_size=0&max_size=10&query=*"
            + " Bearer",
        lastAsked());
  }

  @Test
  void followsCursorsThroughAChannelsHistory() {
    serverSays("{'messages':[{'message_id':'m1','content':'{}'}],'next_cursor':'a/b='}");
    String cursor =
        client.listChannelMessages(Tokens.session(), "2...room", 100, true, "").join().nextCursor();
    assertEquals("GET /v2/channel/2...room?limit=100&forward=true Bearer", lastAsked());

    serverSays("{}");
    assertTrue(
        client
            .listChannelMessages(Tokens.session(), "2...room", 100, true, cursor)
            .join()
            .messages()
            .isEmpty());
    assertEquals(
        "GET /v2/channel/2...room?limit=100&forward=true&cursor=a%2Fb%3D Bearer", lastAsked());
  }

  @Test
  void keepsObjects() {
    Session session = Tokens.session();
    serverSays("{'acks':[{'collection':'saves','key':'slot1','version':'v1'}]}");
    StorageWrite.Item item = new StorageWrite.Item("saves", "slot1", "{\"hp\":5}", "*", 0, 1);
    assertEquals(
        "v1",
        client.writeStorageObjects(session, List.of(item)).join().acks().getFirst().version());
    assertEquals(
        "PUT /v2/storage Bearer {'objects':[{'collection':'saves','key':'slot1',"
            + "'value':'{\\'hp\\':5}','version':'*','permission_read':0,'permission_write':1}]}",
        lastAsked());

    serverSays("{'objects':[{'collection':'saves','key':'slot1','value':'{}'}],'cursor':'c'}");
    StorageRead.Key key = new StorageRead.Key("saves", "slot1", "u-1");
    StorageObjectList read = client.readStorageObjects(session, List.of(key)).join();
    assertEquals("{}", read.objects().getFirst().value());
    assertEquals(
        "POST /v2/storage Bearer"
            + " {'object_ids':[{'collection':'saves','key':'slot1','user_id':'u-1'}]}",
        lastAsked());

    assertEquals("c", client.listStorageObjects(session, "sa ves", 5, "").join().cursor());
    assertEquals("GET /v2/storage/sa%20ves?limit=5 Bearer", lastAsked());
    assertEquals(
        "c", client.listUsersStorageObjects(session, "saves", "u-1", 5, "x").join().cursor());
    assertEquals("GET /v2/storage/saves/u-1?limit=5&cursor=x Bearer", lastAsked());
  }

  @Test
  void deletesObjects() {
    StorageDelete.Key key = new StorageDelete.Key("saves", "slot1", "v1");
    client.deleteStorageObjects(Tokens.session(), List.of(key)).join();

    assertEquals(
        "PUT /v2/storage/delete Bearer"
            + " {'object_ids':[{'collection':'saves','key':'slot1','version':'v1'}]}",
        lastAsked());
  }

  @Test
  void callsFunctionsWithAPayloadInAString() {
    serverSays("{'id':'echo','payload':'pong'}");
    assertEquals("pong", client.rpc(Tokens.session(), "echo", "{\"a\":1}").join().payload());
    assertEquals("POST /v2/rpc/echo Bearer '{\\'a\\':1}'", lastAsked());

    assertEquals("pong", client.rpcHttpKey("key", "e/o", "{}").join().payload());
    assertEquals("GET /v2/rpc/e%2Fo?payload=%7B%7D&http_key=key -", lastAsked());
  }

  @Test
  void logsOutWithBothTokens() {
    Session session = Tokens.session();
    client.sessionLogout(session).join();

    assertTrue(lastAsked().startsWith("POST /v2/session/logout Bearer {'token':'"));
    assertTrue(lastAsked().contains(session.refreshToken()));
  }

  @Test
  void refreshesASessionBeforeItEndsAndAsksThen() {
    Session session = Tokens.session();
    String old = session.token();
    clock.move(Duration.ofSeconds(7_200 - 299));
    reply = tokens();
    // What the second request gets for an account is a session's body, whose fields it does not
    // know.
    assertEquals("", client.getAccount(session).join().wallet());

    assertTrue(asked.getFirst().startsWith("POST /v2/account/session/refresh Basic"));
    assertEquals("GET /v2/account Bearer", lastAsked());
    assertFalse(session.token().equals(old));
    assertEquals(clock.now().plusSeconds(7_200), session.expiresAt());
  }

  @Test
  void manyRequestsShareOneRefresh() {
    List<CompletableFuture<RestResponse>> held = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    ClientAdapter slow =
        new ClientAdapter() {
          @Override
          public CompletableFuture<RestResponse> send(RestRequest request) {
            paths.add(request.path());
            held.add(new CompletableFuture<>());
            return held.getLast();
          }

          @Override
          public void close() {}
        };
    Client waiting = new DefaultClient(slow, "defaultkey", clock);
    Session session = Tokens.session();
    clock.move(Duration.ofSeconds(7_000));
    List<CompletableFuture<?>> asking =
        List.of(waiting.getAccount(session), waiting.getAccount(session));
    assertEquals(List.of("/v2/account/session/refresh"), paths);

    held.getFirst().complete(new RestResponse(200, tokens().getBytes(UTF_8)));
    assertEquals(List.of("/v2/account/session/refresh", "/v2/account", "/v2/account"), paths);
    held.forEach(each -> each.complete(new RestResponse(200, new byte[0])));
    asking.forEach(CompletableFuture::join);
  }

  @Test
  void goesOnWithAGoodTokenWhereTheRefreshFails() {
    Session session = Tokens.session();
    clock.move(Duration.ofSeconds(7_000));
    status = 503;
    assertInstanceOf(ServerError.class, failureOf(client.getAccount(session)));
    assertEquals(2, asked.size());

    clock.move(Duration.ofSeconds(200));
    assertInstanceOf(ServerError.class, failureOf(client.getAccount(session)));
    assertEquals(3, asked.size(), "an ended token is not sent");
  }

  @Test
  void tellsAnswersOfFailureApart() {
    status = 404;
    serverSays("{'code':5,'message':'User account not found.','error':'User account not found.'}");
    ClientError refused =
        assertInstanceOf(
            ClientError.class, failureOf(client.authenticateCustom("nobody", false, "", Map.of())));
    assertEquals(404, refused.status());
    assertEquals(reply, new String(refused.body(), UTF_8));
    assertEquals(5, refused.error().orElseThrow().code());

    status = 502;
    serverSays("<html>");
    ServerError failed =
        assertInstanceOf(ServerError.class, failureOf(client.getAccount(Tokens.session())));
    assertEquals(502, failed.status());
    assertTrue(failed.error().isEmpty());

    status = 302;
    assertInstanceOf(ReplyError.class, failureOf(client.getAccount(Tokens.session())));
    status = 200;
    assertInstanceOf(ReplyError.class, failureOf(client.getAccount(Tokens.session())));
    serverSays("{'token':'no','refresh_token':'token'}");
    assertInstanceOf(
        ReplyError.class, failureOf(client.authenticateCustom("nobody", false, "", Map.of())));
    adapter.close();
    assertInstanceOf(ConnectionError.class, failureOf(client.getAccount(Tokens.session())));
  }

  @Test
  void refusesARefreshThatBringsNoTokens() {
    Session session = Tokens.session();
    assertInstanceOf(ReplyError.class, failureOf(client.sessionRefresh(session, Map.of())));

    reply = tokens();
    assertSame(session, client.sessionRefresh(session, Map.of("a", "b")).join());
    assertTrue(lastAsked().endsWith("'vars':{'a':'b'}}"));
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    Throwable cause = assertThrows(CompletionException.class, future::join).getCause();
    return cause == null ? new AssertionError("no cause") : cause;
  }
}
