/// The opened project's folder: its files and tree, the templates it is made from, and whether the
/// user trusts it.
@NullMarked
package dev.vivarium.workbench.project;

import org.jspecify.annotations.NullMarked;
