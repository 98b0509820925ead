/// A server of worlds.
@NullMarked
package dev.vivarium.net.server;

import org.jspecify.annotations.NullMarked;
