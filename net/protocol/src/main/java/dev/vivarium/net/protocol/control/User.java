package dev.vivarium.net.protocol.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user as anyone may see it.
///
/// @param metadata the text of a JSON object
/// @param online has a session that shows itself
public record User(
    String id,
    String username,
    String displayName,
    String avatarUrl,
    String langTag,
    String location,
    String timezone,
    String metadata,
    boolean online,
    @Nullable Instant createTime,
    @Nullable Instant updateTime) {}
