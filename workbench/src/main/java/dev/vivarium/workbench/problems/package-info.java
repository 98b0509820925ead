/// What is wrong now, each with a way to its line.
@NullMarked
package dev.vivarium.workbench.problems;

import org.jspecify.annotations.NullMarked;
