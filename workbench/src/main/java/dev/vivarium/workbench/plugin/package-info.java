/// The plugins of the world, their state and what they cost.
@NullMarked
package dev.vivarium.workbench.plugin;

import org.jspecify.annotations.NullMarked;
