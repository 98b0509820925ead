package dev.vivarium.net.protocol.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user with what only the user itself may see.
///
/// @param wallet the text of a JSON object
/// @param verifyTime when the email address was verified
/// @param disableTime when the account was banned
public record Account(
    @Nullable User user,
    String wallet,
    String email,
    List<Device> devices,
    String customId,
    @Nullable Instant verifyTime,
    @Nullable Instant disableTime) {
  public Account {
    devices = List.copyOf(devices);
  }

  public record Device(String id) {}
}
