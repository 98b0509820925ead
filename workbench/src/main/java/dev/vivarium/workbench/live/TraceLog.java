package dev.vivarium.workbench.live;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.trace.TraceEntry;
import dev.vivarium.engine.trace.TraceSlice;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.TraceTimeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The messages and changes that somebody has looked at, as many as fit. Belongs to the session's
/// reading thread.
final class TraceLog {
  private static final int CHANGES_MAX = 32_768;

  private final SequencedMap<Long, TracedMessage> messages = new LinkedHashMap<>();
  private final Deque<TraceEntry.Changed> changes = new ArrayDeque<>();
  private final TreeMap<Long, Map<LaneKey, int[]>> counts = new TreeMap<>();
  private Map<String, PluginDescriptor> descriptors = Map.of();
  private long nextEntry;
  private long lastSequence = -1;
  private long lastTick;

  private record LaneKey(String channel, String plugin) {}

  /// What a look at the world brought back.
  record Look(
      TraceSlice slice,
      long tick,
      List<Subscription> subscriptions,
      Map<String, PluginModule> modules) {

    Map<Channel, List<String>> receivers() {
      Map<Channel, List<String>> receivers = new HashMap<>();
      for (Subscription subscription : subscriptions) {
        receivers
            .computeIfAbsent(subscription.channel(), c -> new ArrayList<>())
            .add(subscription.subscriber());
      }
      return receivers;
    }

    Map<String, PluginDescriptor> descriptors() {
      Map<String, PluginDescriptor> descriptors = new HashMap<>();
      modules.forEach((plugin, module) -> descriptors.put(plugin, module.descriptor()));
      return descriptors;
    }
  }

  /// Copies what passed since an entry. To be called on the tick thread.
  static Look look(World world, long fromEntry) {
    // A world that began anew counts from 0 again.
    long from = fromEntry > world.trace().next() ? 0 : fromEntry;
    return new Look(
        world.trace().slice(from),
        world.tick(),
        world.bus().subscriptions(),
        world.plugins().modules());
  }

  long nextEntry() {
    return nextEntry;
  }

  void add(Look look) {
    if (look.slice().next() < nextEntry) {
      clear();
    }
    Map<Channel, List<String>> receivers = look.receivers();
    for (int i = 0; i < look.slice().size(); i++) {
      switch (look.slice().entry(i)) {
        case TraceEntry.Sent sent when sent.number() >= nextEntry -> add(sent.message(), receivers);
        case TraceEntry.Changed changed when changed.number() >= nextEntry -> changes.add(changed);
        case TraceEntry.Sent known -> {}
        case TraceEntry.Changed known -> {}
      }
    }
    nextEntry = Math.max(nextEntry, look.slice().next());
    descriptors = look.descriptors();
    lastTick = look.tick();
    trim();
  }

  private void clear() {
    messages.clear();
    changes.clear();
    counts.clear();
    nextEntry = 0;
    lastSequence = -1;
  }

  private void add(Message m, Map<Channel, List<String>> receivers) {
    var traced =
        new TracedMessage(m, m.channel().schema(), receivers.getOrDefault(m.channel(), List.of()));
    messages.put(m.sequence(), traced);
    lastSequence = Math.max(lastSequence, m.sequence());
    counts.computeIfAbsent(m.tick(), t -> new HashMap<>())
        .computeIfAbsent(new LaneKey(traced.channel(), plugin(m.sender())), key -> new int[1])[0]++;
  }

  private static String plugin(String sender) {
    int slash = sender.indexOf('/');
    return slash < 0 ? sender : sender.substring(0, slash);
  }

  private void trim() {
    while (messages.size() > TraceSource.MAX_KEPT) {
      messages.pollFirstEntry();
    }
    while (changes.size() > CHANGES_MAX) {
      changes.removeFirst();
    }
    while (!counts.isEmpty() && counts.firstKey() <= lastTick - TraceTimeline.MAX_TICKS) {
      counts.pollFirstEntry();
    }
  }

  /// Oldest first.
  SequencedMap<Long, TracedMessage> messages() {
    return messages;
  }

  Deque<TraceEntry.Changed> changes() {
    return changes;
  }

  Map<String, PluginDescriptor> descriptors() {
    return descriptors;
  }

  Optional<TracedMessage> find(long sequence) {
    return Optional.ofNullable(messages.get(sequence));
  }

  /// Sequence number of the newest message; -1 if there was none.
  long lastSequence() {
    return lastSequence;
  }

  long lastTick() {
    return lastTick;
  }

  TraceTimeline timeline() {
    long last = counts.isEmpty() ? lastTick : Math.max(lastTick, counts.lastKey() + 1);
    long first = Math.max(0, last - TraceTimeline.MAX_TICKS);
    int ticks = (int) (last - first);
    Map<LaneKey, int[]> lanes = new LinkedHashMap<>();
    counts
        .tailMap(first)
        .forEach((tick, byLane) ->
            byLane.forEach((key, count) -> {
              if (tick < last) {
                lanes.computeIfAbsent(key, k -> new int[ticks])[(int) (tick - first)] = count[0];
              }
            }));
    return new TraceTimeline(
        first,
        lanes.entrySet().stream()
            .map(e ->
                new TraceTimeline.Lane(e.getKey().channel(), e.getKey().plugin(), e.getValue()))
            .sorted(
                java.util.Comparator.comparing(TraceTimeline.Lane::channel)
                    .thenComparing(TraceTimeline.Lane::plugin))
            .toList());
  }
}
