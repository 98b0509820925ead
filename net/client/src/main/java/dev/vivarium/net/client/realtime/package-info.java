/// Plays in a world: one connection that joins a room, receives the world's state and messages, and
/// comes back by itself when it is lost.
///
/// ```java
/// var settings =
///     RealtimeSettings.of(address, "plaza", TokenSource.of(client, session, ClientClock.SYSTEM), seed);
/// var realtime = new RealtimeClient(settings, carrier, modules, callbacks, ClientClock.SYSTEM);
/// realtime.connect();
/// // once a frame, on the thread that shall see all callbacks:
/// realtime.tick();
/// ```
///
/// Invariants: no engine and no world, only values of the protocol; nothing is told outside a tick;
/// what comes from a server is bounded before it is kept.
@NullMarked
package dev.vivarium.net.client.realtime;

import org.jspecify.annotations.NullMarked;
