/// The text editor: documents, highlighting, find, and what the compiler says about each line.
@NullMarked
package dev.vivarium.workbench.editor;

import org.jspecify.annotations.NullMarked;
