/// The control protocol's answers: REST routes and socket messages for accounts, matches, chat,
/// status, storage and calls. What it answers, to the word, is Nakama's, so that its clients work.
@NullMarked
package dev.vivarium.net.server.control;

import org.jspecify.annotations.NullMarked;
