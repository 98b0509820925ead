package dev.vivarium.net.protocol.replication;

/// A frame and what it is made of. Both arrays are shared: nobody may write to them.
///
/// @param bytes the frame
/// @param componentBits what each component of the plan takes of it, before compression
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
public record EncodedFrame(byte[] bytes, long[] componentBits) {}
