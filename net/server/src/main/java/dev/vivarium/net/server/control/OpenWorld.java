package dev.vivarium.net.server.control;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// A world's side of the match that it is shown as. Any thread; nothing waits.
public interface OpenWorld extends AutoCloseable {
  /// What clients join by.
  String matchId();

  /// Sessions in it that came by the control protocol.
  List<Member> members();

  /// Sends match data from the world itself.
  ///
  /// @param sessions whom to; empty is everyone
  void send(long opCode, byte[] data, Collection<UUID> sessions);

  /// Takes a session out; the world is told by [ServedWorld#left].
  void remove(UUID sessionId);

  /// Takes everybody out and the match off the list.
  @Override
  void close();
}
