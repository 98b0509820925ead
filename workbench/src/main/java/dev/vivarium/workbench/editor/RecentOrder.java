package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Things in the order in which they were last shown, and the walk through them: while it lasts the
/// order stays, and the place where it ends becomes the first.
final class RecentOrder<T> {
  /// The last shown first.
  private final List<T> order = new ArrayList<>();

  /// Where the walk is; 0 while there is none.
  private int place;

  private boolean walking;

  /// Something was shown.
  void shown(T now) {
    if (!walking) {
      order.remove(now);
      order.addFirst(now);
    } else if (!order.get(place).equals(now)) {
      end();
      shown(now);
    }
  }

  void gone(T which) {
    end();
    order.remove(which);
  }

  /// Goes on to the one shown before (1) or back (-1), going round.
  Optional<T> step(int by) {
    if (order.isEmpty()) {
      return Optional.empty();
    }
    walking = true;
    place = Math.floorMod(place + by, order.size());
    return Optional.of(order.get(place));
  }

  /// The walk is over.
  void end() {
    if (walking) {
      order.addFirst(order.remove(place));
      walking = false;
      place = 0;
    }
  }
}
