package dev.vivarium.net.server.account;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.vivarium.net.protocol.control.ApiCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Password hashes by bcrypt, on threads of their own: a hash takes long on purpose, and everything
/// else must not. At most [#QUEUE_MAX] wait; more are refused.
///
/// Passwords beyond bcrypt's 72 bytes are hashed by SHA-512 first, so that every byte counts.
public final class Passwords implements AutoCloseable {
  /// Hashes that may wait for a thread.
  static final int QUEUE_MAX = 64;

  private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2B;

  private final int cost;
  private final ThreadPoolExecutor workers;
  private final String nobody;

  /// `cost` is the base-2 logarithm of the rounds, 4 to 31.
  public Passwords(int cost, int threads) {
    this.cost = cost;
    workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_MAX),
            Thread.ofPlatform().daemon().name("passwords-", 0).factory());
    nobody = hashNow("nobody has this password");
  }

  /// Waits for a thread and the hash.
  ///
  /// @throws RequestRefused if too many are waiting
  String hash(String password) {
    return await(() -> hashNow(password));
  }

  private String hashNow(String password) {
    byte[] hash =
        BCrypt.with(VERSION, LongPasswordStrategies.hashSha512(VERSION))
            .hash(cost, password.getBytes(StandardCharsets.UTF_8));
    return new String(hash, StandardCharsets.UTF_8);
  }

  /// @throws RequestRefused if too many are waiting
  boolean matches(String password, String hash) {
    return await(() -> matchesNow(password, hash));
  }

  /// Takes as long as [#matches], so that time does not tell whether there is an account.
  void matchNobody(String password) {
    boolean matched = matches(password, nobody);
    assert !matched;
  }

  private static boolean matchesNow(String password, String hash) {
    return BCrypt.verifyer(VERSION, LongPasswordStrategies.hashSha512(VERSION))
        .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8))
        .verified;
  }

  private <T> T await(Callable<T> work) {
    Future<T> result;
    try {
      result = workers.submit(work);
    } catch (RejectedExecutionException e) {
      throw new RequestRefused(ApiCode.RESOURCE_EXHAUSTED, "Try again later.");
    }
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestRefused(ApiCode.UNAVAILABLE, "The server is stopping.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
