package dev.vivarium.net.protocol.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One kept object.
///
/// @param userId the owner; empty is the server
/// @param value the text of a JSON object
/// @param version changes with the value
/// @param permissionRead 0 none, 1 owner, 2 everyone
/// @param permissionWrite 0 none, 1 owner
public record StorageObject(
    String collection,
    String key,
    String userId,
    String value,
    String version,
    int permissionRead,
    int permissionWrite,
    @Nullable Instant createTime,
    @Nullable Instant updateTime) {}
