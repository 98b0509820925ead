/// The one facade that others hold: a world that ticks, takes commands in and gives snapshots out.
@NullMarked
package dev.vivarium.engine.world;

import org.jspecify.annotations.NullMarked;
