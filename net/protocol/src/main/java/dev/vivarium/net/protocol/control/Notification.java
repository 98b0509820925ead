package dev.vivarium.net.protocol.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The server tells a user something.
///
/// @param content the text of a JSON object
/// @param code the application's; zero and below are the server's own
public record Notification(
    String id,
    String subject,
    String content,
    int code,
    String senderId,
    @Nullable Instant createTime,
    boolean persistent) {}
