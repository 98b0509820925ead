package dev.vivarium.net.protocol.control;

/// What one socket frame says. Kinds that only one side may send are in [ClientMessage] and
/// [ServerMessage]; [Rpc] is both.
public sealed interface ControlMessage permits ClientMessage, ServerMessage {}
