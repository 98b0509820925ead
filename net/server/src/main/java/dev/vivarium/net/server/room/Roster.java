package dev.vivarium.net.server.room;

import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.server.control.Member;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Who is in a room: how they come, go, come back to their place, and which of them presents. Any
/// thread; whatever changes it does so under its one lock, and whoever only looks does not wait.
final class Roster {
  /// Number 1 is the client in the world's own process.
  private static final int FIRST_CLIENT = 2;

  private static final int NOBODY = 0;
  private static final int TOKEN_BYTES = 24;

  private final Room room;
  private final SecureRandom random = new SecureRandom();

  /// Guards `nextClient`, `byToken`, whose place is whose, and all writing of what follows.
  private final Object lock = new Object();

  /// In the order in which they came.
  private final Map<Integer, Guest> guests = new ConcurrentSkipListMap<>();

  private final Map<UUID, MatchGuest> bySession = new ConcurrentHashMap<>();

  /// Of those who have a connection; written under the lock, walked through at every tick.
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /// Guarded by `lock`.
  private final Map<String, RealtimeGuest> byToken = new HashMap<>();

  private int nextClient = FIRST_CLIENT;

  private volatile int presenter = NOBODY;

  /// Grows when somebody comes or goes.
  private final AtomicInteger presence = new AtomicInteger();

  Roster(Room room) {
    this.room = room;
  }

  // Coming and going, by the control protocol.

  /// Lets a session in. May block.
  ///
  /// @return whether it is in now; otherwise the world is full
  boolean join(Member member) {
    Role role = roleOf(member.userId());
    boolean muted = isMutedFromTheStart(member.userId());
    synchronized (lock) {
      if (isFull()) {
        return false;
      }
      if (!bySession.containsKey(member.sessionId())) {
        MatchGuest guest = new MatchGuest(nextClient++, member, role);
        guest.muted(muted);
        bySession.put(member.sessionId(), guest);
        guests.put(guest.client(), guest);
        presence.incrementAndGet();
        choosePresenter();
      }
      return true;
    }
  }

  void left(Member member) {
    synchronized (lock) {
      MatchGuest guest = bySession.remove(member.sessionId());
      if (guest != null) {
        guests.remove(guest.client());
        presence.incrementAndGet();
        choosePresenter();
      }
    }
  }

  // Coming and going, by the realtime protocol.

  /// Gives somebody a place, or again the one it had, and has it welcomed. May block.
  ///
  /// @return empty if the world is full
  Optional<Place> enter(Newcomer newcomer) {
    Role role = roleOf(newcomer.userId());
    boolean muted = isMutedFromTheStart(newcomer.userId());
    synchronized (lock) {
      RealtimeGuest guest = resumed(newcomer);
      if (guest == null) {
        if (isFull()) {
          return Optional.empty();
        }
        guest = new RealtimeGuest(nextClient++, newcomer.userId(), newcomer.username(), role);
        guest.muted(muted);
        guests.put(guest.client(), guest);
        room.metrics().realtimeEntered();
      }
      Line line = new Line(room, guest, newcomer.connection());
      connect(guest, line);
      choosePresenter();
      room.loop().execute(() -> room.loop().welcome(line));
      return Optional.of(line);
    }
  }

  private @Nullable RealtimeGuest resumed(Newcomer newcomer) {
    RealtimeGuest guest = byToken.get(newcomer.resumeToken());
    return guest != null && guest.userId().equals(newcomer.userId()) ? guest : null;
  }

  /// Each token is good once.
  private void connect(RealtimeGuest guest, Line line) {
    Line before = guest.line();
    if (before != null) {
      lines.remove(before);
      before.end(Notice.Kind.REPLACED, "your place was taken from another connection");
    }
    byToken.remove(guest.resumeToken());
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    guest.connected(line, fresh);
    lines.add(line);
    byToken.put(fresh, guest);
  }

  /// Somebody has what it needs to take part.
  void arrived(RealtimeGuest guest) {
    guest.arrived();
    presence.incrementAndGet();
  }

  /// A connection is gone; its place is kept for a while.
  void lost(Line line) {
    synchronized (lock) {
      if (line.isCurrent()) {
        disconnect(line.guest());
      }
    }
  }

  /// A place was given up.
  void left(Line line) {
    synchronized (lock) {
      if (line.isCurrent()) {
        remove(line.guest());
      }
    }
  }

  /// Gives up the places of those who have been away for too long.
  void letGoLost(long nowNanos) {
    long wait = room.options().resumeWait().toNanos();
    synchronized (lock) {
      for (RealtimeGuest guest : List.copyOf(byToken.values())) {
        if (guest.isLostFor(wait, nowNanos)) {
          remove(guest);
        }
      }
    }
  }

  /// Says why, and ends somebody's connection and place.
  void end(RealtimeGuest guest, Notice.Kind kind, String reason) {
    synchronized (lock) {
      Line line = guest.line();
      if (line != null) {
        line.end(kind, reason);
      }
      remove(guest);
    }
  }

  private void remove(RealtimeGuest guest) {
    byToken.remove(guest.resumeToken());
    disconnect(guest);
    if (guests.remove(guest.client()) != null) {
      room.metrics().realtimeLeft();
      presence.incrementAndGet();
      choosePresenter();
    }
  }

  private void disconnect(RealtimeGuest guest) {
    Line line = guest.line();
    if (line != null) {
      lines.remove(line);
    }
    guest.lost(nowNanos());
  }

  private Role roleOf(UUID userId) {
    return room.options().roles().of(userId, room.name());
  }

  private boolean isMutedFromTheStart(UUID userId) {
    return room.options().roles().muted(userId, room.name());
  }

  private boolean isFull() {
    return guests.size() >= RoomLimits.MEMBERS;
  }

  private long nowNanos() {
    return room.options().clock().nanos();
  }

  // Roles, and who presents.

  /// Gives all stays of a user another role, and tells it.
  void role(UUID userId, Role role) {
    synchronized (lock) {
      for (Guest guest : staysOf(userId)) {
        guest.role(role);
        guest.inform("your role is now " + role.name().toLowerCase(Locale.ROOT));
      }
      choosePresenter();
    }
  }

  /// Makes a client the presenter.
  ///
  /// @return whether it is in and may act
  boolean present(long client) {
    synchronized (lock) {
      Guest guest = guest(client).orElse(null);
      if (guest == null || !guest.role().mayAct()) {
        return false;
      }
      presenter(guest.client());
      return true;
    }
  }

  /// The client that presents the room; 0 for nobody.
  int presenter() {
    return presenter;
  }

  /// Keeps the presenter as long as it is in and may act; else the next one who may is it. Under
  /// the lock.
  private void choosePresenter() {
    Guest current = guests.get(presenter);
    if (current != null && current.role().mayAct()) {
      return;
    }
    presenter(
        guests.values().stream()
            .filter(guest -> guest.role().mayAct())
            .findFirst()
            .map(Guest::client)
            .orElse(NOBODY));
  }

  private void presenter(int client) {
    if (client != presenter) {
      presenter = client;
      room.loop()
          .execute(() -> {
            for (Line line : lines()) {
              if (line.epoch() != null) {
                line.send(new PresenterChanged(client));
              }
            }
          });
    }
  }

  // Looking.

  int size() {
    return guests.size();
  }

  /// In the order in which they came.
  Collection<Guest> guests() {
    return Collections.unmodifiableCollection(guests.values());
  }

  Collection<MatchGuest> matchGuests() {
    return Collections.unmodifiableCollection(bySession.values());
  }

  Optional<Guest> guest(long client) {
    return client == (int) client
        ? Optional.ofNullable(guests.get((int) client))
        : Optional.empty();
  }

  Optional<MatchGuest> guest(Member member) {
    return Optional.ofNullable(bySession.get(member.sessionId()));
  }

  List<Guest> staysOf(UUID userId) {
    return guests.values().stream().filter(guest -> guest.userId().equals(userId)).toList();
  }

  /// The connections of all who have one.
  List<Line> lines() {
    return Collections.unmodifiableList(lines);
  }

  /// The connection of a client, if it has one.
  Optional<Line> line(int client) {
    return guests.get(client) instanceof RealtimeGuest guest
        ? Optional.ofNullable(guest.line())
        : Optional.empty();
  }

  /// Another number than before when somebody has come or gone.
  int presence() {
    return presence.get();
  }

  /// Whether somebody is to be shown the world.
  boolean anybodyWatches() {
    return lines.stream().anyMatch(line -> line.guest().isPresent());
  }
}
