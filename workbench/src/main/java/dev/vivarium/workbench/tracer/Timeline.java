package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.session.TraceTimeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the timeline draws: lanes from top to bottom, ticks from left to right, the newest at the
/// right edge.
///
/// @param lastTick the tick after the newest
record Timeline(long firstTick, long lastTick, List<Lane> lanes) {
  Timeline {
    lanes = List.copyOf(lanes);
  }

  /// @param plugin whose hue it has
  /// @param most of the counts
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  record Lane(String title, String plugin, int[] counts, int most) {}

  /// Lanes by channel, or by the plugin that sent.
  static Timeline of(TraceTimeline counts, boolean byPlugin) {
    Map<String, List<TraceTimeline.Lane>> grouped = new LinkedHashMap<>();
    for (var lane : counts.lanes()) {
      var key = byPlugin ? lane.plugin() : lane.channel();
      grouped.computeIfAbsent(key, k -> new ArrayList<>()).add(lane);
    }
    List<Lane> lanes = new ArrayList<>();
    grouped.forEach((title, group) -> lanes.add(sum(title, group)));
    var length = counts.lanes().isEmpty() ? 0 : counts.lanes().getFirst().counts().length;
    return new Timeline(counts.firstTick(), counts.firstTick() + length, lanes);
  }

  private static Lane sum(String title, List<TraceTimeline.Lane> group) {
    var sum = new int[group.getFirst().counts().length];
    for (var lane : group) {
      for (var i = 0; i < sum.length; i++) {
        sum[i] += lane.counts()[i];
      }
    }
    return new Lane(title, group.getFirst().plugin(), sum, Arrays.stream(sum).max().orElse(0));
  }

  /// The tick at a share of the width, from 0 to 1.
  long tickAt(double share) {
    var ticks = Math.max(1, lastTick - firstTick);
    return firstTick + Math.clamp((long) Math.floor(share * ticks), 0, ticks - 1);
  }

  /// Where a tick begins, as a share of the width; it may lie outside.
  double shareOf(long tick) {
    return (double) (tick - firstTick) / Math.max(1, lastTick - firstTick);
  }

  /// What a place stands for, in words.
  String describe(double share, int lane) {
    var tick = tickAt(share);
    var at = (int) (tick - firstTick);
    return Optional.of(lane)
        .filter(l -> l >= 0 && l < lanes.size() && at < lanes.get(l).counts().length)
        .map(lanes::get)
        .map(l -> "%s: %,d in tick %,d".formatted(l.title(), l.counts()[at], tick))
        .orElse("tick %,d".formatted(tick));
  }
}
