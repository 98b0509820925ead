package dev.vivarium.workbench.bots;

import java.util.List;

/// How bots fare. Rates are of the time since the report before, or of all the time when all bots
/// were in.
///
/// @param seconds since the start
/// @param live bots in the room now
/// @param played bots that have been in the room
/// @param over bots that try no more
/// @param losses connections that were lost
/// @param roundTripMs median of all bots' last, 0 while unknown
/// @param tickToReceipt from the end of a tick to its state's arrival; of no frames where the
///   server has another clock
/// @param errors what went wrong, the most frequent first
public record BotReport(
    double seconds,
    int count,
    int live,
    int played,
    int over,
    long losses,
    double framesPerSecond,
    double bytesInPerSecond,
    double bytesOutPerSecond,
    double roundTripMs,
    Latency tickToReceipt,
    List<Problem> errors) {

  /// In milliseconds; of no frames where it is not known.
  public record Latency(long frames, double p50, double p99) {}

  public record Problem(String what, long times) {}

  public BotReport {
    errors = List.copyOf(errors);
  }

  /// Whether every bot has played, none was turned out, and the server was there to the end: one
  /// that is just coming back is no failure, all of them are.
  public boolean allPlayed() {
    return played == count && over == 0 && live > 0;
  }
}
