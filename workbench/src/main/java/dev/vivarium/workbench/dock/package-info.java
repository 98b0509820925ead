/// Where the window's panels stand: groups of tabs in rows and columns around the editor, which the
/// user drags about, folds away, closes and finds again.
@NullMarked
package dev.vivarium.workbench.dock;

import org.jspecify.annotations.NullMarked;
