/// The live list of messages with their decoded payloads.
@NullMarked
package dev.vivarium.workbench.tracer;

import org.jspecify.annotations.NullMarked;
