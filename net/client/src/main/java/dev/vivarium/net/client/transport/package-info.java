/// Connections over real sockets, thousands of them on a thread or two.
///
/// Invariant: the network library is named here and nowhere else; what it is told from outside is
/// bounded before it is kept.
@NullMarked
package dev.vivarium.net.client.transport;

import org.jspecify.annotations.NullMarked;
