package dev.vivarium.workbench.dock;

import java.util.List;

/// Which tabs of a strip are shown: whole ones only, the chosen one among them. Where not all fit,
/// a button that lists them takes its room from the strip.
///
/// @param first the first that is shown
/// @param end one after the last that is shown
record TabRow(int first, int end, boolean overflows) {

  /// @param chosen index of the tab that must be seen; none if negative
  static TabRow fit(List<Double> sizesPx, double roomPx, double buttonPx, int chosen) {
    var sum = sizesPx.stream().mapToDouble(s -> s).sum();
    if (sum <= roomPx) {
      return new TabRow(0, sizesPx.size(), false);
    }
    var room = roomPx - buttonPx;
    var first = first(sizesPx, room, chosen);
    var end = first;
    var used = 0.0;
    while (end < sizesPx.size() && (used + sizesPx.get(end) <= room || end == chosen)) {
      used += sizesPx.get(end++);
    }
    return new TabRow(first, end, true);
  }

  /// As few as possible are left out at the beginning.
  private static int first(List<Double> sizesPx, double room, int chosen) {
    var first = Math.max(0, chosen);
    var used = chosen < 0 ? room : sizesPx.get(chosen);
    while (first > 0 && used + sizesPx.get(first - 1) <= room) {
      used += sizesPx.get(--first);
    }
    return first;
  }
}
