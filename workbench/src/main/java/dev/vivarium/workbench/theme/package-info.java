/// How the window looks: fonts, dark and light, and the hue of each plugin.
@NullMarked
package dev.vivarium.workbench.theme;

import org.jspecify.annotations.NullMarked;
