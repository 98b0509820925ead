/// The way to worlds on other machines: which server, who one is there, whether its certificate is
/// the right one, and how the connection fares.
@NullMarked
package dev.vivarium.workbench.attach;

import org.jspecify.annotations.NullMarked;
