/// Hot reload: what a new version changes, a run of it in the shadow, the swap at a tick's edge,
/// its probation, and the way back.
@NullMarked
package dev.vivarium.engine.plugin.reload;

import org.jspecify.annotations.NullMarked;
