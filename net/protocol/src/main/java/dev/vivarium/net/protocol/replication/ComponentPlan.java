package dev.vivarium.net.protocol.replication;

import java.util.List;

/// How the rows of one component are quantised. Bytes that no field covers are not sent and come
/// out as 0.
///
/// @param name of the component, for people
/// @param rowBytes bytes of a row; 0 for a component without fields
public record ComponentPlan(String name, int rowBytes, List<FieldPlan> fields) {
  static final int STILL = -1;
  static final int FREE = -2;

  public ComponentPlan {
    fields = List.copyOf(fields);
    if (rowBytes < 0 || rowBytes > ReplicationLimits.ROW_BYTES) {
      throw new IllegalArgumentException(
          "%s: rows of 0 to %d bytes, not %d"
              .formatted(name, ReplicationLimits.ROW_BYTES, rowBytes));
    }
    for (FieldPlan field : fields) {
      if (field.offset() < 0 || field.offset() > rowBytes - field.sizeBytes()) {
        throw new IllegalArgumentException(
            "%s: %s lies outside of rows of %d bytes".formatted(name, field, rowBytes));
      }
    }
  }

  /// Columns of whole numbers that a row becomes.
  public int columns() {
    int columns = 0;
    for (FieldPlan field : fields) {
      columns += field.columns();
    }
    return columns;
  }

  /// For each column what motion is expected in it: [#STILL], [#FREE], or the number of a column
  /// that motion goes on only as long as it stands still.
  int[] motion() {
    int[] motion = new int[columns()];
    int at = 0;
    for (FieldPlan field : fields) {
      int moving = field instanceof FieldPlan.Quaternion ? at + 3 : FREE;
      for (int part = 0; part < field.columns(); part++) {
        motion[at + part] = part < field.predictedColumns() ? moving : STILL;
      }
      at += field.columns();
    }
    return motion;
  }
}
