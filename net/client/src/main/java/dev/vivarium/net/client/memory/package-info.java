/// Adapters without a network: the other end is an object in the same process, for tests and for a
/// server that runs beside its client.
@NullMarked
package dev.vivarium.net.client.memory;

import org.jspecify.annotations.NullMarked;
