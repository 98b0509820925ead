package dev.vivarium.net.server.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Frames that wait to leave by one socket. Any thread.
///
/// Mostly one waits and leaves at once: the first has a place of its own, so that a tick for very
/// many sockets finds it in the memory that it has touched already.
final class Outbox {
  /// What came of a frame.
  enum Entry {
    /// Nobody sends any more.
    CLOSED,

    /// Too many wait; nothing is sent any more.
    OVERFLOW,

    /// Somebody is about to send.
    WAITS,

    /// Whoever added it has to see that it is sent.
    WAKES
  }

  private final int max;
  private int size;
  private boolean closed;

  /// Whether somebody takes what waits, until nothing does.
  private boolean isTaken;

  private @Nullable Frame first;
  private @Nullable Queue<Frame> others;

  Outbox(int max) {
    this.max = max;
  }

  synchronized Entry add(Frame frame) {
    if (closed) return Entry.CLOSED;
    if (size == max) {
      close();
      return Entry.OVERFLOW;
    }
    if (size == 0) {
      first = frame;
    } else {
      if (others == null) others = new ArrayDeque<>();
      others.add(frame);
    }
    size++;
    if (isTaken) return Entry.WAITS;
    isTaken = true;
    return Entry.WAKES;
  }

  /// Takes the frame that has waited longest.
  ///
  /// @return null if there is none; the next one [wakes][Entry#WAKES]
  synchronized @Nullable Frame poll() {
    Frame frame = first;
    if (frame == null) {
      isTaken = false;
      return null;
    }
    size--;
    first = size == 0 || others == null ? null : others.poll();
    return frame;
  }

  /// Drops what waits, and takes nothing more.
  synchronized void close() {
    shut();
    size = 0;
    first = null;
    others = null;
  }

  /// Takes nothing more; what waits can still be sent.
  ///
  /// @return whether it was open
  synchronized boolean shut() {
    boolean wasOpen = !closed;
    closed = true;
    return wasOpen;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized int size() {
    return size;
  }
}
