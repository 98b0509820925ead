package dev.vivarium.net.client;

import static dev.vivarium.net.client.RestRequest.encode;

import dev.vivarium.net.client.RequestFailure.ClientError;
import dev.vivarium.net.client.RequestFailure.ReplyError;
import dev.vivarium.net.client.RequestFailure.ServerError;
import dev.vivarium.net.client.RestRequest.Method;
import dev.vivarium.net.protocol.control.Account;
import dev.vivarium.net.protocol.control.AccountUpdate;
import dev.vivarium.net.protocol.control.Authenticate;
import dev.vivarium.net.protocol.control.ChannelMessageList;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.InvalidControlException;
import dev.vivarium.net.protocol.control.MatchList;
import dev.vivarium.net.protocol.control.Rpc;
import dev.vivarium.net.protocol.control.SessionLogout;
import dev.vivarium.net.protocol.control.SessionRefresh;
import dev.vivarium.net.protocol.control.SessionTokens;
import dev.vivarium.net.protocol.control.StorageAcks;
import dev.vivarium.net.protocol.control.StorageDelete;
import dev.vivarium.net.protocol.control.StorageObjectList;
import dev.vivarium.net.protocol.control.StorageRead;
import dev.vivarium.net.protocol.control.StorageWrite;
import dev.vivarium.net.protocol.control.Users;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A [Client] over any [ClientAdapter].
public final class DefaultClient implements Client {
  public static final String DEFAULT_SERVER_KEY = "defaultkey";

  private final ClientAdapter adapter;
  private final Authorization serverKey;
  private final ClientClock clock;

  /// With the usual key, by the system's time.
  public DefaultClient(ClientAdapter adapter) {
    this(adapter, DEFAULT_SERVER_KEY, ClientClock.SYSTEM);
  }

  /// @param serverKey says which application asks before there is a session
  public DefaultClient(ClientAdapter adapter, String serverKey, ClientClock clock) {
    this.adapter = adapter;
    this.serverKey = new Authorization.ServerKey(serverKey);
    this.clock = clock;
  }

  private record Nothing() {}

  @Override
  public CompletableFuture<Session> authenticateDevice(
      String id, boolean create, String username, Map<String, String> vars) {
    return authenticate(
        "device", ControlJson.write(new Authenticate.Device(id, vars)), create, username);
  }

  @Override
  public CompletableFuture<Session> authenticateEmail(
      String email, String password, boolean create, String username, Map<String, String> vars) {
    byte[] body = ControlJson.write(new Authenticate.Email(email, password, vars));
    return authenticate("email", body, create, username);
  }

  @Override
  public CompletableFuture<Session> authenticateCustom(
      String id, boolean create, String username, Map<String, String> vars) {
    return authenticate(
        "custom", ControlJson.write(new Authenticate.Custom(id, vars)), create, username);
  }

  private CompletableFuture<Session> authenticate(
      String way, byte[] body, boolean create, String username) {
    RestRequest request =
        new RequestBuilder(Method.POST, "/v2/account/authenticate/" + way)
            .with("create", Boolean.toString(create))
            .with("username", username)
            .with(body)
            .by(serverKey);
    return call(request, SessionTokens.class).thenCompose(DefaultClient::session);
  }

  private static CompletableFuture<Session> session(SessionTokens tokens) {
    try {
      return CompletableFuture.completedFuture(Session.of(tokens));
    } catch (InvalidTokenException e) {
      return CompletableFuture.failedFuture(new ReplyError("no session came back", e));
    }
  }

  @Override
  public CompletableFuture<Session> sessionRefresh(Session session, Map<String, String> vars) {
    return session.refreshOnce(() -> refresh(session, vars));
  }

  private CompletableFuture<SessionTokens> refresh(Session session, Map<String, String> vars) {
    RestRequest request =
        new RequestBuilder(Method.POST, "/v2/account/session/refresh")
            .with(ControlJson.write(new SessionRefresh(session.refreshToken(), vars)))
            .by(serverKey);
    return call(request, SessionTokens.class);
  }

  @Override
  public CompletableFuture<Void> sessionLogout(Session session) {
    RestRequest request =
        new RequestBuilder(Method.POST, "/v2/session/logout")
            .with(ControlJson.write(new SessionLogout(session.token(), session.refreshToken())))
            .by(new Authorization.Bearer(session.token()));
    return done(call(request, Nothing.class));
  }

  @Override
  public CompletableFuture<Account> getAccount(Session session) {
    return call(session, new RequestBuilder(Method.GET, "/v2/account"), Account.class);
  }

  @Override
  public CompletableFuture<Void> updateAccount(Session session, AccountUpdate update) {
    RequestBuilder request =
        new RequestBuilder(Method.PUT, "/v2/account").with(ControlJson.write(update));
    return done(call(session, request, Nothing.class));
  }

  @Override
  public CompletableFuture<Users> getUsers(
      Session session, List<String> ids, List<String> usernames) {
    RequestBuilder request =
        new RequestBuilder(Method.GET, "/v2/user").with("ids", ids).with("usernames", usernames);
    return call(session, request, Users.class);
  }

  @Override
  public CompletableFuture<MatchList> listMatches(Session session, MatchFilter filter) {
    RequestBuilder request =
        new RequestBuilder(Method.GET, "/v2/match")
            .with("limit", Integer.toString(filter.limit()))
            .with("authoritative", text(filter.authoritative()))
            .with("label", filter.label())
            .with("min_size", text(filter.minSize()))
            .with("max_size", text(filter.maxSize()))
            .with("query", filter.query());
    return call(session, request, MatchList.class);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  @Override
  public CompletableFuture<ChannelMessageList> listChannelMessages(
      Session session, String channelId, int limit, boolean forward, String cursor) {
    RequestBuilder request =
        new RequestBuilder(Method.GET, "/v2/channel/" + encode(channelId))
            .with("limit", Integer.toString(limit))
            .with("forward", Boolean.toString(forward))
            .with("cursor", cursor);
    return call(session, request, ChannelMessageList.class);
  }

  @Override
  public CompletableFuture<StorageAcks> writeStorageObjects(
      Session session, List<StorageWrite.Item> objects) {
    RequestBuilder request =
        new RequestBuilder(Method.PUT, "/v2/storage")
            .with(ControlJson.write(new StorageWrite(objects)));
    return call(session, request, StorageAcks.class);
  }

  @Override
  public CompletableFuture<StorageObjectList> readStorageObjects(
      Session session, List<StorageRead.Key> keys) {
    RequestBuilder request =
        new RequestBuilder(Method.POST, "/v2/storage")
            .with(ControlJson.write(new StorageRead(keys)));
    return call(session, request, StorageObjectList.class);
  }

  @Override
  public CompletableFuture<Void> deleteStorageObjects(
      Session session, List<StorageDelete.Key> keys) {
    RequestBuilder request =
        new RequestBuilder(Method.PUT, "/v2/storage/delete")
            .with(ControlJson.write(new StorageDelete(keys)));
    return done(call(session, request, Nothing.class));
  }

  @Override
  public CompletableFuture<StorageObjectList> listStorageObjects(
      Session session, String collection, int limit, String cursor) {
    return list(session, "/v2/storage/" + encode(collection), limit, cursor);
  }

  @Override
  public CompletableFuture<StorageObjectList> listUsersStorageObjects(
      Session session, String collection, String userId, int limit, String cursor) {
    String path = "/v2/storage/" + encode(collection) + "/" + encode(userId);
    return list(session, path, limit, cursor);
  }

  private CompletableFuture<StorageObjectList> list(
      Session session, String path, int limit, String cursor) {
    RequestBuilder request =
        new RequestBuilder(Method.GET, path)
            .with("limit", Integer.toString(limit))
            .with("cursor", cursor);
    return call(session, request, StorageObjectList.class);
  }

  @Override
  public CompletableFuture<Rpc> rpc(Session session, String id, String payload) {
    RequestBuilder request =
        new RequestBuilder(Method.POST, "/v2/rpc/" + encode(id))
            .with(ControlJson.writeString(payload));
    return call(session, request, Rpc.class);
  }

  @Override
  public CompletableFuture<Rpc> rpcHttpKey(String httpKey, String id, String payload) {
    RestRequest request =
        new RequestBuilder(Method.GET, "/v2/rpc/" + encode(id))
            .with("payload", payload)
            .with("http_key", httpKey)
            .by(new Authorization.None());
    return call(request, Rpc.class);
  }

  private <T extends Record> CompletableFuture<T> call(
      Session session, RequestBuilder request, Class<T> type) {
    return refreshed(session)
        .thenCompose(fresh -> call(request.by(new Authorization.Bearer(fresh.token())), type));
  }

  /// A refresh that fails is no reason to give up while the token is still good.
  private CompletableFuture<Session> refreshed(Session session) {
    if (!session.needsRefresh(clock.now())) {
      return CompletableFuture.completedFuture(session);
    }
    return sessionRefresh(session, Map.of())
        .exceptionallyCompose(failure ->
            session.isExpired(clock.now())
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(session));
  }

  private <T extends Record> CompletableFuture<T> call(RestRequest request, Class<T> type) {
    return adapter.send(request).thenCompose(response -> parse(response, type));
  }

  private static <T extends Record> CompletableFuture<T> parse(
      RestResponse response, Class<T> type) {
    int status = response.status();
    return switch (status / 100) {
      case 2 -> read(response, type);
      case 4 -> CompletableFuture.failedFuture(new ClientError(status, response.body()));
      case 5 -> CompletableFuture.failedFuture(new ServerError(status, response.body()));
      default -> CompletableFuture.failedFuture(new ReplyError("status " + status, null));
    };
  }

  private static <T extends Record> CompletableFuture<T> read(
      RestResponse response, Class<T> type) {
    try {
      return CompletableFuture.completedFuture(ControlJson.read(response.body(), type));
    } catch (InvalidControlException e) {
      return CompletableFuture.failedFuture(new ReplyError(String.valueOf(e.getMessage()), e));
    }
  }

  private static CompletableFuture<Void> done(CompletableFuture<Nothing> reply) {
    return reply.thenAccept(_ -> {});
  }
}
