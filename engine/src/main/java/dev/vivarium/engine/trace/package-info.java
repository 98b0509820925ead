/// What happened in a world, in a bounded ring: every message with who sent it and why, and every
/// structural change.
@NullMarked
package dev.vivarium.engine.trace;

import org.jspecify.annotations.NullMarked;
