/// What each user chooses for all windows: look, manners and shortcuts, kept in a file of their
/// own.
@NullMarked
package dev.vivarium.workbench.settings;

import org.jspecify.annotations.NullMarked;
