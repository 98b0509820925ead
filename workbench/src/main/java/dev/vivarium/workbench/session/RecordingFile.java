package dev.vivarium.workbench.session;

import java.time.Instant;

/// A recording on disk.
public record RecordingFile(String name, long bytes, Instant writtenAt) {}
