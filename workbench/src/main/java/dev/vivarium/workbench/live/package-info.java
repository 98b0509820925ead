/// A project's world, alive: its plugins built and watched, its clock running, each save brought
/// in.
@NullMarked
package dev.vivarium.workbench.live;

import org.jspecify.annotations.NullMarked;
