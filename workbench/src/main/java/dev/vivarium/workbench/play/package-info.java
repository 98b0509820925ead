/// The play test: a server over the window's world and players of its own, on lines that can be
/// made worse while they play.
@NullMarked
package dev.vivarium.workbench.play;

import org.jspecify.annotations.NullMarked;
