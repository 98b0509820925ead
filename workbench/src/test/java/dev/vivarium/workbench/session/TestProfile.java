package dev.vivarium.workbench.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The times of the test world: the fish take most, and every 97th tick is slow.
final class TestProfile implements ProfileSource {
  private static final int KEPT = 600;
  private final LongSupplier tick;
  private final Function<Supplier<?>, CompletableFuture<?>> answer;

  TestProfile(LongSupplier tick, Function<Supplier<?>, CompletableFuture<?>> answer) {
    this.tick = tick;
    this.answer = answer;
  }

  @SuppressWarnings("unchecked")
  private <T> CompletableFuture<T> answer(Supplier<T> question) {
    return (CompletableFuture<T>) answer.apply(question);
  }

  @Override
  public CompletableFuture<ProfilePage> ticks(long since, int limit) {
    return answer(() -> {
      var now = tick.getAsLong();
      var ticks = new ArrayList<ProfilePage.Tick>();
      for (var t = Math.max(since + 1, now - KEPT); t < now; t++) {
        var fish = (float) (1_240 + 200 * Math.sin(t * 0.05) + (t % 97 == 0 ? 9_000 : 0));
        ticks.add(
            new ProfilePage.Tick(
                t, fish + 700, new int[] {0, 1, 2, 3}, new float[] {fish, 310, 40, 300}));
      }
      return new ProfilePage(
          60,
          List.of(
              new ProfilePage.Part(ProfilePage.Kind.SYSTEM, "fish", "fish/swim"),
              new ProfilePage.Part(ProfilePage.Kind.SYSTEM, "feeding", "feeding/eat"),
              new ProfilePage.Part(ProfilePage.Kind.SYSTEM, "tide", "tide/flow"),
              new ProfilePage.Part(ProfilePage.Kind.AFTER, "", "saving and recording")),
          ticks);
    });
  }

  @Override
  public CompletableFuture<List<ComponentBytes>> memory() {
    return answer(() -> List.of(new ComponentBytes("Transform", 2_000, 96_000)));
  }

  private CompletableFuture<CommandResult> done() {
    return answer(() -> new CommandResult.Done(tick.getAsLong(), Optional.empty()));
  }

  @Override
  public CompletableFuture<CommandResult> sample(boolean on) {
    return done();
  }

  @Override
  public CompletableFuture<List<EntityCost>> costs(int limit) {
    return answer(
        () -> List.of(new EntityCost(new EntityHandle(1L << 32 | 1), "Fish #1", "fish", 0.02)));
  }

  @Override
  public CompletableFuture<List<TreeCost>> costsOf(List<EntityHandle> entities) {
    return answer(() ->
        entities.stream()
            .filter(e -> e.bits() % 3 == 2)
            .map(e -> new TreeCost(e, 0.02, 0.125))
            .toList());
  }

  @Override
  public CompletableFuture<CommandResult> startFlight() {
    return done();
  }

  @Override
  public CompletableFuture<Path> stopFlight() {
    return answer(() -> Path.of("flight.jfr"));
  }
}
