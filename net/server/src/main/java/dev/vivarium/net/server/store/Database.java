package dev.vivarium.net.server.store;

import dev.vivarium.engine.tick.NanoClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// A SQLite database in write-ahead mode. One thread of its own writes, each piece of work a
/// transaction; others read. Callers wait for their result, so they are virtual threads, never
/// event loops. At most [#QUEUE_MAX] pieces of work wait on each side; more are refused at once.
///
/// Once `write` has returned, what it wrote outlives this process; a crash of the whole machine may
/// lose the last moments, but never a part of a transaction.
public final class Database implements AutoCloseable {
  /// Pieces of work that may wait for a thread.
  public static final int QUEUE_MAX = 1_024;

  /// How long a statement waits for another process that holds the file.
  static final int BUSY_MS = 5_000;

  private static final int READERS = 2;

  /// Work on a connection.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private final List<Connection> connections = new ArrayList<>();
  private final ThreadPoolExecutor writer;
  private final Connection writing;
  private final ThreadPoolExecutor readers;
  private final ThreadLocal<Connection> reading;
  private final boolean oneThread;
  private final LongConsumer workNanos;

  /// Opens or makes the database file; its folder must exist. `workNanos` is told how long each
  /// piece of work took on its thread.
  public static Database open(Path file, InstantSource time, LongConsumer workNanos) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new StoreException("cannot make the folder of " + file + ": " + e.getMessage(), e);
    }
    return new Database("jdbc:sqlite:" + file.toAbsolutePath(), READERS, time, workNanos);
  }

  /// A database that is gone when it is closed.
  public static Database inMemory(InstantSource time) {
    return new Database("jdbc:sqlite::memory:", 0, time, nanos -> {});
  }

  private Database(String url, int readerCount, InstantSource time, LongConsumer workNanos) {
    this.workNanos = workNanos;
    oneThread = readerCount == 0;
    try {
      writing = connect(url);
      Migrations.apply(writing, time.millis());
      writing.setAutoCommit(false);
    } catch (SQLException e) {
      throw new StoreException("cannot open the database " + url + ": " + e.getMessage(), e);
    }
    writer = executor(1, "store writer");
    // A database in memory belongs to one connection, so its one thread reads, too.
    readers = oneThread ? writer : executor(readerCount, "store reader");
    reading = ThreadLocal.withInitial(() -> oneThread ? writing : connectReader(url));
  }

  private static ThreadPoolExecutor executor(int threads, String name) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUE_MAX),
        Thread.ofPlatform().daemon().name(name).factory());
  }

  private Connection connect(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    synchronized (connections) {
      connections.add(connection);
    }
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MS);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA foreign_keys = ON");
      statement.execute("PRAGMA trusted_schema = OFF");
    }
    return connection;
  }

  private Connection connectReader(String url) {
    try {
      Connection connection = connect(url);
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = ON");
      }
      return connection;
    } catch (SQLException e) {
      throw new StoreException("cannot read the database: " + e.getMessage(), e);
    }
  }

  /// Runs `work` as one transaction on the writing thread and waits. A failure takes all of it
  /// back.
  <T extends @Nullable Object> T write(Work<T> work) {
    return await(writer, () -> transact(work));
  }

  /// Runs `work` on a reading thread and waits.
  <T extends @Nullable Object> T read(Work<T> work) {
    return await(readers, () -> oneThread ? transact(work) : work.run(reading.get()));
  }

  private <T extends @Nullable Object> T transact(Work<T> work) throws SQLException {
    try {
      T result = work.run(writing);
      writing.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      writing.rollback();
      throw e;
    }
  }

  private interface Task<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  private <T extends @Nullable Object> T await(ThreadPoolExecutor executor, Task<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      executor.execute(() -> complete(result, task));
    } catch (RejectedExecutionException e) {
      throw new StoreException("the database is closed or has too much to do", e);
    }
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for the database", e);
    } catch (ExecutionException e) {
      throw asUnchecked(e.getCause());
    }
  }

  private <T extends @Nullable Object> void complete(CompletableFuture<T> result, Task<T> task) {
    long start = NanoClock.SYSTEM.nanos();
    try {
      result.complete(task.run());
    } catch (SQLException | RuntimeException e) {
      result.completeExceptionally(e);
    } finally {
      workNanos.accept(NanoClock.SYSTEM.nanos() - start);
    }
  }

  private static RuntimeException asUnchecked(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException unchecked) return unchecked;
    return new StoreException(
        "the database failed: " + (cause == null ? "" : cause.getMessage()),
        cause == null ? new IllegalStateException() : cause);
  }

  /// Finishes what is queued, then closes the file.
  @Override
  public void close() {
    stop(writer);
    if (!oneThread) stop(readers);
    synchronized (connections) {
      for (Connection connection : connections.reversed()) closeQuietly(connection);
      connections.clear();
    }
  }

  private static void stop(ThreadPoolExecutor executor) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) executor.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      executor.shutdownNow();
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing is lost: every transaction was finished before.
      LoggerFactory.getLogger(Database.class)
          .warn("event=store_close_failed reason={}", e.getMessage());
    }
  }
}
