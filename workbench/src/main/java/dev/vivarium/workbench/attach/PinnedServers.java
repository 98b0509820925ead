package dev.vivarium.workbench.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vivarium.net.client.FilePinStore;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.PinStore;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.workbench.project.WholeFile;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.remote.SignIn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Servers whose certificates this user has looked at, remembered in a folder of the user's.
public final class PinnedServers implements Servers {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedServers.class);
  private static final int REACH_WAIT_MS = 8_000;
  private static final int REMEMBERED_MAX = 20;
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;
  private final PinStore pins;

  /// @param folder where the user's settings lie
  public PinnedServers(Path folder) {
    this.folder = folder;
    pins = new FilePinStore(folder.resolve("trusted-servers"));
  }

  /// Trusts what is pinned and nothing else, and keeps what it saw.
  private final class Looking implements PinStore {
    private volatile Optional<Fingerprint> saw = Optional.empty();

    @Override
    public Fingerprint keepFirst(String address, Fingerprint seen) throws IOException {
      saw = Optional.of(seen);
      return pins.find(address).orElseThrow(() -> new IOException("not trusted yet"));
    }

    @Override
    public Optional<Fingerprint> find(String address) throws IOException {
      return pins.find(address);
    }

    @Override
    public void forget(String address) {
      throw new UnsupportedOperationException("looks only");
    }
  }

  private static String pinName(ServerAddress server) {
    return server.host().toLowerCase(Locale.ROOT) + ":" + server.port();
  }

  @Override
  public Certificate look(ServerAddress server) throws IOException {
    Looking looking = new Looking();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), REACH_WAIT_MS);
      socket.setSoTimeout(REACH_WAIT_MS);
      if (server.isTls()) {
        handshake(socket, server, looking);
      }
      return new Certificate.Known();
    } catch (IOException e) {
      Optional<Fingerprint> seen = looking.saw;
      Optional<Fingerprint> trusted = pins.find(pinName(server));
      if (seen.isPresent() && trusted.isEmpty()) {
        return new Certificate.Unknown(seen.get());
      }
      if (seen.isPresent() && !trusted.equals(seen)) {
        return new Certificate.Changed(trusted.get(), seen.get());
      }
      throw new IOException(
          "%s cannot be reached: %s.".formatted(server, String.valueOf(e.getMessage())), e);
    }
  }

  private static void handshake(Socket socket, ServerAddress server, Looking looking)
      throws IOException {
    var context = new ServerTrust.FirstUse(looking).context(server);
    try (SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, server.host(), server.port(), true)) {
      tls.startHandshake();
    }
  }

  @Override
  public void trust(ServerAddress server, Fingerprint fingerprint) throws IOException {
    pins.forget(pinName(server));
    Fingerprint kept = pins.keepFirst(pinName(server), fingerprint);
    LOG.info("{} is trusted by {}", server, kept.sha256());
  }

  @Override
  public CompletableFuture<RemoteWorldSession> enter(Entry entry) {
    SignIn.As as;
    try {
      as =
          entry.email().isBlank()
              ? new SignIn.Device(deviceId(), entry.name().strip())
              : new SignIn.Email(entry.email().strip(), entry.password());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    ServerTrust trust = new ServerTrust.FirstUse(new Looking());
    SignIn signIn = new SignIn(entry.server(), trust, entry.key(), as);
    return signIn
        .session()
        .thenCompose(signedIn -> joined(entry, trust, signIn))
        .thenApply(session -> {
          remember(entry);
          return session;
        });
  }

  private static CompletableFuture<RemoteWorldSession> joined(
      Entry entry, ServerTrust trust, SignIn signIn) {
    RemoteWorldSession session =
        RemoteWorldSession.open(entry.server(), trust, signIn, entry.world().strip());
    return session
        .opened()
        .thenApply(link -> session)
        .whenComplete((joined, problem) -> {
          if (problem != null) {
            session.close();
          }
        });
  }

  /// What this machine signs in by: as good as a password, so only this user may read it.
  private synchronized String deviceId() throws IOException {
    Path file = folder.resolve("device-id");
    if (Files.exists(file)) {
      String id = Files.readString(file).strip();
      if (!id.isEmpty()) {
        return id;
      }
    }
    String id = UUID.randomUUID().toString();
    Files.createDirectories(folder);
    WholeFile.write(file, id.getBytes(StandardCharsets.UTF_8));
    var permissions =
        Files.getFileAttributeView(file, java.nio.file.attribute.PosixFileAttributeView.class);
    if (permissions != null) {
      permissions.setPermissions(
          java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
    return id;
  }

  // What was entered.

  private Path file() {
    return folder.resolve("servers.json");
  }

  @Override
  public synchronized List<Remembered> remembered() {
    List<Remembered> all = new ArrayList<>();
    try {
      if (Files.isRegularFile(file()) && Files.size(file()) <= FILE_BYTES_MAX) {
        for (JsonNode one : MAPPER.readTree(file().toFile())) {
          all.add(
              new Remembered(
                  one.path("address").asText(""),
                  one.path("world").asText(""),
                  one.path("name").asText(""),
                  one.path("email").asText("")));
        }
      }
    } catch (IOException e) {
      LOG.warn("the remembered servers cannot be read: {}", e.getMessage());
    }
    all.removeIf(one -> one.address().isEmpty());
    return all.stream().limit(REMEMBERED_MAX).toList();
  }

  private synchronized void remember(Entry entry) {
    ServerAddress server = entry.server();
    String address = server.isTls() ? server.host() + ":" + server.port() : server.toString();
    List<Remembered> all = new ArrayList<>(remembered());
    all.removeIf(r -> r.address().equals(address) && r.world().equals(entry.world()));
    all.addFirst(new Remembered(address, entry.world(), entry.name(), entry.email()));
    ArrayNode json = MAPPER.createArrayNode();
    all.stream()
        .limit(REMEMBERED_MAX)
        .forEach(r ->
            json.addObject()
                .put("address", r.address())
                .put("world", r.world())
                .put("name", r.name())
                .put("email", r.email()));
    try {
      Files.createDirectories(folder);
      WholeFile.write(file(), MAPPER.writeValueAsBytes(json));
    } catch (IOException e) {
      LOG.warn("the server is not remembered: {}", e.getMessage());
    }
  }
}
