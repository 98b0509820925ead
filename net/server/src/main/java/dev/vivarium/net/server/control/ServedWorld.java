package dev.vivarium.net.server.control;

import java.util.Map;
import java.util.UUID;

/// A running world as the control protocol shows it: a match run by the server. Methods are called
/// on virtual threads, those for one session one at a time, and should only read what is published
/// and enqueue what is to be done.
public interface ServedWorld {
  /// Stays the same while the world is open.
  UUID id();

  /// What kind of world it is; a match's handler name.
  String name();

  /// A JSON object that clients can search, at most 2,048 characters.
  String label();

  /// Sessions in it, those that joined by [#join] included.
  int size();

  /// Ticks a second.
  int tickRate();

  /// Decides whether a session may enter.
  Entry join(Member member, Map<String, String> metadata);

  /// A session that had entered has left or lost its connection; called once.
  void left(Member member);

  /// Match data from a session that is in.
  void received(Member member, long opCode, byte[] data);

  /// May it enter?
  sealed interface Entry {
    record Allowed() implements Entry {}

    /// @param reason shown to the user
    record Refused(String reason) implements Entry {}
  }
}
