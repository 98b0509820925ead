package dev.vivarium.net.protocol.replication;

import org.jspecify.annotations.Nullable;

/// A frame that both sides hold, with the frame that it was itself a delta against: between the two
/// lies the motion that is expected to go on.
record Baseline(Snapshot snapshot, @Nullable Snapshot before) {}
