/// How the state of synchronised entities becomes few bytes: quantised by schema, columnar deltas
/// against a baseline that the client has acknowledged.
@NullMarked
package dev.vivarium.net.protocol.replication;

import org.jspecify.annotations.NullMarked;
