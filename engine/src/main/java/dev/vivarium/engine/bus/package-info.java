/// Typed channels between systems: publish, deliver at the end of a stage, once to every
/// subscriber.
@NullMarked
package dev.vivarium.engine.bus;

import org.jspecify.annotations.NullMarked;
