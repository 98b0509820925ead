package dev.vivarium.net.server.people;

import dev.vivarium.net.server.control.Member;
import dev.vivarium.net.server.control.ServedWorld;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.RoomPeople;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A room without a world: notes what is done to the people in it.
final class Hall implements ServedWorld, RoomPeople {
  private final UUID id = UUID.randomUUID();
  private final String name;
  private final List<Participant> people = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Hall(String name) {
    this.name = name;
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  /// Somebody enters, as client 2, 3 and so on.
  synchronized long enter(UUID userId, String username) {
    long client = people.size() + 2L;
    boolean presents = people.isEmpty();
    people.add(
        new Participant(
            client, userId, username, Role.PLAYER, false, presents, 5, 6, 7, Map.of("a/B", 8L)));
    return client;
  }

  @Override
  public synchronized List<Participant> people() {
    return List.copyOf(people);
  }

  @Override
  public synchronized boolean kick(long client, String reason) {
    notes.add("kick " + client + " " + reason);
    return people.removeIf(p -> p.client() == client);
  }

  @Override
  public synchronized int expel(UUID userId, String reason) {
    notes.add("expel " + reason);
    int before = people.size();
    people.removeIf(p -> p.userId().equals(userId));
    return before - people.size();
  }

  @Override
  public synchronized boolean mute(long client, boolean muted) {
    notes.add((muted ? "mute " : "unmute ") + client);
    return replace(p -> p.client() == client, p -> participant(p, p.role(), muted, p.presents()));
  }

  @Override
  public synchronized boolean present(long client) {
    if (people.stream().noneMatch(p -> p.client() == client && p.role().mayAct())) return false;
    return replace(p -> true, p -> participant(p, p.role(), p.muted(), p.client() == client));
  }

  @Override
  public synchronized void role(UUID userId, Role role) {
    boolean isIn =
        replace(p -> p.userId().equals(userId), p -> participant(p, role, p.muted(), p.presents()));
    notes.add("role " + role + (isIn ? "" : " of nobody"));
  }

  private boolean replace(Predicate<Participant> which, UnaryOperator<Participant> change) {
    boolean any = people.stream().anyMatch(which);
    people.replaceAll(p -> which.test(p) ? change.apply(p) : p);
    return any;
  }

  private static Participant participant(
      Participant p, Role role, boolean muted, boolean presents) {
    return new Participant(
        p.client(),
        p.userId(),
        p.username(),
        role,
        muted,
        presents,
        p.pingNanos(),
        p.bytesIn(),
        p.bytesOut(),
        p.bytesByComponent());
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String label() {
    return "{\"world\":\"" + name + "\"}";
  }

  @Override
  public int size() {
    return people().size();
  }

  @Override
  public int tickRate() {
    return 60;
  }

  @Override
  public Entry join(Member member, Map<String, String> metadata) {
    return new Entry.Allowed();
  }

  @Override
  public void left(Member member) {}

  @Override
  public synchronized void received(Member member, long opCode, byte[] data) {
    notes.add("received " + opCode);
  }
}
