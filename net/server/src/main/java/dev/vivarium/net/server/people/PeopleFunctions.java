package dev.vivarium.net.server.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.control.RpcFunctions;
import dev.vivarium.net.server.control.RpcFunctions.Call;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.RoomPeople;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.SanctionRepository.Sanction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The functions `vivarium.people`, `role`, `kick`, `ban`, `unban`, `mute` and `present`, as
/// `docs/control-protocol.md` has them. Each looks at the role of who asks; a call by the server's
/// HTTP key is its operator's.
public final class PeopleFunctions {
  /// People in one answer.
  static final int PAGE_MAX = 100;

  static final int REASON_CHARS_MAX = 256;
  static final int WORLD_CHARS_MAX = 128;

  /// Of a ban that is not for good: ten years.
  static final long SECONDS_MAX = 315_360_000L;

  private static final String EVERY_WORLD_WRITTEN = "*";
  private static final String DEFAULT_ROLE = "default";
  private static final String NO_WORLD_OPEN = "This server has no world open.";
  private static final Set<String> WHOM = Set.of("world", "client", "user_id", "username");

  private static final Logger LOG = LoggerFactory.getLogger(PeopleFunctions.class);

  private interface Act {
    ObjectNode perform(Call call, Arguments arguments);
  }

  private final StoredRoles roles;
  private final OpenRooms rooms;
  private final AccountRepository accounts;
  private final Moderation moderation;

  /// @param bans told of every ban
  public PeopleFunctions(
      StoredRoles roles,
      Sanctions sanctions,
      OpenRooms rooms,
      AccountRepository accounts,
      BanListener bans,
      InstantSource time) {
    this.roles = roles;
    this.rooms = rooms;
    this.accounts = accounts;
    moderation = new Moderation(roles, sanctions, rooms, bans, time);
  }

  /// @throws IllegalArgumentException if a name is taken
  public void addTo(RpcFunctions functions) {
    add(functions, "people", Set.of("world", "client", "limit", "after"), this::people);
    add(functions, "role", and("role"), this::role);
    add(functions, "kick", and("reason"), this::kick);
    add(functions, "ban", and("reason", "seconds"), this::ban);
    add(functions, "unban", and(), this::unban);
    add(functions, "mute", and("muted", "reason"), this::mute);
    add(functions, "present", Set.of("world", "client"), this::present);
  }

  private static void add(RpcFunctions functions, String name, Set<String> known, Act act) {
    functions.register(
        "vivarium." + name,
        call -> act.perform(call, Arguments.of(call.payload(), known)).toString());
  }

  private static Set<String> and(String... more) {
    Set<String> all = new HashSet<>(WHOM);
    all.addAll(Arrays.asList(more));
    return Set.copyOf(all);
  }

  // Who is there.

  private ObjectNode people(Call call, Arguments arguments) {
    Place place = room(arguments);
    boolean seesTraffic = role(call, place.world()).mayEdit();
    OptionalLong client = arguments.number("client", 1, Long.MAX_VALUE);
    int limit = (int) arguments.number("limit", 1, PAGE_MAX).orElse(PAGE_MAX);
    long after = arguments.number("after", 0, Long.MAX_VALUE).orElse(0);
    List<Participant> found =
        place.room().people().stream()
            .filter(p -> client.isEmpty() ? p.client() > after : p.client() == client.getAsLong())
            .sorted((a, b) -> Long.compare(a.client(), b.client()))
            .toList();
    ObjectNode answer = object().put("world", place.world());
    ArrayNode listed = answer.putArray("people");
    found.stream()
        .limit(limit)
        .map(p -> described(p, seesTraffic, client.isPresent()))
        .forEach(listed::add);
    if (found.size() > limit) answer.put("next", found.get(limit - 1).client());
    return answer;
  }

  private static ObjectNode described(
      Participant participant, boolean withTraffic, boolean withComponents) {
    ObjectNode json =
        object()
            .put("client", participant.client())
            .put("user_id", participant.userId().toString())
            .put("username", participant.username())
            .put("role", written(participant.role()))
            .put("muted", participant.muted())
            .put("presents", participant.presents());
    if (withTraffic) {
      json.put("ping_ns", participant.pingNanos())
          .put("bytes_in", participant.bytesIn())
          .put("bytes_out", participant.bytesOut());
    }
    if (withTraffic && withComponents) {
      ObjectNode bytes = json.putObject("bytes_by_component");
      participant.bytesByComponent().forEach(bytes::put);
    }
    return json;
  }

  // Roles.

  private ObjectNode role(Call call, Arguments arguments) {
    String world = world(arguments);
    Optional<String> wanted = arguments.text("role", 16);
    Optional<UUID> asker = call.caller().map(Principal::userId);
    UUID user = named(arguments, world).or(() -> asker).orElseThrow(PeopleFunctions::nobodyNamed);
    if (wanted.isPresent()) {
      changeRole(call, user, world, wanted.get());
    } else if (!asker.equals(Optional.of(user))) {
      needModerator(call, world);
    }
    return about(user, world).put("role", written(roles.of(user, world)));
  }

  private void changeRole(Call call, UUID user, String world, String wanted) {
    needModerator(call, world);
    refuseProtected(call, user);
    if (wanted.equals(DEFAULT_ROLE)) {
      moderation.takeRole(user, world);
    } else {
      moderation.giveRole(user, world, read(wanted), by(call));
    }
    note("role", call, user, world);
  }

  private static Role read(String role) {
    return Arrays.stream(Role.values())
        .filter(known -> written(known).equals(role))
        .findFirst()
        .orElseThrow(
            () -> Arguments.refused("role must be viewer, player, builder, admin or default."));
  }

  private static String written(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  // Kicking, banning, muting.

  private ObjectNode kick(Call call, Arguments arguments) {
    String world = world(arguments);
    needModerator(call, world);
    UUID user = namedOrRefused(arguments, world);
    refuseProtected(call, user);
    int kicked = moderation.kick(user, world, reason(arguments));
    note("kick", call, user, world);
    return about(user, world).put("kicked", kicked);
  }

  private ObjectNode ban(Call call, Arguments arguments) {
    String world = world(arguments);
    needModerator(call, world);
    UUID user = namedOrRefused(arguments, world);
    refuseProtected(call, user);
    refuseOneself(call, user);
    Sanction ban = moderation.ban(user, world, reason(arguments), seconds(arguments), by(call));
    note("ban", call, user, world);
    ObjectNode answer = about(user, world).put("reason", ban.reason());
    boolean isForGood = ban.untilMs() == Long.MAX_VALUE;
    return isForGood ? answer : answer.put("until", Instant.ofEpochMilli(ban.untilMs()).toString());
  }

  private ObjectNode unban(Call call, Arguments arguments) {
    String world = world(arguments);
    needModerator(call, world);
    UUID user = namedOrRefused(arguments, world);
    boolean wasBanned = moderation.unban(user, world);
    note("unban", call, user, world);
    return about(user, world).put("was_banned", wasBanned);
  }

  private ObjectNode mute(Call call, Arguments arguments) {
    String world = world(arguments);
    needModerator(call, world);
    UUID user = namedOrRefused(arguments, world);
    refuseProtected(call, user);
    boolean muted = arguments.flag("muted").orElse(true);
    note(muted ? "mute" : "unmute", call, user, world);
    if (!muted) {
      return about(user, world).put("was_muted", moderation.unmute(user, world));
    }
    moderation.mute(user, world, reason(arguments), by(call));
    return about(user, world).put("muted", true);
  }

  private static String reason(Arguments arguments) {
    return arguments.text("reason", REASON_CHARS_MAX).orElse("");
  }

  private static OptionalLong seconds(Arguments arguments) {
    return arguments.number("seconds", 1, SECONDS_MAX);
  }

  // The presenter.

  private ObjectNode present(Call call, Arguments arguments) {
    Place place = room(arguments);
    boolean isPresenter =
        call.caller()
            .filter(caller ->
                place.room().people().stream()
                    .anyMatch(p -> p.presents() && p.userId().equals(caller.userId())))
            .isPresent();
    if (!isPresenter && !role(call, place.world()).mayModerate()) {
      throw denied("Only the presenter or an admin hands the presenter's place over.");
    }
    long client =
        arguments
            .number("client", 1, Long.MAX_VALUE)
            .orElseThrow(() -> Arguments.refused("client is required."));
    if (!place.room().present(client)) {
      throw new RequestRefused(
          ApiCode.FAILED_PRECONDITION, "Client " + client + " is not in, or may only look.");
    }
    LOG.info("event=presenter world={} client={} by={}", place.world(), client, by(call));
    return object().put("world", place.world()).put("client", client);
  }

  // Which world, and whom.

  private record Place(String world, RoomPeople room) {}

  /// The world that is named, or the only one.
  private Place room(Arguments arguments) {
    Map<String, RoomPeople> open = rooms.byName();
    String world =
        arguments
            .text("world", WORLD_CHARS_MAX)
            .orElseGet(() -> {
              if (open.size() == 1) return open.keySet().iterator().next();
              throw open.isEmpty()
                  ? new RequestRefused(ApiCode.NOT_FOUND, NO_WORLD_OPEN)
                  : Arguments.refused("world is required, one of " + names(open.keySet()) + ".");
            });
    RoomPeople room = open.get(world);
    if (room == null) throw noWorld(world, open.keySet());
    return new Place(world, room);
  }

  private static RequestRefused noWorld(String wanted, Set<String> open) {
    String instead = open.isEmpty() ? NO_WORLD_OPEN : "Here there are: " + names(open) + ".";
    return new RequestRefused(
        ApiCode.NOT_FOUND, "There is no world %s. %s".formatted(wanted, instead));
  }

  private static String names(Set<String> open) {
    return String.join(", ", open);
  }

  /// As [#room], or every world.
  private String world(Arguments arguments) {
    boolean everyWorld =
        arguments.text("world", WORLD_CHARS_MAX).filter(EVERY_WORLD_WRITTEN::equals).isPresent();
    return everyWorld ? Sanctions.EVERY_WORLD : room(arguments).world();
  }

  private UUID namedOrRefused(Arguments arguments, String world) {
    return named(arguments, world).orElseThrow(PeopleFunctions::nobodyNamed);
  }

  private static RequestRefused nobodyNamed() {
    return Arguments.refused("One of client, user_id and username is required.");
  }

  /// Empty where the arguments name nobody.
  private Optional<UUID> named(Arguments arguments, String world) {
    Optional<UUID> id = arguments.id("user_id");
    Optional<String> name = arguments.text("username", 128);
    OptionalLong client = arguments.number("client", 1, Long.MAX_VALUE);
    int given =
        (id.isPresent() ? 1 : 0) + (name.isPresent() ? 1 : 0) + (client.isPresent() ? 1 : 0);
    if (given > 1) throw nobodyNamed();
    if (client.isPresent()) return Optional.of(userOf(client.getAsLong(), world));
    if (name.isPresent()) {
      return Optional.of(
          accounts.byUsername(name.get()).orElseThrow(PeopleFunctions::unknownUser).id());
    }
    return id.map(user -> accounts.byId(user).orElseThrow(PeopleFunctions::unknownUser).id());
  }

  private UUID userOf(long client, String world) {
    RoomPeople room = rooms.byName().get(world);
    if (room == null) throw Arguments.refused("A client is one of one world.");
    return room.people().stream()
        .filter(p -> p.client() == client)
        .findFirst()
        .orElseThrow(
            () -> new RequestRefused(ApiCode.NOT_FOUND, "Client " + client + " is not in."))
        .userId();
  }

  private static RequestRefused unknownUser() {
    return new RequestRefused(ApiCode.NOT_FOUND, "User account not found.");
  }

  // Who may.

  private Role role(Call call, String world) {
    return call.caller().map(caller -> roles.of(caller.userId(), world)).orElse(Role.ADMIN);
  }

  private void needModerator(Call call, String world) {
    if (role(call, world).mayModerate()) return;
    throw denied(
        world.equals(Sanctions.EVERY_WORLD)
            ? "You are no admin of every world."
            : "You are no admin of " + world + ".");
  }

  /// The administrators of one world do nothing about those of all; nobody does about operators.
  private void refuseProtected(Call call, UUID user) {
    if (roles.isOperator(user) && !call.caller().map(Principal::userId).equals(Optional.of(user))) {
      throw denied("This user is an operator of the server.");
    }
    if (roles.everywhere(user).mayModerate() && !role(call, Sanctions.EVERY_WORLD).mayModerate()) {
      throw denied("This user is an admin of every world, and you are not.");
    }
  }

  private static void refuseOneself(Call call, UUID user) {
    if (call.caller().map(Principal::userId).equals(Optional.of(user))) {
      throw Arguments.refused("This is yourself.");
    }
  }

  private static RequestRefused denied(String words) {
    return new RequestRefused(ApiCode.PERMISSION_DENIED, words);
  }

  private static String by(Call call) {
    return call.caller().map(caller -> caller.userId().toString()).orElse("");
  }

  private static void note(String act, Call call, UUID user, String world) {
    LOG.info(
        "event=moderated act={} user={} world=\"{}\" by={}",
        act,
        user,
        writtenWorld(world),
        by(call));
  }

  private static ObjectNode about(UUID user, String world) {
    return object().put("user_id", user.toString()).put("world", writtenWorld(world));
  }

  private static String writtenWorld(String world) {
    return world.equals(Sanctions.EVERY_WORLD) ? EVERY_WORLD_WRITTEN : world;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
