package dev.vivarium.net.server.room;

import dev.vivarium.engine.schema.SchemaName;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody who is in a room, however it came. Any thread.
abstract sealed class Guest permits MatchGuest, RealtimeGuest {
  static final String ONLY_WATCHES = "who only watches sends nothing";
  static final String IS_MUTED = "you are muted";

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

  /// Why nothing of it is taken on a channel; empty where it is. Who is muted still acts: what its
  /// devices do is not what it says.
  final Optional<String> silencedOn(SchemaName channel) {
    if (!role.mayAct()) {
      return Optional.of(ONLY_WATCHES);
    }
    return muted && !channel.isBuiltIn() ? Optional.of(IS_MUTED) : Optional.empty();
  }

  /// Tells it something, where there is a way to.
  abstract void inform(String text);

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
