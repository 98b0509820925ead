/// What a window is made of: [Part]s, each with its panels and commands, and the [Desk] they share.
@NullMarked
package dev.vivarium.workbench.part;

import org.jspecify.annotations.NullMarked;
