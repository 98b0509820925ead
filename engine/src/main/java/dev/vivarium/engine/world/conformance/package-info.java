/// The conformance suite of the plugin ABI, for whoever writes an SDK: a plugin that does what
/// `docs/plugin-conformance.md` asks is run through every rule that an SDK can get wrong.
@NullMarked
package dev.vivarium.engine.world.conformance;

import org.jspecify.annotations.NullMarked;
