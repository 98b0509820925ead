package dev.vivarium.net.server.transport;

import java.time.Duration;

/// What one socket may do.
///
/// @param text takes text messages, else binary ones; one of the other kind closes the socket
/// @param messageBytesMax of one received message, all its fragments together
/// @param queueMax messages that wait to be sent
/// @param pingPeriod between the server's pings
/// @param pongWait without any sign of life before the socket is closed
/// @param messagesPerSecond received, on average; twice as many at once
/// @param bytesPerSecond received, on average; twice as many at once
public record SocketLimits(
    boolean text,
    int messageBytesMax,
    int queueMax,
    Duration pingPeriod,
    Duration pongWait,
    int messagesPerSecond,
    int bytesPerSecond) {}
