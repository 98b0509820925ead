package dev.vivarium.net.protocol.control;

import org.jspecify.annotations.Nullable;

/// The body of `PUT /v2/account`; what is absent stays as it is.
public record AccountUpdate(
    @Explicit @Nullable String username,
    @Explicit @Nullable String displayName,
    @Explicit @Nullable String avatarUrl,
    @Explicit @Nullable String langTag,
    @Explicit @Nullable String location,
    @Explicit @Nullable String timezone) {}
