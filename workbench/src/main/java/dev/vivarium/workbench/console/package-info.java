/// The world's log lines.
@NullMarked
package dev.vivarium.workbench.console;

import org.jspecify.annotations.NullMarked;
