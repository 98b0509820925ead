package dev.vivarium.net.protocol.replication;

/// How one field of a component becomes whole numbers, and back. The bytes of a row are
/// little-endian, as the engine lays them out; `offset` counts from the row's start.
///
/// Both sides must have the same plans, so they are derived from the schemas that the server sends.
public sealed interface FieldPlan {
  int offset();

  /// Bytes of the field in a row.
  int sizeBytes();

  /// Columns of whole numbers that the field takes.
  default int columns() {
    return 1;
  }

  /// Columns, the first ones, in which steady motion is expected: what is not sent goes on as
  /// before.
  default int predictedColumns() {
    return 0;
  }

  /// An f32 in multiples of `step`: a position at 1/512 m. What lies beyond 2^31 steps is clamped
  /// to that, NaN becomes 0.
  record Step(int offset, float step) implements FieldPlan {
    public Step {
      if (!(step > 0) || Float.isInfinite(1 / step)) {
        throw new IllegalArgumentException("a step must be above 0, not " + step);
      }
    }

    @Override
    public int sizeBytes() {
      return Float.BYTES;
    }

    @Override
    public int predictedColumns() {
      return 1;
    }
  }

  /// An f32 between `min` and `max`, both included, in multiples of `step` from `min`. What lies
  /// outside is clamped, NaN becomes `min`.
  record Ranged(int offset, float min, float max, float step) implements FieldPlan {
    public Ranged {
      if (!(min <= max) || !(step > 0) || !((max - (double) min) / step < Integer.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "no range of steps: [%s, %s] by %s".formatted(min, max, step));
      }
    }

    @Override
    public int sizeBytes() {
      return Float.BYTES;
    }

    @Override
    public int predictedColumns() {
      return 1;
    }
  }

  /// A unit quaternion of four f32, x y z w, as its three smallest parts, each in `bits` bits of
  /// [-1/sqrt 2, 1/sqrt 2], and the index of the largest, whose sign is made positive. What has no
  /// direction becomes the identity.
  ///
  /// @param bits 2 to 16; 9 are within 0.3 degrees
  record Quaternion(int offset, int bits) implements FieldPlan {
    public Quaternion {
      if (bits < 2 || bits > 16) {
        throw new IllegalArgumentException("2 to 16 bits a part, not " + bits);
      }
    }

    @Override
    public int sizeBytes() {
      return 4 * Float.BYTES;
    }

    @Override
    public int columns() {
      return 4;
    }

    @Override
    public int predictedColumns() {
      return 3;
    }
  }

  /// A whole number, or a boolean or enum, of 1, 2 or 4 bytes; or the exact bits of an f32.
  record Whole(int offset, int sizeBytes) implements FieldPlan {
    public Whole {
      if (sizeBytes != 1 && sizeBytes != 2 && sizeBytes != 4) {
        throw new IllegalArgumentException("1, 2 or 4 bytes, not " + sizeBytes);
      }
    }
  }

  /// Any bytes, unchanged, four to a column.
  record Bytes(int offset, int sizeBytes) implements FieldPlan {
    public Bytes {
      if (sizeBytes < 1) {
        throw new IllegalArgumentException("at least 1 byte, not " + sizeBytes);
      }
    }

    @Override
    public int columns() {
      return Math.ceilDiv(sizeBytes, Integer.BYTES);
    }
  }
}
