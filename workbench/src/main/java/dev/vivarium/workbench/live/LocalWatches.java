package dev.vivarium.workbench.live;

import dev.vivarium.engine.schema.InvalidSchemaException;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.FieldWatch;
import dev.vivarium.engine.world.FieldWatch.Comparison;
import dev.vivarium.engine.world.FieldWatch.Condition;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.Watches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The watches of a world in this process. May be called from any thread; what is noted is guarded
/// by this object's lock, which the tick thread takes only when a watch is hit.
final class LocalWatches implements Watches {
  private final Reach reach;
  private final Consumer<Hit> told;
  private final Map<Long, Watch> watches = new LinkedHashMap<>();
  private @Nullable WatchFile file;
  private long lastId;

  /// @param told called on the tick thread after it has asked the world to pause
  LocalWatches(Reach reach, Consumer<Hit> told) {
    this.reach = reach;
    this.told = told;
  }

  /// The world runs, or began anew: what the project watches is watched in it.
  synchronized void opened(LiveWorld world) {
    if (file == null) {
      file = new WatchFile(world.store().root());
      for (WatchFile.Kept kept : file.read()) {
        lastId++;
        watches.put(lastId, new Watch(lastId, kept.spec(), kept.enabled(), 0, Optional.empty()));
      }
    }
    List<Watch> enabled = watches.values().stream().filter(Watch::enabled).toList();
    var _ =
        world.ask(w -> {
          w.watches().onHit(hit -> hit(world, hit));
          enabled.forEach(watch -> install(w, watch));
          return 0;
        });
  }

  private static Optional<String> install(World world, Watch watch) {
    try {
      return world.watches().add(engine(watch.id(), watch.spec()));
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static FieldWatch engine(long id, Spec spec) {
    return new FieldWatch(
        id,
        spec.entity().map(EntityHandle::bits).orElse(0L),
        SchemaName.parse(spec.component()),
        spec.field(),
        spec.sign().isEmpty()
            ? Optional.empty()
            : Optional.of(new Condition(Comparison.of(spec.sign()), handle(spec.value()))));
  }

  /// `#214` stands for nothing on its own here: a condition compares whole handles.
  private static String handle(String value) {
    return value.equals("none") ? "0" : value;
  }

  private void hit(LiveWorld world, dev.vivarium.engine.world.WatchHit hit) {
    world.loop().pause();
    Optional<Hit> shown = note(hit);
    shown.ifPresent(told);
  }

  private synchronized Optional<Hit> note(dev.vivarium.engine.world.WatchHit hit) {
    Watch watch = watches.get(hit.watch().id());
    if (watch == null) {
      return Optional.empty();
    }
    Hit shown = shown(watch.spec(), hit);
    watches.put(
        watch.id(),
        new Watch(watch.id(), watch.spec(), watch.enabled(), watch.hits() + 1, Optional.of(shown)));
    return Optional.of(shown);
  }

  private static Hit shown(Spec spec, dev.vivarium.engine.world.WatchHit hit) {
    List<Long> messages = new ArrayList<>();
    if (hit.cause().message() >= 0) {
      messages.add(hit.cause().message() + 1);
    } else {
      hit.handled().forEach(sequence -> messages.add(sequence + 1));
    }
    return new Hit(
        hit.watch().id(),
        spec,
        hit.tick(),
        hit.stage(),
        hit.system().equals("editor") ? "workbench" : hit.system(),
        new EntityHandle(hit.entity()),
        hit.oldJson(),
        hit.newJson(),
        hit.others(),
        because(hit),
        messages);
  }

  /// What is known of the message that led there, and no more.
  private static String because(dev.vivarium.engine.world.WatchHit hit) {
    if (hit.cause().message() >= 0) {
      return String.format(Locale.ROOT, "while handling message %,d", hit.cause().message() + 1);
    }
    if (hit.handledTotal() == 0) {
      return hit.system().contains("/") ? "it handled no message in that run" : "";
    }
    if (hit.naming() == 1) {
      return String.format(
          Locale.ROOT,
          "of the %,d messages it handled one names it, %,d",
          hit.handledTotal(),
          hit.handled().getFirst() + 1);
    }
    return String.format(
        Locale.ROOT,
        "perhaps for one of %,d messages it handled; %,d name it",
        hit.handledTotal(),
        hit.naming());
  }

  @Override
  public synchronized CompletableFuture<List<Watch>> list() {
    return CompletableFuture.completedFuture(List.copyOf(watches.values()));
  }

  @Override
  public CompletableFuture<Watch> add(Spec spec) {
    Watch watch = next(spec);
    return reach.sound(() ->
        reach
            .ask(w -> known(w, spec).or(() -> begin(w, watch)))
            .thenApplyAsync(problem -> added(watch, problem), reach.reader()));
  }

  /// It may be hit in the very tick in which it is installed, so it is known before.
  private Optional<String> begin(World world, Watch watch) {
    synchronized (this) {
      watches.put(watch.id(), watch);
    }
    Optional<String> problem = install(world, watch);
    if (problem.isPresent()) {
      synchronized (this) {
        watches.remove(watch.id());
      }
    }
    return problem;
  }

  /// Unlike one of the project's file, a watch that is added must fit what there is.
  private static Optional<String> known(World world, Spec spec) {
    if (spec.entity().filter(e -> !world.store().isAlive(e.bits())).isPresent()) {
      return Optional.of(spec.entity().get().label() + " is gone");
    }
    try {
      return world.store().findType(SchemaName.parse(spec.component())) == null
          ? Optional.of("there is no component '%s'".formatted(spec.component()))
          : Optional.empty();
    } catch (InvalidSchemaException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private synchronized Watch next(Spec spec) {
    return new Watch(++lastId, spec, true, 0, Optional.empty());
  }

  private Watch added(Watch watch, Optional<String> problem) {
    if (problem.isPresent()) {
      throw new SessionException("It cannot be watched: " + problem.get());
    }
    synchronized (this) {
      write();
    }
    return watch;
  }

  @Override
  public CompletableFuture<List<Watch>> remove(long id) {
    return reach.sound(() ->
        reach
            .ask(w -> {
              w.watches().remove(id);
              return id;
            })
            .thenApplyAsync(this::removed, reach.reader()));
  }

  private synchronized List<Watch> removed(long id) {
    watches.remove(id);
    write();
    return List.copyOf(watches.values());
  }

  @Override
  public CompletableFuture<List<Watch>> enable(long id, boolean on) {
    Watch known = find(id);
    if (known == null) {
      return list();
    }
    return reach.sound(() ->
        reach
            .ask(w -> {
              w.watches().remove(id);
              return on ? install(w, known) : Optional.<String>empty();
            })
            .thenApplyAsync(problem -> enabled(id, on, problem), reach.reader()));
  }

  private synchronized @Nullable Watch find(long id) {
    return watches.get(id);
  }

  private synchronized List<Watch> enabled(long id, boolean on, Optional<String> problem) {
    if (problem.isPresent()) {
      throw new SessionException("It cannot be watched: " + problem.get());
    }
    watches.computeIfPresent(id, (i, w) -> new Watch(w.id(), w.spec(), on, w.hits(), w.last()));
    write();
    return List.copyOf(watches.values());
  }

  private void write() {
    if (file != null) {
      file.write(
          watches.values().stream().map(w -> new WatchFile.Kept(w.spec(), w.enabled())).toList());
    }
  }
}
