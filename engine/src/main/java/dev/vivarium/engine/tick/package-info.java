/// The order of a tick: stages, the schedule of systems within them, deferred changes, and time.
@NullMarked
package dev.vivarium.engine.tick;

import org.jspecify.annotations.NullMarked;
