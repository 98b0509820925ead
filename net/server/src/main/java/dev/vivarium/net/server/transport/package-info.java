/// Connections: one port for HTTP and WebSocket, TLS, and the limits that hold before anybody has
/// said who they are. The only package that knows Netty; others see calls, replies and frames.
@NullMarked
package dev.vivarium.net.server.transport;

import org.jspecify.annotations.NullMarked;
