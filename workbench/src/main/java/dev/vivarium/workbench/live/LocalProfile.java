package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.ColumnImage;
import dev.vivarium.engine.ecs.RowsImage;
import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.plugin.RowSampler;
import dev.vivarium.engine.trace.TickProfile;
import dev.vivarium.engine.world.ProjectWorld;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.ProfilePage;
import dev.vivarium.workbench.session.ProfileSource;
import dev.vivarium.workbench.session.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/// Where the time of a world in this process goes. The tick thread only copies numbers.
final class LocalProfile implements ProfileSource, AutoCloseable {
  /// Most bytes of a Flight Recorder file; older events go.
  private static final long FLIGHT_BYTES_MAX = 128L << 20;

  /// Of all flight recordings of a project; with more no new one is begun.
  static final long FLIGHTS_BYTES_MAX = 1L << 30;

  private final Asking world;
  private final Supplier<Optional<LiveWorld>> live;
  private final Supplier<CompletableFuture<Roster>> rosters;
  private final Supplier<CompletableFuture<ParentReading>> parents;
  private final Executor reader;

  private volatile @Nullable Sampling sampling;
  private @Nullable Recording flight;

  /// What samples a world; a reset leaves it with the world that is gone.
  private record Sampling(World world, RowSampler sampler) {}

  /// Asks the live world on its thread; a failure is fit to be shown.
  interface Asking {
    <T> CompletableFuture<T> ask(Function<World, T> question);
  }

  LocalProfile(
      Asking world,
      Supplier<Optional<LiveWorld>> live,
      Supplier<CompletableFuture<Roster>> rosters,
      Supplier<CompletableFuture<ParentReading>> parents,
      Executor reader) {
    this.world = world;
    this.live = live;
    this.rosters = rosters;
    this.parents = parents;
    this.reader = reader;
  }

  @Override
  public CompletableFuture<ProfilePage> ticks(long sinceTick, int limit) {
    if (limit < 1 || limit > MAX_TICKS) {
      throw new IllegalArgumentException("1 to " + MAX_TICKS + " ticks, not " + limit);
    }
    record Look(double rateHz, TickProfile.Frames frames) {}
    return world
        .ask(w ->
            // A world that began anew counts from an earlier tick.
            new Look(
                w.time().rateHz(), w.profile().since(sinceTick > w.tick() ? -1 : sinceTick, limit)))
        .thenApplyAsync(look -> page(look.rateHz(), look.frames()), reader);
  }

  private static ProfilePage page(double rateHz, TickProfile.Frames frames) {
    List<ProfilePage.Tick> ticks = new ArrayList<>();
    for (TickProfile.Frame frame : frames.frames()) {
      float[] micros = new float[frame.nanos().length];
      for (int i = 0; i < micros.length; i++) {
        micros[i] = frame.nanos()[i] / 1_000f;
      }
      ticks.add(new ProfilePage.Tick(frame.tick(), frame.totalNanos() / 1e3, frame.keys(), micros));
    }
    return new ProfilePage(rateHz, frames.keys().stream().map(LocalProfile::part).toList(), ticks);
  }

  private static ProfilePage.Part part(TickProfile.Key key) {
    ProfilePage.Kind kind = ProfilePage.Kind.valueOf(key.part().name());
    int slash = key.name().indexOf('/');
    String plugin = slash < 0 ? "" : key.name().substring(0, slash);
    String name =
        switch (key.part()) {
          case SYSTEM -> key.name();
          case COPY_IN -> key.name() + ", copying in";
          case COPY_OUT -> key.name() + ", copying out";
          case CHANGES -> "changes after " + key.name();
          case DELIVERY -> "messages after " + key.name();
          case COLLECT -> "garbage collection";
          case CLIENT -> "client half";
          case INBOX -> "commands and questions";
          case AFTER -> "saving and recording";
        };
    return new ProfilePage.Part(kind, plugin, name);
  }

  @Override
  public CompletableFuture<List<ComponentBytes>> memory() {
    return world.ask(w -> w.store().image(null)).thenApplyAsync(LocalProfile::bytes, reader);
  }

  private static List<ComponentBytes> bytes(StoreImage image) {
    Map<String, ComponentBytes> found = new HashMap<>();
    List<RowsImage> all = new ArrayList<>(image.tables());
    all.addAll(image.sparseSets());
    for (RowsImage rows : all) {
      for (ColumnImage column : rows.columns()) {
        String name = EntityReading.shown(column.schema().name());
        // A value and the stamp of its last writer.
        long bytes = (long) rows.rows() * (column.strideBytes() + Long.BYTES);
        found.merge(
            name,
            new ComponentBytes(name, rows.rows(), bytes),
            (a, b) -> new ComponentBytes(name, a.rows() + b.rows(), a.bytes() + b.bytes()));
      }
    }
    return found.values().stream()
        .filter(c -> c.rows() > 0)
        .sorted(Comparator.comparingLong(ComponentBytes::bytes).reversed())
        .toList();
  }

  @Override
  public CompletableFuture<CommandResult> sample(boolean on) {
    return world.ask(w -> {
      endSampling();
      if (on) {
        sampling = new Sampling(w, w.plugins().sampleRows());
      }
      return new CommandResult.Done(w.tick(), Optional.empty());
    });
  }

  private void endSampling() {
    Sampling before = sampling;
    if (before != null) {
      before.world().plugins().endSampling(before.sampler());
      sampling = null;
    }
  }

  @Override
  public CompletableFuture<List<EntityCost>> costs(int limit) {
    if (limit < 1 || limit > MAX_COSTS) {
      throw new IllegalArgumentException("1 to " + MAX_COSTS + " entities, not " + limit);
    }
    Sampling now = sampling;
    if (now == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    return rosters
        .get()
        .thenApplyAsync(roster -> costs(now.sampler().samples(), roster, limit), reader);
  }

  private static List<EntityCost> costs(RowSampler.Samples samples, Roster roster, int limit) {
    double all = Math.max(1, samples.inSystems());
    return samples.byEntity().entrySet().stream()
        .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed())
        .limit(limit)
        .map(entry -> {
          Optional<EntityRow> row = roster.find(entry.getKey()).map(roster::row);
          EntityHandle handle = new EntityHandle(entry.getKey());
          return new EntityCost(
              handle,
              row.map(EntityRow::label).orElse(handle.label() + " (gone)"),
              row.map(EntityRow::owner).orElse(""),
              entry.getValue() / all);
        })
        .toList();
  }

  @Override
  public CompletableFuture<List<TreeCost>> costsOf(List<EntityHandle> entities) {
    Sampling now = sampling;
    if (now == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<EntityHandle> asked = List.copyOf(entities);
    return parents
        .get()
        .thenApplyAsync(tree -> costsOf(asked, now.sampler().samples(), tree), reader);
  }

  private static List<TreeCost> costsOf(
      List<EntityHandle> entities, RowSampler.Samples samples, ParentReading tree) {
    double all = Math.max(1, samples.inSystems());
    Map<Long, Long> sums = tree.sums(samples.byEntity());
    return entities.stream()
        .filter(e -> sums.containsKey(e.bits()))
        .map(e ->
            new TreeCost(
                e,
                samples.byEntity().getOrDefault(e.bits(), 0) / all,
                sums.getOrDefault(e.bits(), 0L) / all))
        .toList();
  }

  @Override
  public CompletableFuture<CommandResult> startFlight() {
    return CompletableFuture.supplyAsync(this::begin, reader);
  }

  private synchronized CommandResult begin() {
    if (flight != null) {
      return new CommandResult.Refused("Java Flight Recorder is recording already.");
    }
    try {
      Optional<LiveWorld> project = live.get();
      long taken = project.isPresent() ? bytesIn(folder(project.get())) : 0;
      if (taken > FLIGHTS_BYTES_MAX) {
        return new CommandResult.Refused(
            "The flight recordings in %s take %d MiB, more than the %d MiB they may; delete some."
                .formatted(
                    ProjectWorld.LIVE_FOLDER + "/profiles", taken >> 20, FLIGHTS_BYTES_MAX >> 20));
      }
      Recording next = new Recording(Configuration.getConfiguration("profile"));
      next.setMaxSize(FLIGHT_BYTES_MAX);
      next.start();
      flight = next;
      return new CommandResult.Done(0, Optional.empty());
    } catch (IOException | ParseException | IllegalStateException e) {
      return new CommandResult.Refused("Java Flight Recorder cannot be started: " + e.getMessage());
    }
  }

  @Override
  public CompletableFuture<Path> stopFlight() {
    return CompletableFuture.supplyAsync(this::end, reader);
  }

  private synchronized Path end() {
    Recording now = flight;
    if (now == null) {
      throw new SessionException("Java Flight Recorder is not recording.");
    }
    flight = null;
    try (now) {
      LiveWorld project =
          live.get().orElseThrow(() -> new SessionException("The world is still loading."));
      Path folder = folder(project);
      Files.createDirectories(folder);
      Path file = free(folder);
      now.stop();
      now.dump(file);
      return file;
    } catch (IOException e) {
      throw new SessionException("The flight recording cannot be written: " + e.getMessage());
    }
  }

  private static Path folder(LiveWorld project) {
    return project.store().root().resolve(ProjectWorld.LIVE_FOLDER).resolve("profiles");
  }

  private static long bytesIn(Path folder) throws IOException {
    long bytes = 0;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          bytes += Files.size(file);
        }
      }
    }
    return bytes;
  }

  private static Path free(Path folder) {
    int number = 1;
    while (Files.exists(folder.resolve("flight-" + number + ".jfr"))) {
      number++;
    }
    return folder.resolve("flight-" + number + ".jfr");
  }

  @Override
  public synchronized void close() {
    endSampling();
    if (flight != null) {
      flight.close();
      flight = null;
    }
  }
}
