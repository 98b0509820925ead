/// The query line: a small language that names entities by their components and values. It knows
/// schemas and nothing of where the values lie.
@NullMarked
package dev.vivarium.workbench.query;

import org.jspecify.annotations.NullMarked;
