package dev.vivarium.workbench.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Watches of the test world, hit when a test says so.
public final class TestWatches implements Watches {
  private final Answers answers;
  private final Consumer<Hit> hit;
  private final List<Watch> watches = new ArrayList<>();
  private long lastId;

  TestWatches(Answers answers, Consumer<Hit> hit) {
    this.answers = answers;
    this.hit = hit;
  }

  /// Pauses the world as if the newest watch had been hit.
  public void hitLast(EntityHandle entity) {
    var watch = watches.getLast();
    var seen =
        new Hit(
            watch.id(),
            watch.spec(),
            18_204,
            "Update",
            "fish/swim",
            entity,
            "59.9833",
            "60.0000",
            0,
            "it handled no message in that run",
            List.of());
    watches.set(
        watches.size() - 1,
        new Watch(watch.id(), watch.spec(), watch.enabled(), watch.hits() + 1, Optional.of(seen)));
    hit.accept(seen);
  }

  @Override
  public CompletableFuture<List<Watch>> list() {
    return answers.to(() -> List.copyOf(watches));
  }

  @Override
  public CompletableFuture<Watch> add(Spec spec) {
    return answers.to(() -> {
      if (spec.field().equals("nothing")) {
        throw new SessionException(
            "It cannot be watched: " + spec.component() + " has no field 'nothing'");
      }
      var watch = new Watch(++lastId, spec, true, 0, Optional.empty());
      watches.add(watch);
      return watch;
    });
  }

  @Override
  public CompletableFuture<List<Watch>> remove(long id) {
    return answers.to(() -> {
      watches.removeIf(w -> w.id() == id);
      return List.copyOf(watches);
    });
  }

  @Override
  public CompletableFuture<List<Watch>> enable(long id, boolean on) {
    return answers.to(() -> {
      watches.replaceAll(w -> w.id() == id ? new Watch(id, w.spec(), on, w.hits(), w.last()) : w);
      return List.copyOf(watches);
    });
  }
}
