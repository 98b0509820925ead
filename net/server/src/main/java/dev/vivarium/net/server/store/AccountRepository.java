package dev.vivarium.net.server.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Accounts and what proves them. Blocks its caller.
public interface AccountRepository {
  /// Most accounts that one question may ask for.
  int USERS_MAX = 100;

  /// What somebody signs in with. Ids are compared byte by byte, e-mail addresses in lower case.
  sealed interface Identity {
    record Device(String id) implements Identity {}

    record Custom(String id) implements Identity {}

    /// The hash is kept with a new account, and not looked at when one is sought.
    record Email(String address, String passwordHash) implements Identity {
      @Override
      public String toString() {
        return "Email[]";
      }
    }
  }

  /// How making an account went.
  enum Creation {
    CREATED,
    USERNAME_TAKEN,
    /// Another request made an account for this identity in the meantime: seek again.
    IDENTITY_TAKEN
  }

  /// What to change; absent means as it was.
  record Change(
      Optional<String> username,
      Optional<String> displayName,
      Optional<String> avatarUrl,
      Optional<String> langTag,
      Optional<String> location,
      Optional<String> timezone) {}

  Optional<StoredAccount> byId(UUID id);

  Optional<StoredAccount> byIdentity(Identity identity);

  Optional<StoredAccount> byUsername(String username);

  /// Accounts with one of the ids or names, each once, in no special order; at most [#USERS_MAX] of
  /// each are looked at.
  List<StoredAccount> find(Collection<UUID> ids, Collection<String> usernames);

  Creation create(UUID id, String username, Identity identity, long nowMs);

  /// False where the new username belongs to another account; then nothing has changed.
  boolean update(UUID id, Change change, long nowMs);
}
