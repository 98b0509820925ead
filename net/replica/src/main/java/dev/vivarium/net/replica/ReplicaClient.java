package dev.vivarium.net.replica;

import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.realtime.ClientModules;
import dev.vivarium.net.client.realtime.ModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCallbacks;
import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeClient;
import dev.vivarium.net.client.realtime.RealtimeEnd;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client in a room, with a world of its own that follows the room's; it comes back by itself
/// when its connection is lost.
///
/// Belongs to one thread, which calls all of it; callbacks run in [#tick] only.
///
/// ```java
/// try (var client = new ReplicaClient(settings, carrier, modules, ReplicaSettings.DEFAULT,
///     callbacks, ClientClock.SYSTEM)) {
///   client.connection().connect();
///   while (playing) {
///     client.tick();
///     client.replica().world().ifPresent(this::draw);
///   }
/// }
/// ```
public final class ReplicaClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaClient.class);

  private final Replica replica;
  private final RealtimeClient connection;
  private final ClientClock clock;

  /// @param callbacks told what the connection tells, after the replica
  public ReplicaClient(
      RealtimeSettings settings,
      RealtimeCarrier carrier,
      ModuleStore modules,
      ReplicaSettings replicaSettings,
      RealtimeCallbacks callbacks,
      ClientClock clock) {
    this.clock = clock;
    this.replica = new Replica(replicaSettings, new ToServer());
    this.connection =
        new RealtimeClient(settings, carrier, modules, new FromServer(callbacks), clock);
  }

  public Replica replica() {
    return replica;
  }

  public RealtimeClient connection() {
    return connection;
  }

  /// Takes what has arrived, keeps the connection up, and ticks the world as often as is due.
  public void tick() {
    connection.tick();
    try {
      replica.tick(clock.nanos());
    } catch (BadWorldException e) {
      LOG.warn("event=bad_world reason={}", e.getMessage());
      connection.goodbye("bad world");
    }
  }

  /// Ends without a word; the server keeps the place for a while.
  @Override
  public void close() {
    connection.close();
    replica.close();
  }

  private final class ToServer implements Outbox {
    @Override
    public boolean message(int channel, byte[] payload) {
      return connection.send(channel, new Target.Server(), payload);
    }

    @Override
    public long input(long seenTick, List<Input.Write> writes) {
      return connection.input(seenTick, writes);
    }
  }

  private final class FromServer implements RealtimeCallbacks {
    private final RealtimeCallbacks next;

    FromServer(RealtimeCallbacks next) {
      this.next = next;
    }

    @Override
    public void welcomed(Welcome welcome, ClientModules modules, boolean isResumed) {
      replica.welcomed(welcome, modules::module, isResumed);
      next.welcomed(welcome, modules, isResumed);
    }

    @Override
    public void epoch(SchemaEpoch epoch, ClientModules modules) {
      replica.epoch(epoch, modules::module);
      next.epoch(epoch, modules);
    }

    @Override
    public void state(Snapshot snapshot) {
      replica.state(snapshot, clock.nanos());
      next.state(snapshot);
    }

    @Override
    public void remote(RemoteMessage message) {
      replica.remote(message);
      next.remote(message);
    }

    @Override
    public void inputDone(InputDone done) {
      replica.inputDone(done);
      next.inputDone(done);
    }

    @Override
    public void notice(Notice notice) {
      next.notice(notice);
    }

    @Override
    public void presenter(int clientId) {
      next.presenter(clientId);
    }

    @Override
    public void lost(String reason, Duration nextTry) {
      replica.lost();
      next.lost(reason, nextTry);
    }

    @Override
    public void ended(RealtimeEnd end) {
      replica.lost();
      next.ended(end);
    }
  }
}
