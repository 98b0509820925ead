/// Which side of the world the window shows: the server's, or that of the plugins' client halves.
@NullMarked
package dev.vivarium.workbench.client;

import org.jspecify.annotations.NullMarked;
