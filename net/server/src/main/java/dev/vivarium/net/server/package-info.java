/// A server of worlds: one port for requests and sockets, accounts, chat, storage, and the worlds
/// that it shows as matches. [VivariumServer] is the whole of it for those who only want to run
/// one.
@NullMarked
package dev.vivarium.net.server;

import org.jspecify.annotations.NullMarked;
