package dev.vivarium.workbench.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    assertThat(where.get(10, TimeUnit.SECONDS)).isEqualTo("7 on reader");
  }

  @Test
  void whoeverAnswersRunsNothingOfTheAsker() throws Exception {
    CompletableFuture<Void> block = new CompletableFuture<>();
    reader.execute(block::join);
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    CompletableFuture<Integer> given = answers.await(answer);

    answer.complete(7);

    assertThat(given).isNotDone();
    block.complete(null);
    assertThat(given.get(10, TimeUnit.SECONDS)).isEqualTo(7);
  }

  @Test
  void aFailureIsGivenAsItCame() {
    CompletableFuture<Integer> given =
        answers.await(CompletableFuture.failedFuture(new IllegalStateException("no room")));

    assertThatThrownBy(() -> given.get(10, TimeUnit.SECONDS)).hasMessageContaining("no room");
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
      assertThat(given.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
    }
  }

  @Test
  void whatArrivesAfterTheReaderHasEndedIsGivenAtOnce() throws Exception {
    CompletableFuture<Integer> before = new CompletableFuture<>();
    CompletableFuture<Integer> givenBefore = answers.await(before);
    reader.shutdown();
    assertThat(reader.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

    before.complete(1);

    assertThat(givenBefore).isCompletedWithValue(1);
    assertThat(answers.await(CompletableFuture.completedFuture(2))).isCompletedWithValue(2);
  }
}
