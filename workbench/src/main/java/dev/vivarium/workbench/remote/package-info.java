/// A world on a far server as a [dev.vivarium.workbench.session.WorldSession].
///
/// What goes over the line are calls of that interface's own methods, as JSON text over a
/// WebSocket: a table made from the interfaces says which there are and what they take, so both
/// sides always agree, and a new method needs nothing here but the role that it asks for.
///
/// ```java
/// WorldSession far = RemoteWorldSession.open(server, trust, tokens, "tidepool");
/// far.status().thenAccept(status -> show(status.tick()));
/// ```
@NullMarked
package dev.vivarium.workbench.remote;

import org.jspecify.annotations.NullMarked;
