/// Running worlds with the people in them. A room stands between a world, which one thread writes,
/// and its members, who come and go on any thread.
@NullMarked
package dev.vivarium.net.server.room;

import org.jspecify.annotations.NullMarked;
