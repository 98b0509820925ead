/// Live state on disk: images as pieces of bytes, snapshots, the journal of what changed since, and
/// what is kept by its content.
@NullMarked
package dev.vivarium.engine.store;

import org.jspecify.annotations.NullMarked;
