/// The window's script console, its scripts and recordings, and the panel of the project's tests.
@NullMarked
package dev.vivarium.workbench.scripting;

import org.jspecify.annotations.NullMarked;
