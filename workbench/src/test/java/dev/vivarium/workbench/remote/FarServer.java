package dev.vivarium.workbench.remote;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.workbench.remote.host.SessionEndpoint;
import dev.vivarium.workbench.remote.host.SharedWorld;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server with TLS on loopback that shares one world.
public final class FarServer implements AutoCloseable {
  private static final int PATIENCE_S = 60;

  private final Map<UUID, Role> roles = new ConcurrentHashMap<>();
  private volatile List<Participant> players = List.of();
  private final VivariumServer server;
  private final SessionEndpoint endpoint;
  private volatile Role usual = Role.VIEWER;

  public FarServer(String name, WorldSession world) throws IOException {
    server = VivariumServer.start(ServerOptions.builder(Instant::now).build());
    endpoint =
        new SessionEndpoint(
            server::principal, (user, in) -> roles.getOrDefault(user, usual), server::ban);
    endpoint.host(
        new SharedWorld(name, world, () -> players, SharedWorld.Moderation.by(server.functions())));
    server.serve(SessionWire.PATH, endpoint);
  }

  public ServerAddress address() {
    return new ServerAddress("127.0.0.1", server.address().getPort(), true);
  }

  public Fingerprint fingerprint() {
    return Fingerprint.parse(server.fingerprint().orElseThrow());
  }

  /// What those may who were given no other role.
  public void usually(Role role) {
    usual = role;
  }

  /// Who plays in the world.
  public void players(List<Participant> now) {
    players = List.copyOf(now);
  }

  public ServerTrust trust() {
    return new ServerTrust.Pinned(fingerprint());
  }

  public SignIn signIn(String device) {
    return new SignIn(address(), trust(), "defaultkey", new SignIn.Device(device, ""));
  }

  public UUID user(String device)
      throws InterruptedException, ExecutionException, TimeoutException {
    return UUID.fromString(answer(signIn(device).session()).userId());
  }

  /// A session of a user with that role.
  public RemoteWorldSession attach(String device, Role role)
      throws InterruptedException, ExecutionException, TimeoutException {
    return attach(device, role, address());
  }

  /// As [#attach(String, Role)], by another way to this server.
  public RemoteWorldSession attach(String device, Role role, ServerAddress by)
      throws InterruptedException, ExecutionException, TimeoutException {
    roles.put(user(device), role);
    var far = RemoteWorldSession.open(by, trust(), signIn(device), "");
    answer(far.opened());
    return far;
  }

  /// Ends a user's connections; it may come back.
  public void cut(String device) throws Exception {
    endpoint.expel(user(device), "a test");
  }

  private static <T> T answer(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    server.close();
    endpoint.close();
  }
}
