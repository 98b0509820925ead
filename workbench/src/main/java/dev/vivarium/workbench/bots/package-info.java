/// Players without a window, many in one process, for load and for company: they sign in, join a
/// room by the realtime protocol, act by a script, and count what they see.
///
/// Invariants: one thread runs all bots and another carries their connections; a bot knows of its
/// world only what a client is told.
@NullMarked
package dev.vivarium.workbench.bots;

import org.jspecify.annotations.NullMarked;
