package dev.vivarium.net.server.room;

import dev.vivarium.net.server.control.Member;

/// Somebody who joined the room's match by the control protocol.
final class MatchGuest extends Guest {
  private final Member member;

  MatchGuest(int client, Member member, Role role) {
    super(client, member.userId(), member.username(), role);
    this.member = member;
  }

  Member member() {
    return member;
  }

  /// The protocol has no word for it.
  @Override
  void inform(String text) {}

  @Override
  boolean isPresent() {
    return true;
  }
}
