/// Connections with delay and loss, in virtual time: for tests, and for playing as if from far
/// away.
@NullMarked
package dev.vivarium.net.protocol.link;

import org.jspecify.annotations.NullMarked;
