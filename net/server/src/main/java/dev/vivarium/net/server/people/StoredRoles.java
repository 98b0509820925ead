package dev.vivarium.net.server.people;

import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.Roles;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.AccountRepository.Identity;
import dev.vivarium.net.server.store.RoleRepository;
import dev.vivarium.net.server.store.RoleRepository.GivenRole;
import dev.vivarium.net.server.store.StoredAccount;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Roles as they were given: the one for the world, else the one for every world, else the server's
/// default. Operators, whom the server's options name, are administrators of every world. A name
/// stands for the first account that is seen to have it, and for no other later. Any thread; all
/// roles given are held in memory.
public final class StoredRoles implements Roles {
  private static final Logger LOG = LoggerFactory.getLogger(StoredRoles.class);

  private final RoleRepository repository;
  private final AccountRepository accounts;
  private final Sanctions sanctions;
  private final Role unlessGiven;
  private final InstantSource time;
  private final Map<UUID, Map<String, Role>> given = new ConcurrentHashMap<>();
  private final Map<String, UUID> operators = new ConcurrentHashMap<>();
  private final Set<String> unseenOperators = ConcurrentHashMap.newKeySet();

  /// @param unlessGiven the role of everybody who was given none
  /// @param operatorNames user names, or e-mail addresses, which have an `@`
  public StoredRoles(
      RoleRepository repository,
      AccountRepository accounts,
      Sanctions sanctions,
      Role unlessGiven,
      Set<String> operatorNames,
      InstantSource time) {
    this.repository = repository;
    this.accounts = accounts;
    this.sanctions = sanctions;
    this.unlessGiven = unlessGiven;
    this.time = time;
    for (GivenRole role : repository.all()) {
      remember(role.userId(), role.world(), Role.valueOf(role.role()));
    }
    Map<String, UUID> bound = repository.operators();
    for (String name : operatorNames) seekOperator(cleaned(name), bound);
  }

  /// Addresses are compared in lower case, as accounts keep them.
  private static String cleaned(String name) {
    return isAddress(name) ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static boolean isAddress(String name) {
    return name.indexOf('@') >= 0;
  }

  private void seekOperator(String name, Map<String, UUID> bound) {
    UUID known = bound.get(name);
    if (known != null) {
      operators.put(name, known);
      return;
    }
    Optional<StoredAccount> account =
        isAddress(name)
            ? accounts.byIdentity(new Identity.Email(name, ""))
            : accounts.byUsername(name);
    if (account.isPresent()) {
      bind(name, account.get().id());
    } else {
      unseenOperators.add(name);
      LOG.warn("event=operator_awaited name={}", name);
    }
  }

  private void bind(String name, UUID userId) {
    repository.bindOperator(name, userId);
    operators.put(name, userId);
    unseenOperators.remove(name);
    LOG.info("event=operator_found name={} user={}", name, userId);
  }

  @Override
  public Role of(UUID userId, String world) {
    if (isOperator(userId)) return Role.ADMIN;
    Map<String, Role> roles = given.getOrDefault(userId, Map.of());
    Role everywhere = roles.getOrDefault(Sanctions.EVERY_WORLD, unlessGiven);
    return roles.getOrDefault(world, everywhere);
  }

  /// The role in worlds that give the user no other.
  public Role everywhere(UUID userId) {
    return of(userId, Sanctions.EVERY_WORLD);
  }

  @Override
  public boolean muted(UUID userId, String world) {
    return sanctions.mutedIn(userId, world);
  }

  boolean isOperator(UUID userId) {
    if (operators.containsValue(userId)) return true;
    return !unseenOperators.isEmpty()
        && accounts.byId(userId).filter(this::isAwaitedOperator).isPresent();
  }

  private synchronized boolean isAwaitedOperator(StoredAccount account) {
    for (String name : Set.copyOf(unseenOperators)) {
      boolean named =
          isAddress(name)
              ? account.email().filter(name::equals).isPresent()
              : account.username().equals(name);
      if (named) {
        bind(name, account.id());
        return true;
      }
    }
    return operators.containsValue(account.id());
  }

  void give(UUID userId, String world, Role role, String by) {
    repository.give(new GivenRole(userId, world, role.name(), by, time.millis()));
    remember(userId, world, role);
  }

  private void remember(UUID userId, String world, Role role) {
    given.merge(
        userId,
        Map.of(world, role),
        (old, added) -> {
          Map<String, Role> roles = new HashMap<>(old);
          roles.putAll(added);
          return Map.copyOf(roles);
        });
  }

  /// Leaves the user with the role for every world, or with the default.
  ///
  /// @return whether there was one to take
  boolean take(UUID userId, String world) {
    given.computeIfPresent(
        userId,
        (user, old) -> {
          Map<String, Role> roles = new HashMap<>(old);
          roles.remove(world);
          return roles.isEmpty() ? null : Map.copyOf(roles);
        });
    return repository.take(userId, world);
  }
}
