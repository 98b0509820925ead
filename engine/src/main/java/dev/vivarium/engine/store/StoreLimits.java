package dev.vivarium.engine.store;

/// The largest saved world that is read. Each is checked before memory is taken for what it bounds.
public final class StoreLimits {
  /// Bytes of one record of a file.
  public static final int RECORD_BYTES = 1 << 30;

  /// Bytes of one piece of a world.
  public static final int PIECE_BYTES = 1 << 30;

  /// Pieces of one world.
  public static final int PIECES = 1 << 20;

  /// Bytes of one text.
  public static final int TEXT_BYTES = 1 << 20;

  /// Components of one world.
  public static final int COMPONENTS = 65_536;

  /// Tables of one world.
  public static final int TABLES = 1 << 18;

  /// Bytes of something kept by its content.
  public static final long CONTENT_BYTES = 256L << 20;

  private StoreLimits() {}
}
