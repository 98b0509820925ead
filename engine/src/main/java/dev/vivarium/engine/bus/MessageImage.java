package dev.vivarium.engine.bus;

import dev.vivarium.engine.schema.SchemaName;

/// A waiting message as it is kept in an image: what a subscriber can see of it.
///
/// @param subscriber id of the system in whose inbox it waits
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
public record MessageImage(
    String subscriber,
    SchemaName channel,
    long sequence,
    long tick,
    String stage,
    String sender,
    long senderClient,
    byte[] payload,
    Cause cause) {}
