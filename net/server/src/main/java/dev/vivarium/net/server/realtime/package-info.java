/// The socket of the realtime protocol: who may come in, and what its connections may do.
@NullMarked
package dev.vivarium.net.server.realtime;

import org.jspecify.annotations.NullMarked;
