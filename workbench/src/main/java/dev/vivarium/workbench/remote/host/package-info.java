/// The server's side of worlds that are worked on from afar: who may what, and the calls done.
@NullMarked
package dev.vivarium.workbench.remote.host;

import org.jspecify.annotations.NullMarked;
