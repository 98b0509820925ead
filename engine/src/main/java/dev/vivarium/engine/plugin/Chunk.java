package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.Table;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A run of rows from one table as it lies in a system's frame. Kept from dispatch to dispatch,
/// with what was last copied where, so that unchanged columns need not be copied again.
final class Chunk {
  static final long NEVER = -1;

  final int[] columnAt;
  final @Nullable Column[] column;
  final @Nullable Column[] copiedColumn;
  final long[] copiedVersion;
  final int[] copiedAt;
  final int[] copiedRows;

  @Nullable Table table;
  int rows;
  int firstRow;
  int[] selection = {};
  boolean selected;
  int headerAt;
  int idsAt;

  @Nullable Table idsTable;
  long idsVersion = NEVER;
  int idsCopiedAt;

  long ownedVersion = NEVER;
  @Nullable Table ownedTable;
  long @Nullable [] owned;

  Chunk(int columns) {
    columnAt = new int[columns];
    column = new Column[columns];
    copiedColumn = new Column[columns];
    copiedVersion = new long[columns];
    copiedAt = new int[columns];
    copiedRows = new int[columns];
  }

  Table table() {
    if (table == null) {
      throw new IllegalStateException("the chunk was not laid out");
    }
    return table;
  }

  /// Row in the table of a row of this chunk.
  int tableRow(int row) {
    return selected ? selection[row] : row;
  }

  /// Whether the plugin's memory holds column `i` as it is now.
  boolean isCopied(int i, Column source) {
    return copiedColumn[i] == source
        && copiedVersion[i] == source.version()
        && copiedAt[i] == columnAt[i]
        && copiedRows[i] == rows;
  }

  /// The plugin's memory now holds column `i` as it is.
  void copied(int i, Column source) {
    copiedColumn[i] = source;
    copiedVersion[i] = source.version();
    copiedAt[i] = columnAt[i];
    copiedRows[i] = rows;
  }

  void forgetCopies() {
    idsVersion = NEVER;
    Arrays.fill(copiedVersion, NEVER);
  }
}
