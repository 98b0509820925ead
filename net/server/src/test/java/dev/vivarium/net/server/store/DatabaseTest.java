package dev.vivarium.net.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.server.ManualTime;
import dev.vivarium.net.server.store.AccountRepository.Creation;
import dev.vivarium.net.server.store.AccountRepository.Identity;
import dev.vivarium.net.server.store.ChatRepository.Position;
import dev.vivarium.net.server.store.ChatRepository.StoredMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final UUID ALICE = new UUID(1, 1);
  private static final UUID BOB = new UUID(1, 2);

  private final ManualTime time = new ManualTime();
  @TempDir Path folder;

  private Database open() {
    return Database.open(folder.resolve("deep/server.db"), time, nanos -> {});
  }

  @Test
  void keepsWhatWasWrittenAndMigratesOnce() {
    Identity device = new Identity.Device("device-0001");
    try (Database database = open()) {
      var accounts = new SqliteAccountRepository(database);
      assertEquals(Creation.CREATED, accounts.create(ALICE, "alice", device, 5));
    }
    try (Database database = open()) {
      StoredAccount alice = new SqliteAccountRepository(database).byIdentity(device).orElseThrow();
      assertEquals("alice", alice.username());
      assertEquals(List.of("device-0001"), alice.devices());
      int version = database.read(Migrations::version);
      assertEquals(Migrations.NAMES.size(), version);
    }
  }

  @Test
  void refusesADatabaseOfANewerServer() {
    try (Database database = open()) {
      int changed =
          database.write(c -> Sql.update(c, "INSERT INTO schema_version VALUES (999, 'later', 0)"));
      assertEquals(1, changed);
    }
    var refused = assertThrows(StoreException.class, this::open);
    assertTrue(String.valueOf(refused.getMessage()).contains("newer"));
  }

  @Test
  void aFailureTakesTheWholeTransactionBack() {
    try (Database database = Database.inMemory(time)) {
      assertThrows(
          StoreException.class,
          () ->
              database.<Integer>write(c -> {
                Sql.update(c, "INSERT INTO revoked_token VALUES ('a', 1)");
                return Sql.update(c, "INSERT INTO nothing VALUES (1)");
              }));
      assertEquals(0, new SqliteRevocationRepository(database).unexpired(0).size());
    }
  }

  @Test
  void tellsATakenNameFromATakenIdentity() {
    try (Database database = Database.inMemory(time)) {
      var accounts = new SqliteAccountRepository(database);
      Identity one = new Identity.Custom("custom-1");
      assertEquals(Creation.CREATED, accounts.create(ALICE, "alice", one, 0));
      assertEquals(Creation.IDENTITY_TAKEN, accounts.create(BOB, "bob", one, 0));
      assertEquals(
          Creation.USERNAME_TAKEN,
          accounts.create(BOB, "alice", new Identity.Custom("custom-2"), 0));
      assertTrue(accounts.byId(BOB).isEmpty());
    }
  }

  @Test
  void forgetsRevocationsWhoseTokenHasExpired() {
    try (Database database = Database.inMemory(time)) {
      var revocations = new SqliteRevocationRepository(database);
      revocations.revoke("old", 10);
      revocations.revoke("new", 20);
      assertEquals(2, revocations.unexpired(10).size());
      assertEquals(1, revocations.unexpired(11).size());
    }
  }

  private static StoredMessage message(String channel, UUID sender, int number) {
    return new StoredMessage(
        0,
        new UUID(9, number),
        channel,
        0,
        sender,
        "name",
        "{\"n\":" + number + "}",
        number,
        number);
  }

  @Test
  void pagesThroughAHistoryBothWays() {
    try (Database database = Database.inMemory(time)) {
      var chat = new SqliteChatRepository(database);
      for (int i = 1; i <= 5; i++) chat.append(message("room", ALICE, i));
      chat.append(message("other", ALICE, 6));
      List<StoredMessage> first = chat.list("room", Optional.empty(), true, 2);
      assertEquals(List.of(1L, 2L), first.stream().map(StoredMessage::createMs).toList());
      Position after = new Position(first.getLast().sequence(), true);
      assertEquals(3, chat.list("room", Optional.of(after), true, 10).size());
      Position before = new Position(first.getLast().sequence(), false);
      assertEquals(1, chat.list("room", Optional.of(before), true, 10).size());
      assertEquals(5, chat.list("room", Optional.empty(), false, 1).getFirst().createMs());
    }
  }

  @Test
  void onlyTheSenderChangesAMessage() {
    try (Database database = Database.inMemory(time)) {
      var chat = new SqliteChatRepository(database);
      chat.append(message("room", ALICE, 1));
      UUID id = new UUID(9, 1);
      assertTrue(chat.update("room", id, BOB, "bob", "{}", 2).isEmpty());
      assertTrue(chat.update("other", id, ALICE, "alice", "{}", 2).isEmpty());
      assertEquals("{}", chat.update("room", id, ALICE, "alice", "{}", 2).orElseThrow().content());
      assertTrue(chat.remove("room", id, BOB).isEmpty());
      assertTrue(chat.remove("room", id, ALICE).isPresent());
      assertTrue(chat.list("room", Optional.empty(), true, 1).isEmpty());
    }
  }
}
