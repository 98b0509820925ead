package dev.vivarium.net.server.room;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody who is in a room, however it came. Any thread.
abstract sealed class Guest permits MatchGuest, RealtimeGuest {
  private final int client;
  private final UUID userId;
  private final String username;
  private final AtomicInteger waiting = new AtomicInteger();

  /// Written by whoever moderates, read by all threads.
  private volatile Role role;

  private volatile boolean muted;

  Guest(int client, UUID userId, String username, Role role) {
    this.client = client;
    this.userId = userId;
    this.username = username;
    this.role = role;
  }

  final int client() {
    return client;
  }

  final UUID userId() {
    return userId;
  }

  final String username() {
    return username;
  }

  final Role role() {
    return role;
  }

  final void role(Role changed) {
    role = changed;
  }

  final boolean muted() {
    return muted;
  }

  final void muted(boolean changed) {
    muted = changed;
  }

  /// Whether the world knows of it.
  abstract boolean isPresent();

  /// Counts a message that the world has not taken in yet.
  ///
  /// @return false where too many wait; then it is not counted
  final boolean enqueue() {
    if (waiting.incrementAndGet() > RoomLimits.WAITING_PER_MEMBER) {
      waiting.decrementAndGet();
      return false;
    }
    return true;
  }

  final void dequeued() {
    waiting.decrementAndGet();
  }
}
