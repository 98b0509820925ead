package dev.vivarium.net.server.account;

import dev.vivarium.net.protocol.control.AccountUpdate;
import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.Authenticate;
import dev.vivarium.net.protocol.control.SessionTokens;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.AccountRepository.Change;
import dev.vivarium.net.server.store.AccountRepository.Identity;
import dev.vivarium.net.server.store.StoredAccount;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Signing in and out. Rules, limits and words of refusals are Nakama's, since its clients show
/// them. Blocks its caller.
public final class Accounts {
  /// Tries for a new account whose random name is taken.
  private static final int NAME_TRIES = 4;

  private final AccountRepository repository;
  private final Passwords passwords;
  private final SessionTokenMint mint;
  private final Sanctions sanctions;
  private final Attempts byAccount;
  private final Attempts slowly;
  private final Attempts byAddress;
  private final Attempts tries;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();

  /// @param byAccount failures of one account
  /// @param slowly the same over a long time: for who guesses just below the first limit
  /// @param byAddress failures from one address
  /// @param tries from one address, failed or not
  public Accounts(
      AccountRepository repository,
      Passwords passwords,
      SessionTokenMint mint,
      Sanctions sanctions,
      Attempts byAccount,
      Attempts slowly,
      Attempts byAddress,
      Attempts tries,
      InstantSource time) {
    this.repository = repository;
    this.passwords = passwords;
    this.mint = mint;
    this.sanctions = sanctions;
    this.byAccount = byAccount;
    this.slowly = slowly;
    this.byAddress = byAddress;
    this.tries = tries;
    this.time = time;
  }

  /// Signs in, and makes the account first where `create` says so and there is none.
  ///
  /// @param username for a new account; empty takes a random one. With an e-mail sign-in that names
  ///   no address it is the name of the account.
  /// @param address from where the request comes; failures of one address are counted
  /// @throws RequestRefused as Nakama refuses
  public SessionTokens authenticate(
      Authenticate proof, String username, boolean create, String address) {
    if (byAddress.locked(address) || tries.locked(address)) throw tooManyTries();
    tries.count(address);
    AccountRules.checkProof(proof);
    AccountRules.checkVars(proof.vars());
    AccountRules.checkUsername(username);
    return switch (proof) {
      case Authenticate.Device device ->
          byId(new Identity.Device(device.id()), device.vars(), username, create);
      case Authenticate.Custom custom ->
          byId(new Identity.Custom(custom.id()), custom.vars(), username, create);
      case Authenticate.Email email ->
          email.email().isEmpty()
              ? byName(email, username, address)
              : byEmail(email, username, create, address);
    };
  }

  private SessionTokens byId(
      Identity identity, Map<String, String> vars, String username, boolean create) {
    Optional<StoredAccount> found = repository.byIdentity(identity);
    if (found.isPresent()) return session(found.get(), vars, false);
    if (!create) throw unknown();
    return created(identity, vars, username)
        .orElseGet(() -> session(repository.byIdentity(identity).orElseThrow(), vars, false));
  }

  private SessionTokens byEmail(
      Authenticate.Email email, String username, boolean create, String address) {
    String cleanAddress = email.email().toLowerCase(Locale.ROOT);
    Optional<StoredAccount> found = repository.byIdentity(new Identity.Email(cleanAddress, ""));
    if (found.isPresent()) return withPassword(found, email, cleanAddress, address);
    if (!create) {
      passwords.matchNobody(email.password());
      byAddress.count(address);
      throw unknown();
    }
    Identity identity = new Identity.Email(cleanAddress, passwords.hash(email.password()));
    return created(identity, email.vars(), username)
        .orElseGet(
            () -> withPassword(repository.byIdentity(identity), email, cleanAddress, address));
  }

  private SessionTokens byName(Authenticate.Email email, String username, String address) {
    if (username.isEmpty()) {
      throw RequestRefused.badInput("Username is required when email address is not supplied.");
    }
    return withPassword(repository.byUsername(username), email, "name " + username, address);
  }

  private SessionTokens withPassword(
      Optional<StoredAccount> account,
      Authenticate.Email email,
      String attemptKey,
      String address) {
    if (byAccount.locked(attemptKey) || slowly.locked(attemptKey)) throw tooManyTries();
    Optional<String> hash = account.flatMap(StoredAccount::passwordHash);
    if (hash.isEmpty()) passwords.matchNobody(email.password());
    if (hash.isEmpty() || !passwords.matches(email.password(), hash.get())) {
      byAccount.count(attemptKey);
      slowly.count(attemptKey);
      byAddress.count(address);
      throw new RequestRefused(ApiCode.UNAUTHENTICATED, "Invalid credentials.");
    }
    byAccount.forget(attemptKey);
    slowly.forget(attemptKey);
    return session(account.orElseThrow(), email.vars(), false);
  }

  /// Empty where somebody else made the account for this identity at the same time.
  private Optional<SessionTokens> created(
      Identity identity, Map<String, String> vars, String username) {
    for (int tried = 0; tried < NAME_TRIES; tried++) {
      UUID id = UUID.randomUUID();
      String name = username.isEmpty() ? randomName() : username;
      switch (repository.create(id, name, identity, time.millis())) {
        case CREATED -> {
          return Optional.of(mint.mint(id, name, vars, true));
        }
        case IDENTITY_TAKEN -> {
          return Optional.empty();
        }
        case USERNAME_TAKEN -> {
          if (!username.isEmpty()) throw nameTaken();
        }
      }
    }
    throw new RequestRefused(ApiCode.INTERNAL, "Error finding or creating user account.");
  }

  private SessionTokens session(StoredAccount account, Map<String, String> vars, boolean created) {
    if (account.disabled()) {
      throw new RequestRefused(ApiCode.PERMISSION_DENIED, "User account banned.");
    }
    sanctions.refuseBanned(account.id());
    return mint.mint(account.id(), account.username(), vars, created);
  }

  /// New tokens for a refresh token; the old ones keep their time.
  public SessionTokens refresh(String token, Map<String, String> vars) {
    if (token.isEmpty()) throw RequestRefused.badInput("Refresh token is required.");
    AccountRules.checkVars(vars);
    Principal principal =
        mint.verifyRefresh(token)
            .orElseThrow(() ->
                new RequestRefused(ApiCode.UNAUTHENTICATED, "Refresh token invalid or expired."));
    StoredAccount account = repository.byId(principal.userId()).orElseThrow(() -> unknown());
    return session(account, vars.isEmpty() ? principal.vars() : vars, false);
  }

  /// Revokes what the caller gives, or, without, its own session; tokens of other users are
  /// refused.
  ///
  /// @return the ids of the sessions that ended
  public List<String> logout(Principal caller, String token, String refreshToken) {
    Set<Principal> ended = new LinkedHashSet<>();
    if (!token.isEmpty()) {
      ended.add(own(caller, mint.verifySession(token), "Session token invalid."));
    }
    if (!refreshToken.isEmpty()) {
      ended.add(own(caller, mint.verifyRefresh(refreshToken), "Refresh token invalid."));
    }
    if (ended.isEmpty()) ended.add(caller);
    for (Principal principal : ended) mint.revoke(principal);
    return ended.stream().map(Principal::tokenId).distinct().toList();
  }

  private static Principal own(Principal caller, Optional<Principal> named, String words) {
    return named
        .filter(principal -> principal.userId().equals(caller.userId()))
        .orElseThrow(() -> RequestRefused.badInput(words));
  }

  public StoredAccount account(UUID userId) {
    return repository
        .byId(userId)
        .orElseThrow(() -> new RequestRefused(ApiCode.NOT_FOUND, "Account not found."));
  }

  public void update(UUID userId, AccountUpdate update) {
    AccountRules.checkUpdate(update);
    Change change =
        new Change(
            Optional.ofNullable(update.username()),
            Optional.ofNullable(update.displayName()),
            Optional.ofNullable(update.avatarUrl()),
            Optional.ofNullable(update.langTag()),
            Optional.ofNullable(update.location()),
            Optional.ofNullable(update.timezone()));
    if (!repository.update(userId, change, time.millis())) {
      throw RequestRefused.badInput("Username is already in use.");
    }
  }

  private String randomName() {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      int letter = random.nextInt(52);
      name.append((char) (letter < 26 ? 'a' + letter : 'A' + letter - 26));
    }
    return name.toString();
  }

  private static RequestRefused unknown() {
    return new RequestRefused(ApiCode.NOT_FOUND, "User account not found.");
  }

  private static RequestRefused nameTaken() {
    return new RequestRefused(ApiCode.ALREADY_EXISTS, "Username is already in use.");
  }

  private static RequestRefused tooManyTries() {
    return new RequestRefused(ApiCode.RESOURCE_EXHAUSTED, "Try again later.");
  }
}
