package dev.vivarium.net.protocol.replication;

/// The largest things that a replication frame may ask its receiver to hold. All are checked before
/// memory is taken.
public final class ReplicationLimits {
  /// Bytes of a frame as it comes from outside.
  public static final int FRAME_BYTES = 8 << 20;

  /// Bytes of a frame's body after decompression.
  public static final int BODY_BYTES = 16 << 20;

  /// Entities of a snapshot.
  public static final int ENTITIES = 1 << 18;

  /// Quantised numbers of a snapshot: rows times columns, summed over its components.
  public static final int CELLS = 1 << 24;

  /// Components that a plan may list.
  public static final int COMPONENTS = 256;

  /// Bytes of a component's row.
  public static final int ROW_BYTES = 4096;

  /// Frames that each side keeps to serve as baselines. A client whose acknowledgement is older
  /// gets a full frame.
  public static final int BASELINES = 64;

  private ReplicationLimits() {}
}
