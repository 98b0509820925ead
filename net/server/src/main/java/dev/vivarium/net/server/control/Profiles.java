package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.Account;
import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.User;
import dev.vivarium.net.protocol.control.Users;
import dev.vivarium.net.server.account.Accounts;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.StoredAccount;
import dev.vivarium.net.server.transport.HttpCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Accounts as their owners and as others see them.
final class Profiles {
  private final Accounts accounts;
  private final AccountRepository repository;
  private final StatusBoard statuses;

  Profiles(Accounts accounts, AccountRepository repository, StatusBoard statuses) {
    this.accounts = accounts;
    this.repository = repository;
    this.statuses = statuses;
  }

  Account account(UUID userId) {
    StoredAccount account = accounts.account(userId);
    return new Account(
        user(account),
        "{}",
        account.email().orElse(""),
        account.devices().stream().map(Account.Device::new).toList(),
        account.customId().orElse(""),
        null,
        null);
  }

  Users users(HttpCall call) {
    List<UUID> ids = new ArrayList<>();
    for (String text : call.parameters("ids")) {
      if (text.isEmpty()) continue;
      ids.add(
          NamedIds.parse(text)
              .orElseThrow(() ->
                  new RequestRefused(
                      ApiCode.INVALID_ARGUMENT, "ID '" + text + "' is not a valid system ID.")));
    }
    List<String> names =
        call.parameters("usernames").stream().filter(name -> !name.isEmpty()).toList();
    if (ids.size() > AccountRepository.USERS_MAX || names.size() > AccountRepository.USERS_MAX) {
      throw new RequestRefused(
          ApiCode.INVALID_ARGUMENT, "At most 100 ids and 100 usernames at once.");
    }
    return new Users(repository.find(ids, names).stream().map(this::user).toList());
  }

  private User user(StoredAccount account) {
    return new User(
        account.id().toString(),
        account.username(),
        account.displayName(),
        account.avatarUrl(),
        account.langTag(),
        account.location(),
        account.timezone(),
        account.metadata(),
        statuses.isOnline(account.id()),
        Instant.ofEpochMilli(account.createMs()),
        Instant.ofEpochMilli(account.updateMs()));
  }
}
