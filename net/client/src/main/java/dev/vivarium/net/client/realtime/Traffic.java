package dev.vivarium.net.client.realtime;

/// What a client has sent and received since it was made, over all its connections.
///
/// @param frames states that were applied
/// @param fullFrames how often a full frame had to be asked for
/// @param drops messages and frames of another epoch, and frames that came twice
public record Traffic(
    long bytesIn,
    long bytesOut,
    long messagesIn,
    long messagesOut,
    long frames,
    long fullFrames,
    long drops) {}
