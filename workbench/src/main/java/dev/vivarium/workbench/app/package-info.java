/// The window as a whole: it builds the parts, binds them, remembers the layout and runs scripts.
@NullMarked
package dev.vivarium.workbench.app;

import org.jspecify.annotations.NullMarked;
