package dev.vivarium.net.protocol.realtime;

/// A message that the server may send.
public sealed interface FromServer extends RealtimeMessage
    permits Welcome,
        ModuleBytes,
        SchemaEpoch,
        State,
        RemoteMessage,
        InputDone,
        Ping,
        Pong,
        Notice,
        PresenterChanged,
        Goodbye {}
