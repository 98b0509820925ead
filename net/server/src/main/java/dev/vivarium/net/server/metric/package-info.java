/// What the server counts of itself, in Prometheus' text.
@NullMarked
package dev.vivarium.net.server.metric;

import org.jspecify.annotations.NullMarked;
