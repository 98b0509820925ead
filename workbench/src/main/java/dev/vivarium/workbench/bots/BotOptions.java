package dev.vivarium.workbench.bots;

import dev.vivarium.net.client.ServerAddress;
import java.time.Duration;
import java.util.Optional;

/// Which bots are to play where.
///
/// @param serverKey what clients show to sign in
/// @param room name of the world; empty for the server's first
/// @param perSecond bots that begin to sign in each second
/// @param duration for which they play, from the start; empty until they are told to end
/// @param isDecoding whether all read the states that they are sent, as players do; else only those
///   whose script moves something
/// @param seed of device ids, scripts and waits: the same bots come again with it
public record BotOptions(
    ServerAddress server,
    String serverKey,
    String room,
    int count,
    int perSecond,
    Optional<Duration> duration,
    boolean isDecoding,
    long seed,
    BotScript script) {
  public static final int MAX_COUNT = 10_000;
  public static final int MAX_PER_SECOND = 10_000;

  public BotOptions {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("bots are 1 to " + MAX_COUNT + ", not " + count);
    }
    if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "a rate is 1 to " + MAX_PER_SECOND + " a second, not " + perSecond);
    }
  }

  public BotOptions withScript(BotScript other) {
    return new BotOptions(
        server, serverKey, room, count, perSecond, duration, isDecoding, seed, other);
  }
}
