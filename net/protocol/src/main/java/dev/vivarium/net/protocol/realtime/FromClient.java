package dev.vivarium.net.protocol.realtime;

/// A message that a client may send.
public sealed interface FromClient extends RealtimeMessage
    permits Hello, NeedModules, Ack, RemoteMessage, Input, Ping, Pong, Goodbye {}
