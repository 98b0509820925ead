package dev.vivarium.engine.plugin.wasm;

import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Table;

/// A table that refuses to grow past the host's limit, whatever maximum the module declares.
final class BoundedTable extends TableInstance {
  private final int entriesMax;

  BoundedTable(Table table, int initialValue, WasmLimits limits) {
    super(table, initialValue);
    entriesMax = limits.tableEntries();
  }

  @Override
  public int grow(int entries, int value, Instance instance) {
    return fits(entries) ? super.grow(entries, value, instance) : -1;
  }

  @Override
  public int growWithRef(int entries, Object value, Instance instance) {
    return fits(entries) ? super.growWithRef(entries, value, instance) : -1;
  }

  private boolean fits(int entries) {
    return entries >= 0 && entries <= entriesMax - size();
  }
}
