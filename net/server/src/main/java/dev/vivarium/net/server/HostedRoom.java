package dev.vivarium.net.server;

import dev.vivarium.net.server.control.Member;
import dev.vivarium.net.server.control.OpenWorld;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// A room's match, with which its place among the server's rooms ends.
record HostedRoom(OpenWorld match, Runnable end) implements OpenWorld {
  @Override
  public String matchId() {
    return match.matchId();
  }

  @Override
  public List<Member> members() {
    return match.members();
  }

  @Override
  public void send(long opCode, byte[] data, Collection<UUID> sessions) {
    match.send(opCode, data, sessions);
  }

  @Override
  public void remove(UUID sessionId) {
    match.remove(sessionId);
  }

  @Override
  public void close() {
    end.run();
    match.close();
  }
}
