/// The map: every entity seen from above.
@NullMarked
package dev.vivarium.workbench.viewport;

import org.jspecify.annotations.NullMarked;
