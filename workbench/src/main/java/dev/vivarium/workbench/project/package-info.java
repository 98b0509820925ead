/// The project's folder: its tree, reading and writing its files, and noticing changes from outside.
@NullMarked
package dev.vivarium.workbench.project;

import org.jspecify.annotations.NullMarked;
