package dev.vivarium.workbench.bots;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What all bots together have seen. Belongs to the bots' thread.
final class Tally {
  /// Different errors that are told apart; further ones count as others.
  private static final int MAX_ERRORS = 32;

  final TickEnds ticks = new TickEnds();
  private final Map<String, Long> errors = new LinkedHashMap<>();
  long losses;
  private Histogram recent = new Histogram();
  private Histogram whole = new Histogram();

  void received(long tickToReceiptNanos) {
    recent.add(tickToReceiptNanos);
    whole.add(tickToReceiptNanos);
  }

  /// Of the time since this was asked last.
  BotReport.Latency recent() {
    Histogram seen = recent;
    recent = new Histogram();
    return latency(seen);
  }

  BotReport.Latency whole() {
    return latency(whole);
  }

  void beginWhole() {
    whole = new Histogram();
  }

  void error(String what) {
    String key = errors.size() < MAX_ERRORS || errors.containsKey(what) ? what : "others";
    errors.merge(key, 1L, Long::sum);
  }

  List<BotReport.Problem> errors() {
    return errors.entrySet().stream()
        .map(each -> new BotReport.Problem(each.getKey(), each.getValue()))
        .sorted(Comparator.comparingLong(BotReport.Problem::times).reversed())
        .toList();
  }

  private static BotReport.Latency latency(Histogram seen) {
    return new BotReport.Latency(seen.total(), seen.quantileMs(0.5), seen.quantileMs(0.99));
  }
}
