package dev.vivarium.workbench.remote.host;

import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.workbench.session.People.Person;
import dev.vivarium.workbench.session.People.Traffic;
import dev.vivarium.workbench.session.People.Way;
import dev.vivarium.workbench.session.SessionRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A shared world with those who work on it. Any thread.
final class Desks {
  private static final double GOLDEN_DEGREES = 137.508;

  private final SharedWorld world;
  private final StepLedger ledger = new StepLedger();
  private final List<HostedClient> clients = new CopyOnWriteArrayList<>();

  Desks(SharedWorld world) {
    this.world = world;
  }

  SharedWorld world() {
    return world;
  }

  StepLedger ledger() {
    return ledger;
  }

  void joined(HostedClient client) {
    clients.add(client);
  }

  void left(HostedClient client) {
    clients.remove(client);
  }

  List<Person> people(Principal asker, boolean seesTraffic) {
    List<Person> people = new ArrayList<>();
    world.players().get().forEach(player -> people.add(player(player, asker, seesTraffic)));
    for (HostedClient client : clients) {
      client.person(asker, seesTraffic).ifPresent(people::add);
    }
    return people;
  }

  private static Person player(Participant player, Principal asker, boolean seesTraffic) {
    return new Person(
        Way.PLAYER,
        player.client(),
        player.userId().toString(),
        player.username(),
        SessionRole.valueOf(player.role().name()),
        player.userId().equals(asker.userId()),
        hue(player.userId()),
        player.muted(),
        player.presents(),
        seesTraffic && player.pingNanos() > 0
            ? TimeUnit.NANOSECONDS.toMillis(player.pingNanos())
            : -1,
        seesTraffic ? player.bytesIn() : 0,
        seesTraffic ? player.bytesOut() : 0,
        seesTraffic ? traffic(player) : List.of(),
        List.of());
  }

  private static List<Traffic> traffic(Participant player) {
    return player.bytesByComponent().entrySet().stream()
        .map(e -> new Traffic(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingLong(Traffic::bytes).reversed())
        .toList();
  }

  /// The colour of a user, the same for all who see it.
  static double hue(UUID userId) {
    return Math.floorMod(userId.hashCode(), 360) * GOLDEN_DEGREES % 360;
  }
}
