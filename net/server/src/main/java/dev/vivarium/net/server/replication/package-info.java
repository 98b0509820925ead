/// How a world's synchronised entities reach each client: read and quantised once a tick on the
/// world's thread, then chosen, encoded and handed out on a thread of the room's.
@NullMarked
package dev.vivarium.net.server.replication;

import org.jspecify.annotations.NullMarked;
