package dev.vivarium.workbench.remote.host;

import dev.vivarium.workbench.session.WorldSession;

/// A world that others may work on.
///
/// @param name by which clients ask for it
/// @param session closed by whoever made it, after the server
public record SharedWorld(String name, WorldSession session) {}
