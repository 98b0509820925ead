/// Play tests of a world in this process: a server over it, and players who come in over lines that
/// are as bad as one wants.
@NullMarked
package dev.vivarium.workbench.live.play;

import org.jspecify.annotations.NullMarked;
