/// The log of the world and its plugins: filtered, folded, and with ways to the lines and entities
/// that it names.
@NullMarked
package dev.vivarium.workbench.console;

import org.jspecify.annotations.NullMarked;
