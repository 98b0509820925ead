package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ClientMessage;
import dev.vivarium.net.protocol.control.ErrorCode;
import dev.vivarium.net.protocol.control.MatchList.ListedMatch;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.UserPresence;
import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.control.ServedWorld.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Matches: relayed ones, which clients make and which exist as long as somebody is in, and worlds.
/// Any thread; a match's members change under its own lock.
public final class Matches {
  /// After the dot of a world's match id; relayed matches have nothing there.
  static final String NODE = "vivarium";

  private static final class Match {
    private final UUID id;
    private final @Nullable ServedWorld world;
    private final Membership members = new Membership();
    private boolean closed;

    Match(UUID id, @Nullable ServedWorld world) {
      this.id = id;
      this.world = world;
    }

    String matchId() {
      return id + "." + (world == null ? "" : NODE);
    }
  }

  private final Map<UUID, Match> matches = new LinkedHashMap<>();
  private final Sanctions sanctions;

  Matches(Sanctions sanctions) {
    this.sanctions = sanctions;
  }

  /// Makes a match for the session, or joins the one that was made by the same name.
  void create(ControlSession session, String cid, ClientMessage.MatchCreate create) {
    String name = create.name();
    if (name.length() > ControlServerLimits.MATCH_NAME_CHARS_MAX) {
      throw SocketRefused.badInput("Match name must be at most 128 chars");
    }
    UUID id = name.isEmpty() ? UUID.randomUUID() : NamedIds.inDns(name);
    session.noteMatch(id);
    while (true) {
      Match match;
      synchronized (matches) {
        match = matches.computeIfAbsent(id, key -> new Match(key, null));
      }
      // It may have emptied, and so ended, between the two locks.
      if (enter(match, session, cid)) return;
    }
  }

  void join(ControlSession session, String cid, ClientMessage.MatchJoin join) {
    if (join.matchId().isEmpty()) {
      throw SocketRefused.badInput(
          join.token().isEmpty() ? "No match ID or token found" : "Invalid match token");
    }
    Match match =
        find(parse(join.matchId()).orElseThrow(Matches::invalidId))
            .filter(found -> found.matchId().equals(join.matchId()))
            .orElseThrow(Matches::notFound);
    boolean isIn;
    synchronized (match) {
      isIn = match.members.of(session.id()).isPresent();
    }
    ServedWorld asked = isIn ? null : match.world;
    askToEnter(asked, session, join.metadata());
    boolean entered = false;
    try {
      entered = enter(match, session, cid);
    } finally {
      if (asked != null && !entered) asked.left(session.member());
    }
    if (!entered) throw notFound();
    // A ban that came while it entered has looked for it in vain.
    if (asked != null && isBanned(session, asked)) leave(match.id, session.id());
  }

  private boolean isBanned(ControlSession session, ServedWorld world) {
    return sanctions.banFrom(session.member().userId(), world.name()).isPresent();
  }

  private void askToEnter(
      @Nullable ServedWorld world, ControlSession session, Map<String, String> metadata) {
    if (world == null) return;
    sanctions
        .banFrom(session.member().userId(), world.name())
        .ifPresent(ban -> {
          throw new SocketRefused(ErrorCode.MATCH_JOIN_REJECTED, Sanctions.words(ban));
        });
    switch (world.join(session.member(), metadata)) {
      case Entry.Allowed allowed -> {}
      case Entry.Refused(String reason) ->
          throw new SocketRefused(
              ErrorCode.MATCH_JOIN_REJECTED, reason.isEmpty() ? "Match join rejected" : reason);
    }
  }

  /// False where the match has ended.
  private static boolean enter(Match match, ControlSession session, String cid) {
    UserPresence self = session.member().presence();
    synchronized (match) {
      if (match.closed) return false;
      boolean isIn = match.members.of(session.id()).isPresent();
      if (!isIn && match.members.size() >= ControlServerLimits.MEMBERS_PER_MATCH_MAX) {
        throw new SocketRefused(ErrorCode.MATCH_JOIN_REJECTED, "Match is full");
      }
      if (!isIn) {
        session.noteMatch(match.id);
        match.members.add(session, self, false);
      }
      session.reply(cid, describe(match, session, self));
      if (!isIn) {
        match.members.broadcast(
            new ServerMessage.MatchPresenceEvent(match.matchId(), List.of(self), List.of()));
      }
      return true;
    }
  }

  private static ServerMessage.Match describe(
      Match match, ControlSession session, UserPresence self) {
    ServedWorld world = match.world;
    boolean authoritative = world != null;
    return new ServerMessage.Match(
        match.matchId(),
        authoritative,
        world != null ? world.label() : null,
        world != null ? Math.max(world.size(), 1) : match.members.size(),
        match.members.othersThan(session.id()),
        self);
  }

  void leave(ControlSession session, String matchId) {
    leave(parse(matchId).orElseThrow(Matches::invalidId), session.id());
  }

  /// Takes a session out of a match, if it is in.
  void leave(UUID matchId, UUID sessionId) {
    Match match = find(matchId).orElse(null);
    if (match == null) return;
    Optional<Membership.Entry> left;
    synchronized (match) {
      left = match.members.remove(sessionId);
      left.ifPresent(entry -> entry.session().forgetMatch(matchId));
      left.ifPresent(entry ->
          match.members.broadcast(
              new ServerMessage.MatchPresenceEvent(
                  match.matchId(), List.of(), List.of(entry.presence()))));
      if (match.world == null && match.members.isEmpty()) match.closed = true;
    }
    if (match.closed) forget(match);
    ServedWorld world = match.world;
    if (world != null && left.isPresent()) world.left(left.get().session().member());
  }

  private void forget(Match match) {
    synchronized (matches) {
      matches.remove(match.id, match);
    }
  }

  /// Passes data on. Whoever is not in, or names a match that is none, is not heard and not told,
  /// since nothing answers data. Who is muted is told so by an error that answers nothing, unless
  /// it is a world's to say so.
  void data(ControlSession session, ClientMessage.MatchDataSend data) {
    Match match =
        parse(data.matchId())
            .flatMap(this::find)
            .filter(found -> found.matchId().equals(data.matchId()))
            .orElse(null);
    if (match == null) return;
    if (match.world == null) {
      if (sanctions.mutedAnywhere(session.member().userId())) {
        session.complain("You are muted");
      } else {
        relay(match, session, data);
      }
      return;
    }
    boolean isIn;
    synchronized (match) {
      isIn = match.members.of(session.id()).isPresent();
    }
    if (isIn) match.world.received(session.member(), data.opCode(), data.data());
  }

  private static void relay(Match match, ControlSession session, ClientMessage.MatchDataSend data) {
    ServerMessage.MatchData message =
        new ServerMessage.MatchData(
            match.matchId(),
            session.member().presence(),
            data.opCode(),
            data.data(),
            data.reliable() == null || data.reliable());
    Set<UUID> to = new LinkedHashSet<>();
    for (UserPresence presence : data.presences()) {
      NamedIds.parse(presence.sessionId()).ifPresent(to::add);
    }
    synchronized (match) {
      if (match.members.of(session.id()).isEmpty()) return;
      if (data.presences().isEmpty()) {
        for (Membership.Entry entry : match.members.all()) to.add(entry.session().id());
        to.remove(session.id());
      }
      if (!to.isEmpty()) match.members.send(message, to);
    }
  }

  /// Matches for a list: those of the wanted sort, with the label and as many members, at most
  /// `limit`.
  List<ListedMatch> list(MatchFilter filter, int limit) {
    List<Match> all;
    synchronized (matches) {
      all = List.copyOf(matches.values());
    }
    List<ListedMatch> listed = new ArrayList<>();
    for (Match match : all) {
      if (listed.size() >= limit) break;
      ListedMatch seen = listed(match);
      if (filter.test(seen)) listed.add(seen);
    }
    return listed;
  }

  private static ListedMatch listed(Match match) {
    if (match.world != null) {
      return new ListedMatch(
          match.matchId(),
          true,
          match.world.label(),
          match.world.size(),
          match.world.tickRate(),
          match.world.name());
    }
    synchronized (match) {
      return new ListedMatch(match.matchId(), false, null, match.members.size(), 0, "");
    }
  }

  /// Shows a world as a match that clients can find and join.
  ///
  /// @throws IllegalArgumentException if one with its id is open
  public OpenWorld open(ServedWorld world) {
    Match match = new Match(world.id(), world);
    synchronized (matches) {
      if (matches.putIfAbsent(match.id, match) != null) {
        throw new IllegalArgumentException("a world with the id " + match.id + " is open");
      }
    }
    return new Opened(match);
  }

  private final class Opened implements OpenWorld {
    private final Match match;

    Opened(Match match) {
      this.match = match;
    }

    @Override
    public String matchId() {
      return match.matchId();
    }

    @Override
    public List<Member> members() {
      synchronized (match) {
        return match.members.all().stream().map(entry -> entry.session().member()).toList();
      }
    }

    @Override
    public void send(long opCode, byte[] data, Collection<UUID> sessions) {
      var message = new ServerMessage.MatchData(match.matchId(), null, opCode, data, true);
      synchronized (match) {
        if (sessions.isEmpty()) {
          match.members.broadcast(message);
        } else {
          match.members.send(message, sessions);
        }
      }
    }

    @Override
    public void remove(UUID sessionId) {
      leave(match.id, sessionId);
    }

    @Override
    public void close() {
      synchronized (match) {
        match.closed = true;
      }
      for (Member member : members()) leave(match.id, member.sessionId());
      forget(match);
    }
  }

  private Optional<Match> find(UUID id) {
    synchronized (matches) {
      return Optional.ofNullable(matches.get(id));
    }
  }

  private static Optional<UUID> parse(String matchId) {
    int dot = matchId.indexOf('.');
    return dot < 0 ? Optional.empty() : NamedIds.parse(matchId.substring(0, dot));
  }

  private static SocketRefused invalidId() {
    return SocketRefused.badInput("Invalid match ID");
  }

  private static SocketRefused notFound() {
    return new SocketRefused(ErrorCode.MATCH_NOT_FOUND, "Match not found");
  }
}
