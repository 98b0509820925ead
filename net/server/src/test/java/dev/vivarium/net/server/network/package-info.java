/// Servers and clients over networks that are slow and lose packets.
@NullMarked
package dev.vivarium.net.server.network;

import org.jspecify.annotations.NullMarked;
