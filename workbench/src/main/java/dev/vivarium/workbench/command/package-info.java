/// The one list of acts that menus, buttons, shortcuts, the palette and scripts share.
@NullMarked
package dev.vivarium.workbench.command;

import org.jspecify.annotations.NullMarked;
