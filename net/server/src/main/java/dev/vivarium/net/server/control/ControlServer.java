package dev.vivarium.net.server.control;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.account.Accounts;
import dev.vivarium.net.server.account.SessionTokenMint;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.ChatRepository;
import dev.vivarium.net.server.store.StorageRepository;
import dev.vivarium.net.server.transport.HttpService;
import dev.vivarium.net.server.transport.SocketEndpoint;
import dev.vivarium.net.server.transport.SocketLimits;
import java.time.InstantSource;
import java.util.Optional;

/// The control protocol of one server, put together.
public final class ControlServer {
  private final Matches matches = new Matches();
  private final HttpService rest;
  private final SocketEndpoint socket;

  /// @param serverKey what clients show to sign in
  /// @param httpKey what other servers show to call functions; absent, they cannot
  public ControlServer(
      String serverKey,
      Optional<String> httpKey,
      SessionTokenMint mint,
      Accounts accounts,
      AccountRepository accountRepository,
      ChatRepository chat,
      StorageRepository storage,
      RpcFunctions functions,
      SocketLimits socketLimits,
      ServerMetrics metrics,
      NanoClock clock,
      InstantSource time) {
    StatusBoard statuses = new StatusBoard(accountRepository);
    var services =
        new ControlSession.Services(
            new SessionDirectory(),
            matches,
            new Channels(chat, accountRepository, time),
            statuses,
            functions);
    rest =
        new ControlService(
            new ServerKeys(serverKey, httpKey),
            mint,
            accounts,
            new Profiles(accounts, accountRepository, statuses),
            new StorageApi(storage, time),
            services,
            metrics,
            clock);
    socket = new ControlSocket(socketLimits, mint, services);
  }

  public Matches matches() {
    return matches;
  }

  public HttpService rest() {
    return rest;
  }

  public SocketEndpoint socket() {
    return socket;
  }
}
