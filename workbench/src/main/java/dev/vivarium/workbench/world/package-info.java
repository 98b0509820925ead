/// The world's clock, what the last save did, and what waits for the user.
@NullMarked
package dev.vivarium.workbench.world;

import org.jspecify.annotations.NullMarked;
