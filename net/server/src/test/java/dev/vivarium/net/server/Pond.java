package dev.vivarium.net.server;

import dev.vivarium.net.server.control.Member;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.control.ServedWorld;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// A world that sends match data back to its sender and admits no vandals.
final class Pond implements ServedWorld {
  private final UUID id = UUID.randomUUID();
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final AtomicReference<OpenWorld> match = new AtomicReference<>();

  /// Shows a new pond on the server.
  static Pond openOn(VivariumServer server) {
    Pond pond = new Pond();
    pond.match.set(server.open(pond));
    return pond;
  }

  OpenWorld match() {
    return match.get();
  }

  List<Member> members() {
    return members;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public String name() {
    return "world";
  }

  @Override
  public String label() {
    return "{\"world\":\"pond\",\"depth\":7}";
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public int tickRate() {
    return 60;
  }

  @Override
  public Entry join(Member member, Map<String, String> metadata) {
    if ("vandal".equals(metadata.get("as"))) return new Entry.Refused("no vandals");
    members.add(member);
    return new Entry.Allowed();
  }

  @Override
  public void left(Member member) {
    members.remove(member);
  }

  @Override
  public void received(Member member, long opCode, byte[] data) {
    match.get().send(opCode, data, List.of(member.sessionId()));
  }
}
