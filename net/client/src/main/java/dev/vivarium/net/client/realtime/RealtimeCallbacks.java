package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.time.Duration;

/// What a [RealtimeClient] tells, all of it in [RealtimeClient#tick], on its caller's thread. One
/// that throws is logged and holds up nothing.
public interface RealtimeCallbacks {

  /// The client is in the room, and holds what the room's world is made of. States, messages and
  /// the like come after this, of the epoch of this world.
  ///
  /// @param welcome its world is the newest, where a reload came while modules were on their way
  /// @param isResumed whether client id, authority and entities are those of the connection that
  ///   was lost; states start anew from a full one in any case, and inputs from sequence 1
  default void welcomed(Welcome welcome, ClientModules modules, boolean isResumed) {}

  /// The world was reloaded: what comes after this is of the new epoch.
  default void epoch(SchemaEpoch epoch, ClientModules modules) {}

  /// The newest state of what the client sees. Told for each frame, but for those that came while
  /// modules were on their way: of these only the last.
  default void state(Snapshot snapshot) {}

  /// A frame has come and, where the client takes in states, was applied; told before its state.
  default void frame(long tick) {}

  /// A message of a Remote channel, of the epoch told last.
  default void remote(RemoteMessage message) {}

  /// The world has taken an input.
  default void inputDone(InputDone done) {}

  /// Words of the server's. What ends the connection is told by [#ended] or [#lost] too.
  default void notice(Notice notice) {}

  /// @param clientId who presents the room now; 0 for nobody
  default void presenter(int clientId) {}

  /// The server answered a ping; [RealtimeClient#roundTrip] and [RealtimeClient#serverTick] know of
  /// it already.
  default void pong(Pong pong) {}

  /// The connection broke, or could not be made; the client tries again by itself.
  ///
  /// @param nextTry from now
  default void lost(String reason, Duration nextTry) {}

  /// The connection is over, and the client does not try again.
  default void ended(RealtimeEnd end) {}
}
