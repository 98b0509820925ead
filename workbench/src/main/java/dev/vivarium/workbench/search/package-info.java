/// Searching and replacing in all files of the project.
@NullMarked
package dev.vivarium.workbench.search;

import org.jspecify.annotations.NullMarked;
