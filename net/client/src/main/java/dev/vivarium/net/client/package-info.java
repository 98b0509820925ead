/// A client of a server: requests, a socket, and callbacks that run in `tick`.
@NullMarked
package dev.vivarium.net.client;

import org.jspecify.annotations.NullMarked;
