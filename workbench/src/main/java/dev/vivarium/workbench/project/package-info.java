/// Projects as the workbench meets them: whether one may run, and new ones from templates.
@NullMarked
package dev.vivarium.workbench.project;

import org.jspecify.annotations.NullMarked;
