/// A client of a server: requests, a socket, and callbacks that run in `tick`.
///
/// A [Client] asks through a [ClientAdapter], a [Socket] talks through a [SocketAdapter]; what
/// carries them is exchangeable, and in memory for tests.
///
/// ```java
/// ServerAddress address = ServerAddress.parse("world.example");
/// ServerTrust trust = new ServerTrust.FirstUse(new FilePinStore(pinsFile));
/// Client client = new DefaultClient(new RestHttpAdapter(address, trust));
/// Session session = client.authenticateDevice(deviceId, true, "alice", Map.of()).join();
///
/// Socket socket = new DefaultSocket(address, new WebSocketAdapter(trust));
/// socket.onReceivedChannelMessage(message -> show(message.content()));
/// socket.connect(session, true, Duration.ofSeconds(7))
///     .thenCompose(_ -> socket.joinChat("lobby", ChannelType.ROOM, true, false))
///     .thenAccept(channel -> greet(channel));
/// // once a frame, on the thread that shall see all of the above:
/// socket.tick();
/// ```
///
/// Invariants: knows the protocol and nothing else of Vivarium; nothing is told outside a tick;
/// what comes from a server is bounded before it is kept.
@NullMarked
package dev.vivarium.net.client;

import org.jspecify.annotations.NullMarked;
