package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.StopOrder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs a world through what was recorded of another: it ticks up to the next entry, does what the
/// entry says, and goes on. One thread.
final class Rerun {
  private final World world;
  private final Set<StopOrder> stops;
  private final Modules modules;
  private final long untilTick;
  private final Consumer<World> watcher;
  private final Queue<RecordedEntry> ofClient = new ArrayDeque<>();
  private int hashes;
  private @Nullable Long firstDifference;

  /// The modules of a recording by their place in it.
  @FunctionalInterface
  interface Modules {
    PluginModule at(int place) throws IOException, PluginLoadException;
  }

  /// @param world a new one
  /// @param untilTick it stops before this tick
  /// @param watcher called after each tick
  Rerun(
      World world, Set<StopOrder> stops, Modules modules, long untilTick, Consumer<World> watcher) {
    this.world = world;
    this.stops = stops;
    this.modules = modules;
    this.untilTick = untilTick;
    this.watcher = watcher;
  }

  /// Makes the world what the image holds.
  ///
  /// @param running the place of each plugin's module
  void start(WorldImage image, Map<String, Integer> running)
      throws IOException, PluginLoadException {
    Map<String, PluginModule> loaded = new HashMap<>();
    for (Map.Entry<String, Integer> plugin : running.entrySet()) {
      loaded.put(plugin.getKey(), modules.at(plugin.getValue()));
    }
    world.plugins().obeyRecordedStops(stops);
    world.replayClient(this::tellOfClient);
    world.restore(image, loaded);
  }

  boolean isOver() {
    return world.tick() >= untilTick;
  }

  int hashes() {
    return hashes;
  }

  OptionalLong firstDifference() {
    return firstDifference == null ? OptionalLong.empty() : OptionalLong.of(firstDifference);
  }

  void take(RecordedEntry entry) throws IOException, PluginLoadException {
    switch (entry) {
      case RecordedEntry.Command e -> {
        if (reached(e.tick())) {
          world.execute(e.command());
        }
      }
      case RecordedEntry.Swap e -> {
        if (reached(e.tick())) {
          swap(e);
        }
      }
      case RecordedEntry.Added e -> {
        if (reached(e.tick())) {
          add(e);
        }
      }
      case RecordedEntry.Rate e -> {
        if (reached(e.tick())) {
          world.setRateHz(e.rateHz());
        }
      }
      case RecordedEntry.Hash e -> {
        if (reached(e.tick())) {
          compare(e);
        }
      }
      case RecordedEntry.End e -> reached(e.tick());
      case RecordedEntry.Arrived e -> ofClient(e.tick(), e);
      case RecordedEntry.ClientFailed e -> ofClient(e.tick(), e);
      case RecordedEntry.Header e -> {}
      case RecordedEntry.Module e -> {}
      case RecordedEntry.Keyframe e -> {}
      case RecordedEntry.Stop e -> {}
    }
  }

  /// Kept until that tick runs.
  private void ofClient(long tick, RecordedEntry entry) {
    if (reached(tick)) {
      ofClient.add(entry);
    }
  }

  private void tellOfClient() {
    for (RecordedEntry entry = ofClient.poll(); entry != null; entry = ofClient.poll()) {
      if (entry instanceof RecordedEntry.Arrived arrived) {
        world
            .bus()
            .channel(arrived.channel())
            .ifPresent(channel -> world.arrive(channel, arrived.client(), arrived.payload()));
      } else if (entry instanceof RecordedEntry.ClientFailed failed) {
        world.clientFailed(
            new PluginFailure(
                PluginFailure.Kind.TRAP,
                failed.plugin(),
                "client",
                world.tick(),
                failed.message(),
                Optional.empty(),
                0,
                -1));
      }
    }
  }

  /// Ticks up to there.
  ///
  /// @return false if the rerun ends before
  boolean reached(long tick) {
    while (world.tick() < Math.min(tick, untilTick)) {
      world.tickOnce();
      watcher.accept(world);
    }
    return world.tick() == tick;
  }

  private void swap(RecordedEntry.Swap swap) throws IOException, PluginLoadException {
    List<PluginSwap.Replacement> replacements = new ArrayList<>();
    for (RecordedEntry.Replaced version : swap.versions()) {
      replacements.add(new PluginSwap.Replacement(modules.at(version.module()), version.reset()));
    }
    try {
      world.swap(replacements);
    } catch (PluginLoadException refusedThenToo) {
      return;
    }
  }

  private void add(RecordedEntry.Added added) throws IOException, PluginLoadException {
    List<PluginModule> loaded = new ArrayList<>();
    for (int place : added.modules()) {
      loaded.add(modules.at(place));
    }
    try {
      world.addPlugins(loaded, added.reason());
    } catch (PluginLoadException refusedThenToo) {
      return;
    }
  }

  private void compare(RecordedEntry.Hash recorded) {
    hashes++;
    if (firstDifference == null && world.stateHash() != recorded.stateHash()) {
      firstDifference = recorded.tick();
    }
  }
}
