package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerQueueTest {
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("reader").factory());
  private final AnswerQueue answers = new AnswerQueue(reader);

  @AfterEach
  void stop() {
    reader.shutdownNow();
  }

  @Test
  void anAnswerIsGivenOnTheReadingThread() throws Exception {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    CompletableFuture<String> where =
        answers.await(answer).thenApply(value -> value + " on " + Thread.currentThread().getName());

    answer.complete(7);

    assertEquals("7 on reader", where.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whoeverAnswersRunsNothingOfTheAsker() throws Exception {
    CompletableFuture<Void> block = new CompletableFuture<>();
    reader.execute(block::join);
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    CompletableFuture<Integer> given = answers.await(answer);

    answer.complete(7);

    assertFalse(given.isDone());
    block.complete(null);
    assertEquals(7, given.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aFailureIsGivenAsItCame() {
    CompletableFuture<Integer> given =
        answers.await(CompletableFuture.failedFuture(new IllegalStateException("no room")));

    var problem = assertThrows(ExecutionException.class, () -> given.get(10, TimeUnit.SECONDS));
    assertTrue(String.valueOf(problem.getMessage()).contains("no room"), problem.toString());
  }

  @Test
  void everyOneOfManyIsGiven() throws Exception {
    List<CompletableFuture<Integer>> given = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      CompletableFuture<Integer> answer = new CompletableFuture<>();
      given.add(answers.await(answer));
      answer.complete(i);
    }

    for (int i = 0; i < given.size(); i++) {
      assertEquals(i, given.get(i).get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatArrivesAfterTheReaderHasEndedIsGivenAtOnce() throws Exception {
    CompletableFuture<Integer> before = new CompletableFuture<>();
    CompletableFuture<Integer> givenBefore = answers.await(before);
    reader.shutdown();
    assertTrue(reader.awaitTermination(10, TimeUnit.SECONDS));

    before.complete(1);

    assertEquals(1, givenBefore.getNow(0));
    assertEquals(2, answers.await(CompletableFuture.completedFuture(2)).getNow(0));
  }
}
