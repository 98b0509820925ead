package dev.vivarium.net.server.account;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.server.store.SanctionRepository;
import dev.vivarium.net.server.store.SanctionRepository.Kind;
import dev.vivarium.net.server.store.SanctionRepository.Sanction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Who is banned or muted. Any thread; asking is quick, since all that are in force are held in
/// memory, [#impose] and [#lift] write to the store and block.
public final class Sanctions {
  /// The world's name that stands for all of them.
  public static final String EVERY_WORLD = "";

  private final SanctionRepository repository;
  private final InstantSource time;
  private final Map<UUID, List<Sanction>> byUser = new ConcurrentHashMap<>();

  public Sanctions(SanctionRepository repository, InstantSource time) {
    this.repository = repository;
    this.time = time;
    for (Sanction sanction : repository.inForce(time.millis())) remember(sanction);
  }

  /// A user's ban from the server, that is from every world.
  public Optional<Sanction> banFromServer(UUID userId) {
    return inForce(userId, Kind.BAN)
        .filter(sanction -> sanction.world().equals(EVERY_WORLD))
        .findFirst();
  }

  /// What keeps a user out of a world: a ban from it or from every one.
  public Optional<Sanction> banFrom(UUID userId, String world) {
    return inForce(userId, Kind.BAN).filter(sanction -> isIn(sanction, world)).findFirst();
  }

  public boolean mutedIn(UUID userId, String world) {
    return inForce(userId, Kind.MUTE).anyMatch(sanction -> isIn(sanction, world));
  }

  /// Whether the user is muted in any world, and so in what belongs to none.
  public boolean mutedAnywhere(UUID userId) {
    return inForce(userId, Kind.MUTE).findAny().isPresent();
  }

  /// @throws RequestRefused if the user is banned from the server
  public void refuseBanned(UUID userId) {
    banFromServer(userId)
        .ifPresent(ban -> {
          throw new RequestRefused(ApiCode.PERMISSION_DENIED, words(ban));
        });
  }

  /// What the banned is told.
  public static String words(Sanction ban) {
    StringBuilder words = new StringBuilder("User account banned");
    if (!ban.world().equals(EVERY_WORLD)) words.append(" from ").append(ban.world());
    if (ban.untilMs() != Long.MAX_VALUE) {
      words.append(" until ").append(Instant.ofEpochMilli(ban.untilMs()));
    }
    if (!ban.reason().isEmpty()) words.append(": ").append(ban.reason());
    return words.append('.').toString();
  }

  public void impose(Sanction sanction) {
    repository.impose(sanction);
    remember(sanction);
  }

  private void remember(Sanction sanction) {
    byUser.merge(
        sanction.userId(),
        List.of(sanction),
        (old, added) ->
            Stream.concat(old.stream().filter(s -> !isSame(s, sanction)), added.stream()).toList());
  }

  /// Ends a sanction in one world, or the one for every world.
  ///
  /// @return whether there was one
  public boolean lift(UUID userId, String world, Kind kind) {
    boolean wasInForce = inForce(userId, kind).anyMatch(sanction -> sanction.world().equals(world));
    repository.lift(userId, world, kind);
    byUser.computeIfPresent(
        userId,
        (user, held) -> {
          List<Sanction> left =
              held.stream().filter(s -> s.kind() != kind || !s.world().equals(world)).toList();
          return left.isEmpty() ? null : left;
        });
    return wasInForce;
  }

  private Stream<Sanction> inForce(UUID userId, Kind kind) {
    long now = time.millis();
    return byUser.getOrDefault(userId, List.of()).stream()
        .filter(sanction -> sanction.kind() == kind && sanction.untilMs() > now);
  }

  private static boolean isIn(Sanction sanction, String world) {
    return sanction.world().equals(EVERY_WORLD) || sanction.world().equals(world);
  }

  private static boolean isSame(Sanction one, Sanction other) {
    return one.kind() == other.kind() && one.world().equals(other.world());
  }
}
