package dev.vivarium.net.server.control;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.protocol.control.AccountUpdate;
import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.ApiError;
import dev.vivarium.net.protocol.control.Authenticate;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.InvalidControlException;
import dev.vivarium.net.protocol.control.MatchList;
import dev.vivarium.net.protocol.control.Rpc;
import dev.vivarium.net.protocol.control.SessionLogout;
import dev.vivarium.net.protocol.control.SessionRefresh;
import dev.vivarium.net.protocol.control.SessionTokens;
import dev.vivarium.net.server.account.Accounts;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.account.SessionTokenMint;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.store.StoreException;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.HttpCall;
import dev.vivarium.net.server.transport.HttpReply;
import dev.vivarium.net.server.transport.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The REST side of the control protocol. Any thread.
final class ControlService implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(ControlService.class);
  private static final byte[] NOTHING = {'{', '}'};

  /// What a request must show.
  private sealed interface Handler {
    /// Nothing.
    record Open(Answer answer) implements Handler {}

    /// The server key.
    record Keyed(Answer answer) implements Handler {}

    /// A session token.
    record SignedIn(SessionAnswer answer) implements Handler {}

    /// A session token or the HTTP key.
    record Function(FunctionAnswer answer) implements Handler {}
  }

  private interface Answer {
    HttpReply answer(HttpCall call, List<String> arguments) throws InvalidControlException;
  }

  private interface SessionAnswer {
    HttpReply answer(HttpCall call, List<String> arguments, Principal caller)
        throws InvalidControlException;
  }

  private interface FunctionAnswer {
    HttpReply answer(HttpCall call, List<String> arguments, Optional<Principal> caller)
        throws InvalidControlException;
  }

  private final Routes<Handler> routes = new Routes<>();
  private final ServerKeys keys;
  private final SessionTokenMint mint;
  private final Accounts accounts;
  private final Profiles profiles;
  private final StorageApi storage;
  private final ControlSession.Services services;
  private final ServerMetrics metrics;
  private final NanoClock clock;

  ControlService(
      ServerKeys keys,
      SessionTokenMint mint,
      Accounts accounts,
      Profiles profiles,
      StorageApi storage,
      ControlSession.Services services,
      ServerMetrics metrics,
      NanoClock clock) {
    this.keys = keys;
    this.mint = mint;
    this.accounts = accounts;
    this.profiles = profiles;
    this.storage = storage;
    this.services = services;
    this.metrics = metrics;
    this.clock = clock;
    addOpenRoutes();
    addAccountRoutes();
    addStorageRoutes();
    addOtherRoutes();
  }

  private void addOpenRoutes() {
    open("GET", "/", (call, arguments) -> HttpReply.empty(200));
    open("GET", "/healthcheck", (call, arguments) -> nothing());
    open(
        "GET",
        "/metrics",
        (call, arguments) ->
            new HttpReply(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text()));
  }

  private void addAccountRoutes() {
    String authenticate = "/v2/account/authenticate/";
    keyed("POST", authenticate + "device", (call, a) -> sign(call, Authenticate.Device.class));
    keyed("POST", authenticate + "custom", (call, a) -> sign(call, Authenticate.Custom.class));
    keyed("POST", authenticate + "email", (call, a) -> sign(call, Authenticate.Email.class));
    keyed("POST", "/v2/account/session/refresh", (call, arguments) -> refresh(call));
    signedIn("POST", "/v2/session/logout", (call, arguments, caller) -> logout(call, caller));
    signedIn("GET", "/v2/account", (call, a, caller) -> json(profiles.account(caller.userId())));
    signedIn("PUT", "/v2/account", (call, arguments, caller) -> update(call, caller));
    signedIn("GET", "/v2/user", (call, arguments, caller) -> json(profiles.users(call)));
  }

  private void addStorageRoutes() {
    signedIn("PUT", "/v2/storage", (call, a, caller) -> json(storage.write(call, caller)));
    signedIn("POST", "/v2/storage", (call, a, caller) -> json(storage.read(call, caller)));
    signedIn(
        "PUT",
        "/v2/storage/delete",
        (call, arguments, caller) -> {
          storage.delete(call, caller);
          return nothing();
        });
    signedIn(
        "GET",
        "/v2/storage/{}",
        (call, a, caller) -> json(storage.list(call, caller, a.get(0), call.parameter("user_id"))));
    signedIn(
        "GET",
        "/v2/storage/{}/{}",
        (call, a, caller) -> json(storage.list(call, caller, a.get(0), a.get(1))));
  }

  private void addOtherRoutes() {
    signedIn(
        "GET",
        "/v2/channel/{}",
        (call, a, caller) ->
            json(
                services
                    .channels()
                    .list(
                        caller.userId(),
                        a.get(0),
                        Parameters.limit(call, 1),
                        Parameters.flag(call, "forward").orElse(false),
                        call.parameter("cursor"))));
    signedIn(
        "GET",
        "/v2/match",
        (call, a, caller) ->
            json(
                new MatchList(
                    services
                        .matches()
                        .list(Parameters.matches(call), Parameters.limit(call, 10)))));
    function("POST", "/v2/rpc/{}", (call, a, caller) -> rpc(call, a.get(0), caller));
    function("GET", "/v2/rpc/{}", (call, a, caller) -> rpc(call, a.get(0), caller));
  }

  private void open(String method, String path, Answer answer) {
    routes.add(method, path, new Handler.Open(answer));
  }

  private void keyed(String method, String path, Answer answer) {
    routes.add(method, path, new Handler.Keyed(answer));
  }

  private void signedIn(String method, String path, SessionAnswer answer) {
    routes.add(method, path, new Handler.SignedIn(answer));
  }

  private void function(String method, String path, FunctionAnswer answer) {
    routes.add(method, path, new Handler.Function(answer));
  }

  @Override
  public HttpReply handle(HttpCall call) {
    long start = clock.nanos();
    Optional<Routes.Found<Handler>> found = routes.find(call.method(), call.segments());
    HttpReply reply;
    try {
      reply = found.isPresent() ? answer(call, found.get()) : refuseUnknown(call);
    } catch (RequestRefused e) {
      reply = error(e.code(), e.words());
    } catch (InvalidControlException e) {
      reply = error(ApiCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      LOG.error("event=store_failed call=\"{}\"", found.map(f -> f.route().name()).orElse(""), e);
      reply = error(ApiCode.UNAVAILABLE, "The server could not do this now.");
    } catch (RuntimeException e) {
      LOG.error("event=call_failed call=\"{}\"", found.map(f -> f.route().name()).orElse(""), e);
      reply = error(ApiCode.INTERNAL, "Internal error.");
    }
    String route = found.map(matched -> matched.route().name()).orElse("other");
    metrics.request(route, reply.status(), clock.nanos() - start);
    return reply;
  }

  private HttpReply refuseUnknown(HttpCall call) {
    return routes.isElsewhere(call.segments())
        ? error(ApiCode.UNIMPLEMENTED, "Not Implemented")
        : error(ApiCode.NOT_FOUND, "Not Found");
  }

  private HttpReply answer(HttpCall call, Routes.Found<Handler> found)
      throws InvalidControlException {
    return switch (found.route().handler()) {
      case Handler.Open(Answer answer) -> answer.answer(call, found.arguments());
      case Handler.Keyed(Answer answer) -> {
        checkServerKey(call);
        yield answer.answer(call, found.arguments());
      }
      case Handler.SignedIn(SessionAnswer answer) ->
          answer.answer(call, found.arguments(), signedIn(call));
      case Handler.Function(FunctionAnswer answer) ->
          answer.answer(call, found.arguments(), signedInOrKeyed(call));
    };
  }

  private void checkServerKey(HttpCall call) {
    String header = call.authorization().orElseThrow(() -> unauthenticated("Server key required"));
    if (!keys.isServerKey(header)) throw unauthenticated("Server key invalid");
  }

  private Principal signedIn(HttpCall call) {
    String header = call.authorization().orElseThrow(() -> unauthenticated("Auth token required"));
    if (!header.startsWith("Bearer ")) throw unauthenticated("Auth token invalid");
    Principal caller =
        mint.verifySession(header.substring("Bearer ".length()).strip())
            .orElseThrow(() -> unauthenticated("Auth token invalid"));
    services.sanctions().refuseBanned(caller.userId());
    return caller;
  }

  private Optional<Principal> signedInOrKeyed(HttpCall call) {
    String key = call.parameter("http_key");
    if (key.isEmpty()) return Optional.of(signedIn(call));
    if (!keys.isHttpKey(key)) throw unauthenticated("HTTP key invalid");
    return Optional.empty();
  }

  private static RequestRefused unauthenticated(String words) {
    return new RequestRefused(ApiCode.UNAUTHENTICATED, words);
  }

  private <T extends Record & Authenticate> HttpReply sign(HttpCall call, Class<T> type)
      throws InvalidControlException {
    Authenticate proof = ControlJson.read(call.body(), type);
    boolean create = Parameters.flag(call, "create").orElse(true);
    try {
      SessionTokens tokens =
          accounts.authenticate(proof, call.parameter("username"), create, call.address());
      LOG.info(
          "event=signed_in by={} created={} address={}",
          type.getSimpleName(),
          tokens.created(),
          call.address());
      return json(tokens);
    } catch (RequestRefused e) {
      LOG.info(
          "event=sign_in_refused by={} code={} address={}",
          type.getSimpleName(),
          e.code(),
          call.address());
      throw e;
    }
  }

  private HttpReply refresh(HttpCall call) throws InvalidControlException {
    SessionRefresh body = ControlJson.read(call.body(), SessionRefresh.class);
    return json(accounts.refresh(body.token(), body.vars()));
  }

  private HttpReply logout(HttpCall call, Principal caller) throws InvalidControlException {
    SessionLogout body = ControlJson.read(call.body(), SessionLogout.class);
    List<String> ended = accounts.logout(caller, body.token(), body.refreshToken());
    for (String tokenId : ended) {
      services.directory().closeAll(tokenId, CloseReason.goingAway("logged out"));
    }
    return nothing();
  }

  private HttpReply update(HttpCall call, Principal caller) throws InvalidControlException {
    accounts.update(caller.userId(), ControlJson.read(call.body(), AccountUpdate.class));
    return nothing();
  }

  private HttpReply rpc(HttpCall call, String name, Optional<Principal> caller)
      throws InvalidControlException {
    RpcFunctions.Function function =
        services.functions().find(name).orElseThrow(RpcFunctions::unknown);
    boolean unwrapped = call.query().containsKey("unwrap");
    String payload = Parameters.payload(call, unwrapped);
    String result = function.call(new RpcFunctions.Call(caller, call.query(), payload));
    if (unwrapped) {
      return HttpReply.json(200, result.getBytes(StandardCharsets.UTF_8));
    }
    return json(new Rpc(name, result));
  }

  private static HttpReply json(Record body) {
    return HttpReply.json(200, ControlJson.write(body));
  }

  private static HttpReply nothing() {
    return HttpReply.json(200, NOTHING);
  }

  private static HttpReply error(ApiCode code, String words) {
    return HttpReply.json(code.httpStatus(), ControlJson.write(ApiError.of(code, words)));
  }
}
