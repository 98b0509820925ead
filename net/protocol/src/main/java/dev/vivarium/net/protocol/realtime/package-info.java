/// The binary messages between a world and those in it, a record each with codec and limits.
@NullMarked
package dev.vivarium.net.protocol.realtime;

import org.jspecify.annotations.NullMarked;
