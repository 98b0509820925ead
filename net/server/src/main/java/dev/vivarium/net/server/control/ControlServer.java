package dev.vivarium.net.server.control;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.account.Accounts;
import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.account.SessionTokenMint;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.ChatRepository;
import dev.vivarium.net.server.store.StorageRepository;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.HttpService;
import dev.vivarium.net.server.transport.SocketEndpoint;
import dev.vivarium.net.server.transport.SocketLimits;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// The control protocol of one server, put together.
public final class ControlServer {
  private final SessionDirectory directory = new SessionDirectory();
  private final Matches matches;
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
      Sanctions sanctions,
      RpcFunctions functions,
      SocketLimits socketLimits,
      ServerMetrics metrics,
      NanoClock clock,
      InstantSource time) {
    matches = new Matches(sanctions);
    StatusBoard statuses = new StatusBoard(accountRepository);
    var services =
        new ControlSession.Services(
            directory,
            matches,
            new Channels(chat, accountRepository, sanctions, time),
            statuses,
            functions,
            sanctions);
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

  /// Ends every socket of a user.
  public void closeAll(UUID userId, CloseReason reason) {
    directory.closeAll(userId, reason);
  }

  public HttpService rest() {
    return rest;
  }

  public SocketEndpoint socket() {
    return socket;
  }
}
