/// Scripts and tests of world makers: what they see of a world, a project and a window, the shell
/// that runs them, and the runs of a project's own tests. Knows no toolkit and no engine.
@NullMarked
package dev.vivarium.workbench.script;

import org.jspecify.annotations.NullMarked;
