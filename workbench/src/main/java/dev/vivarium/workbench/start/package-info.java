/// What shows where no project is open: recent projects, samples, a new one; and what is known of a
/// project before anything of it runs.
@NullMarked
package dev.vivarium.workbench.start;

import org.jspecify.annotations.NullMarked;
