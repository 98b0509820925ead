package dev.vivarium.net.server.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/// Messages for many sockets that leave together: each event loop is woken once, and makes of a
/// frame that goes to many what stands on the wire once. Belongs to one thread.
public final class Departure {
  private final Map<Executor, List<Passenger>> passengers = new HashMap<>();

  /// A socket that has queued something.
  interface Passenger {
    /// Hands it to the channel. On its event loop.
    void leave(WireFrames frames);
  }

  void add(Executor eventLoop, Passenger passenger) {
    passengers.computeIfAbsent(eventLoop, loop -> new ArrayList<>()).add(passenger);
  }

  /// Sends what was queued.
  public void leave() {
    passengers.forEach((eventLoop, all) -> eventLoop.execute(() -> leave(all)));
    passengers.clear();
  }

  private static void leave(List<Passenger> all) {
    try (WireFrames frames = new WireFrames()) {
      all.forEach(passenger -> passenger.leave(frames));
    }
  }
}
