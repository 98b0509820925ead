/// What clients and server say to sign in, to chat and to keep things: the documented subset of
/// Nakama's protocol as records, and its JSON.
@NullMarked
package dev.vivarium.net.protocol.control;

import org.jspecify.annotations.NullMarked;
