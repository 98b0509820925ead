package dev.vivarium.net.server.replication;

/// How much of a world reaches a client.
///
/// @param frameBytes of a frame, on average, where not all that changed fits into so many
/// @param fullFrameBytes of a frame that begins anew: at joining, after a reload, after a loss
/// @param unacknowledgedMax frames sent beyond the newest that the client said it holds; with more
///   it is sent none until it says so
/// @param queuedMax messages that wait for a client's connection; with more it is sent no frame
/// @param leastApparentSize scale over distance below which an entity is not shown to a client who
///   cannot be shown everything; half of that for one that is shown already
public record ReplicationOptions(
    int frameBytes,
    int fullFrameBytes,
    int unacknowledgedMax,
    int queuedMax,
    float leastApparentSize) {
  public static final ReplicationOptions DEFAULT =
      new ReplicationOptions(16 << 10, 4 << 20, 60, 64, 0.002f);

  public ReplicationOptions {
    if (frameBytes < 1 || fullFrameBytes < 1 || unacknowledgedMax < 1 || queuedMax < 1) {
      throw new IllegalArgumentException("limits of replication must be above 0");
    }
  }

  public ReplicationOptions withFrameBytes(int changed, int changedFull) {
    return new ReplicationOptions(
        changed, changedFull, unacknowledgedMax, queuedMax, leastApparentSize);
  }

  public ReplicationOptions withUnacknowledgedMax(int changed) {
    return new ReplicationOptions(
        frameBytes, fullFrameBytes, changed, queuedMax, leastApparentSize);
  }
}
