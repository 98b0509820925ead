/// A client's own world, fed by what the server sends.
@NullMarked
package dev.vivarium.net.replica;

import org.jspecify.annotations.NullMarked;
