/// What the project's git repository knows of its files: the text that was last committed.
@NullMarked
package dev.vivarium.workbench.git;

import org.jspecify.annotations.NullMarked;
