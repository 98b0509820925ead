package dev.vivarium.net.protocol.link;

/// What one direction of a [SimulatedLink] does to messages. Chances are from 0 to 1.
///
/// @param delayNanos every message takes at least so long
/// @param jitterNanos and up to so much longer, evenly drawn
/// @param loss chance that a message is lost, or where all arrive in order, that it has to be sent
///   again, which takes two delays more
/// @param duplication chance that a message arrives twice; of no effect in order
/// @param reordering chance that a message is held back for up to two delays and jitters more; of
///   no effect in order
/// @param inOrder whether messages arrive all, once and in order, as over TCP: what is held back
///   holds back all behind it
public record LinkConditions(
    long delayNanos,
    long jitterNanos,
    double loss,
    double duplication,
    double reordering,
    boolean inOrder) {
  /// At once, all and in order.
  public static final LinkConditions PERFECT = new LinkConditions(0, 0, 0, 0, 0, true);

  private static final long MAX_NANOS = 60_000_000_000L;

  public LinkConditions {
    check("delayNanos", (double) delayNanos, (double) MAX_NANOS);
    check("jitterNanos", (double) jitterNanos, (double) MAX_NANOS);
    check("loss", loss, 1);
    check("duplication", duplication, 1);
    check("reordering", reordering, 1);
  }

  /// As over TCP.
  public static LinkConditions inOrder(long delayNanos, long jitterNanos, double loss) {
    return new LinkConditions(delayNanos, jitterNanos, loss, 0, 0, true);
  }

  private static void check(String name, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      throw new IllegalArgumentException(name + " is " + value + ", not 0 to " + max);
    }
  }
}
