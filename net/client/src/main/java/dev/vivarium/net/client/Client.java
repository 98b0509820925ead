package dev.vivarium.net.client;

import dev.vivarium.net.protocol.control.Account;
import dev.vivarium.net.protocol.control.AccountUpdate;
import dev.vivarium.net.protocol.control.ChannelMessageList;
import dev.vivarium.net.protocol.control.MatchList;
import dev.vivarium.net.protocol.control.Rpc;
import dev.vivarium.net.protocol.control.StorageAcks;
import dev.vivarium.net.protocol.control.StorageDelete;
import dev.vivarium.net.protocol.control.StorageObjectList;
import dev.vivarium.net.protocol.control.StorageRead;
import dev.vivarium.net.protocol.control.StorageWrite;
import dev.vivarium.net.protocol.control.Users;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Asks a server: signing in, accounts, matches, history, storage, calls. Holds no state, so one
/// serves all users and threads; a [Session] says who asks, and is refreshed before it ends.
///
/// Every future fails with a [RequestFailure], as the cause of what `join` or `get` throws. Futures
/// are completed on a thread of the adapter's: what follows them must not wait.
public interface Client {

  /// Signs in by an id that the device made up.
  ///
  /// @param id 10 to 128 bytes
  /// @param create whether to make the account if there is none
  /// @param username of a new account; empty leaves it to the server
  /// @param vars become the session's
  CompletableFuture<Session> authenticateDevice(
      String id, boolean create, String username, Map<String, String> vars);

  /// Signs in by address and password; parameters as of [#authenticateDevice].
  ///
  /// @param email 10 to 255 bytes
  /// @param password at least 8 bytes
  CompletableFuture<Session> authenticateEmail(
      String email, String password, boolean create, String username, Map<String, String> vars);

  /// Signs in by an id from elsewhere; parameters as of [#authenticateDevice].
  ///
  /// @param id 6 to 128 bytes
  CompletableFuture<Session> authenticateCustom(
      String id, boolean create, String username, Map<String, String> vars);

  /// Gives the session new tokens now, or joins the refresh that is under way, whose variables
  /// count.
  ///
  /// @param vars replace the session's when not empty
  /// @return the same session
  CompletableFuture<Session> sessionRefresh(Session session, Map<String, String> vars);

  /// Makes the session's tokens worth nothing.
  CompletableFuture<Void> sessionLogout(Session session);

  CompletableFuture<Account> getAccount(Session session);

  CompletableFuture<Void> updateAccount(Session session, AccountUpdate update);

  /// Users by id or by name; those not found are left out.
  CompletableFuture<Users> getUsers(Session session, List<String> ids, List<String> usernames);

  CompletableFuture<MatchList> listMatches(Session session, MatchFilter filter);

  /// A page of a channel's history.
  ///
  /// @param limit 1 to 100
  /// @param forward from old to new
  /// @param cursor from an earlier page; empty is the first
  CompletableFuture<ChannelMessageList> listChannelMessages(
      Session session, String channelId, int limit, boolean forward, String cursor);

  /// Writes all objects or none.
  CompletableFuture<StorageAcks> writeStorageObjects(
      Session session, List<StorageWrite.Item> objects);

  /// Those that are not there or may not be read are left out.
  CompletableFuture<StorageObjectList> readStorageObjects(
      Session session, List<StorageRead.Key> keys);

  /// Deletes all objects or none.
  CompletableFuture<Void> deleteStorageObjects(Session session, List<StorageDelete.Key> keys);

  /// A page of what everyone may read in a collection.
  ///
  /// @param limit 1 to 100
  /// @param cursor from an earlier page; empty is the first
  CompletableFuture<StorageObjectList> listStorageObjects(
      Session session, String collection, int limit, String cursor);

  /// A page of one user's objects in a collection; parameters as of [#listStorageObjects].
  CompletableFuture<StorageObjectList> listUsersStorageObjects(
      Session session, String collection, String userId, int limit, String cursor);

  /// Calls a function of the server.
  ///
  /// @param payload a JSON text, or empty
  CompletableFuture<Rpc> rpc(Session session, String id, String payload);

  /// Calls a function of the server as another server, without a user.
  ///
  /// @param payload a JSON text, or empty; travels in the address, so a few kilobytes at most
  CompletableFuture<Rpc> rpcHttpKey(String httpKey, String id, String payload);
}
