package dev.vivarium.engine.plugin;

import static dev.vivarium.engine.plugin.abi.FrameLayout.align16;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.BoundQuery.DataTerm;
import dev.vivarium.engine.plugin.abi.FrameLayout;
import dev.vivarium.engine.plugin.wasm.FlatMemory;
import dev.vivarium.engine.tick.TickTime;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lays one system's data out in its plugin's memory and takes it back. The layout moves only when
/// tables grow or shrink past a step, so that what has not changed since the last dispatch stays in
/// place and is not copied again. Owned by the tick thread.
final class SystemFrame {
  /// Rows are laid out in steps of this, so that a few births do not move every later column.
  private static final int ROW_STEP = 64;

  private static final int BUFFER_BYTES_MIN = 4096;
  private static final int BUFFER_BYTES_MAX = 1 << 20;

  private final BoundQuery[] queries;
  private final List<List<Chunk>> chunks = new ArrayList<>();
  private final int[] chunkCount;
  private final int[] rowCount;

  private int pointer;
  private int capacity;
  private long totalBytes;
  private int queryTableAt;
  private int handlesAt;
  private int commandsAt;
  private int messagesAt;
  private int inboxAt;
  private int commandsCapacity = BUFFER_BYTES_MIN;
  private int messagesCapacity;
  private int commandPeakBytes;
  private int messagePeakBytes;
  private final FrameHandles handles = new FrameHandles();
  private final FrameInbox inbox = new FrameInbox();

  /// The only entities whose rows may be written, or null where the plugin's rights decide.
  private final @Nullable Set<Long> writable;

  /// @param largestMessageBytes most that one message of this plugin can take in the buffer
  SystemFrame(BoundQuery[] queries, int largestMessageBytes, @Nullable Set<Long> writable) {
    this.writable = writable;
    this.messagesCapacity = align16(Math.max(BUFFER_BYTES_MIN, largestMessageBytes));
    this.queries = queries;
    this.chunkCount = new int[queries.length];
    this.rowCount = new int[queries.length];
    for (int i = 0; i < queries.length; i++) {
      chunks.add(new ArrayList<>());
    }
  }

  int pointer() {
    return pointer;
  }

  int capacity() {
    return capacity;
  }

  /// Bytes that the frame needs; more than fits into a memory where the world is too large.
  long totalBytes() {
    return totalBytes;
  }

  /// The frame moved to another place in memory; nothing that was copied counts any more.
  void place(int at, int bytes) {
    pointer = at;
    capacity = bytes;
    forgetCopies();
  }

  void forgetCopies() {
    for (List<Chunk> list : chunks) {
      list.forEach(Chunk::forgetCopies);
    }
  }

  /// Message that lies at this place in the inbox, or null.
  @Nullable Message inboxMessage(int index) {
    return inbox.message(index);
  }

  /// The dispatch failed and handled nothing: what it took waits again.
  void putInboxBack(Subscription[] subscriptions) {
    inbox.putBack(subscriptions);
  }

  int rows() {
    int rows = 0;
    for (int count : rowCount) {
      rows += count;
    }
    return rows;
  }

  /// What decides the next layout besides the world, for an image.
  PluginInstance.FrameImage image() {
    return new PluginInstance.FrameImage(
        pointer, capacity, handles.target(), commandsCapacity, messagesCapacity, reservedHandles());
  }

  void restore(PluginInstance.FrameImage image) {
    place(image.pointer(), image.capacityBytes());
    handles.restore(image.handles(), image.handleTarget());
    commandsCapacity = image.commandsCapacityBytes();
    messagesCapacity = image.messagesCapacityBytes();
  }

  long[] reservedHandles() {
    return handles.reserved();
  }

  void restoreHandles(long[] reserved) {
    handles.restore(reserved, handles.target());
  }

  /// Computes where everything goes. Offsets are from the frame's beginning.
  ///
  /// @param since the system's last run, for `changed` terms
  /// @param subscriptions the system's inboxes; their messages are taken
  void layOut(EntityStore store, Moment since, Subscription[] subscriptions, int[] channels) {
    inbox.take(subscriptions, channels);
    handles.topUp(store);
    queryTableAt = FrameLayout.HEADER_BYTES;
    int at = queryTableAt + queries.length * FrameLayout.QUERY_ENTRY_BYTES;
    for (int q = 0; q < queries.length; q++) {
      at = collectChunks(q, since, at);
    }
    handlesAt = at;
    at = align16(at + handles.target() * Long.BYTES);
    commandsAt = at;
    at += commandsCapacity;
    messagesAt = at;
    long end = (long) at + messagesCapacity;
    for (int q = 0; q < queries.length; q++) {
      end = placeColumns(q, end);
    }
    inboxAt = (int) end;
    totalBytes = (end + inbox.bytes() + 15) & ~15L;
  }

  private int collectChunks(int q, Moment since, int headersAt) {
    BoundQuery bound = queries[q];
    List<Table> tables = bound.query().tables();
    int count = 0;
    int rows = 0;
    int headerBytes = align16(8 + 4 * bound.data().length);
    for (int t = 0; t < tables.size(); t++) {
      Table table = tables.get(t);
      if (table.rows() == 0) {
        continue;
      }
      Chunk chunk = chunk(q, count);
      chunk.table = table;
      chunk.selected = bound.query().isFiltered();
      chunk.rows = chunk.selected ? select(bound, chunk, table, since) : table.rows();
      if (chunk.rows == 0) {
        continue;
      }
      chunk.firstRow = rows;
      chunk.headerAt = headersAt + count * headerBytes;
      rows += chunk.rows;
      count++;
    }
    chunkCount[q] = count;
    rowCount[q] = rows;
    forgetFrom(q, count);
    return headersAt + count * headerBytes;
  }

  /// What an unused chunk copied may be overwritten before the chunk is used again.
  private void forgetFrom(int q, int firstUnused) {
    List<Chunk> list = chunks.get(q);
    for (int i = firstUnused; i < list.size(); i++) {
      list.get(i).forgetCopies();
    }
  }

  private static int select(BoundQuery bound, Chunk chunk, Table table, Moment since) {
    if (chunk.selection.length < table.rows()) {
      chunk.selection = new int[table.rows() + table.rows() / 2];
    }
    return bound.query().select(table, since, chunk.selection);
  }

  private Chunk chunk(int q, int index) {
    List<Chunk> list = chunks.get(q);
    if (index == list.size()) {
      list.add(new Chunk(queries[q].data().length));
    }
    return list.get(index);
  }

  private long placeColumns(int q, long from) {
    DataTerm[] terms = queries[q].data();
    long at = from;
    for (int c = 0; c < chunkCount[q]; c++) {
      Chunk chunk = chunks.get(q).get(c);
      long space = (chunk.rows + ROW_STEP - 1) / ROW_STEP * (long) ROW_STEP;
      chunk.idsAt = (int) at;
      at += space * Long.BYTES;
      for (int i = 0; i < terms.length; i++) {
        at += placeColumn(chunk, i, terms[i], at, space);
      }
    }
    return at;
  }

  /// Returns the bytes that it takes.
  private static long placeColumn(Chunk chunk, int i, DataTerm term, long at, long space) {
    chunk.column[i] = term.isSparse() ? null : chunk.table().column(term.type());
    if (term.isSparse() || chunk.column[i] != null) {
      chunk.columnAt[i] = (int) at;
      return (space * term.strideBytes() + 15) & ~15L;
    }
    chunk.columnAt[i] = 0;
    chunk.copiedVersion[i] = Chunk.NEVER;
    return 0;
  }

  /// Writes the frame into memory. [#place] must have given it enough room.
  void fill(FlatMemory memory, TickTime time, int reason, int side) {
    MemorySegment segment = memory.segment();
    writeHeader(memory, time, reason, side);
    for (int q = 0; q < queries.length; q++) {
      writeQuery(memory, segment, q);
    }
    handles.write(memory, pointer + handlesAt);
    inbox.write(memory, pointer + inboxAt);
  }

  private void writeHeader(FlatMemory m, TickTime time, int reason, int side) {
    int p = pointer;
    m.writeI32(p, FrameLayout.MAGIC);
    m.writeI32(p + 4, FrameLayout.ABI_VERSION);
    m.writeLong(p + FrameLayout.TICK, time.tick());
    m.writeLong(p + FrameLayout.TIME_SECONDS, Double.doubleToRawLongBits(time.seconds()));
    m.writeF32(p + FrameLayout.DELTA_SECONDS, time.deltaSeconds());
    m.writeI32(p + FrameLayout.REASON, reason);
    m.writeI32(p + FrameLayout.SIDE, side);
    m.writeI32(p + FrameLayout.QUERY_COUNT, queries.length);
    m.writeI32(p + FrameLayout.QUERY_TABLE, p + queryTableAt);
    m.writeI32(p + FrameLayout.INBOX_COUNT, inbox.size());
    m.writeI32(p + FrameLayout.INBOX, p + inboxAt);
    m.writeI32(p + FrameLayout.INBOX_BYTES, inbox.bytes());
    m.writeI32(p + FrameLayout.COMMANDS, p + commandsAt);
    m.writeI32(p + FrameLayout.COMMANDS_CAPACITY, commandsCapacity);
    m.writeI32(p + FrameLayout.COMMANDS_USED, 0);
    m.writeI32(p + FrameLayout.MESSAGES, p + messagesAt);
    m.writeI32(p + FrameLayout.MESSAGES_CAPACITY, messagesCapacity);
    m.writeI32(p + FrameLayout.MESSAGES_USED, 0);
    m.writeI32(p + FrameLayout.HANDLES, p + handlesAt);
    m.writeI32(p + FrameLayout.HANDLE_COUNT, handles.count());
    m.writeI32(p + FrameLayout.HANDLES_USED, 0);
    m.writeI32(p + FrameLayout.CURRENT_QUERY, -1);
    m.writeI32(p + FrameLayout.CURRENT_ROW, -1);
    m.writeI32(p + FrameLayout.CURRENT_MESSAGE, -1);
    for (int at = 104; at < FrameLayout.HEADER_BYTES; at += 8) {
      m.writeLong(p + at, 0);
    }
  }

  private void writeQuery(FlatMemory m, MemorySegment segment, int q) {
    int entry = pointer + queryTableAt + q * FrameLayout.QUERY_ENTRY_BYTES;
    DataTerm[] terms = queries[q].data();
    List<Chunk> list = chunks.get(q);
    m.writeI32(entry, chunkCount[q]);
    m.writeI32(entry + 4, chunkCount[q] == 0 ? 0 : pointer + list.get(0).headerAt);
    m.writeI32(entry + 8, rowCount[q]);
    m.writeI32(entry + 12, terms.length);
    for (int c = 0; c < chunkCount[q]; c++) {
      Chunk chunk = list.get(c);
      int header = pointer + chunk.headerAt;
      m.writeI32(header, chunk.rows);
      m.writeI32(header + 4, pointer + chunk.idsAt);
      for (int i = 0; i < terms.length; i++) {
        int at = chunk.columnAt[i];
        m.writeI32(header + 8 + 4 * i, at == 0 ? 0 : pointer + at);
      }
      ColumnCopyIn.copyIds(m, pointer, chunk);
      for (int i = 0; i < terms.length; i++) {
        ColumnCopyIn.copyValues(segment, pointer, chunk, i, terms[i]);
      }
    }
  }

  /// Takes back the columns declared as written.
  ///
  /// @param owner id of the plugin
  /// @return rows refused for want of a right
  long copyBack(FlatMemory memory, EntityStore store, int tick, short writer, int owner) {
    if (rows() == 0) {
      return 0;
    }
    var out = new ColumnCopyOut(memory.segment(), pointer, store, tick, writer, owner, writable);
    long refused = 0;
    for (int q = 0; q < queries.length; q++) {
      DataTerm[] terms = queries[q].data();
      for (int i = 0; i < terms.length; i++) {
        if (terms[i].write()) {
          for (int c = 0; c < chunkCount[q]; c++) {
            refused += out.copy(chunks.get(q).get(c), i, terms[i]);
          }
        }
      }
    }
    return writable == null ? refused : 0;
  }

  /// After a dispatch: forgets the reserved handles that it used and makes the buffers fit.
  void settle(int handlesUsed, int entitiesReserved, int commandBytes, int messageBytes) {
    handles.settle(handlesUsed, entitiesReserved);
    flushed(commandBytes, messageBytes);
    commandsCapacity = grown(commandsCapacity, commandPeakBytes);
    messagesCapacity = grown(messagesCapacity, messagePeakBytes);
    commandPeakBytes = 0;
    messagePeakBytes = 0;
  }

  /// Notes how full the buffers were.
  void flushed(int commandBytes, int messageBytes) {
    commandPeakBytes = Math.max(commandPeakBytes, commandBytes);
    messagePeakBytes = Math.max(messagePeakBytes, messageBytes);
  }

  private static int grown(int capacityBytes, int usedBytes) {
    return usedBytes > capacityBytes / 2
        ? Math.min(BUFFER_BYTES_MAX, capacityBytes * 2)
        : capacityBytes;
  }

  int commandsAt() {
    return pointer + commandsAt;
  }

  int commandsCapacity() {
    return commandsCapacity;
  }

  int messagesAt() {
    return pointer + messagesAt;
  }

  int messagesCapacity() {
    return messagesCapacity;
  }

  long handle(int index) {
    return handles.get(index);
  }

  int handleCount() {
    return handles.count();
  }

  /// Running row of an entity in a query of this frame, or -1.
  int rowOf(EntityStore store, int q, long entity) {
    if (q < 0 || q >= queries.length || !store.isAlive(entity)) {
      return -1;
    }
    Table table = store.tableOf(entity);
    int tableRow = store.rowOf(entity);
    for (int c = 0; c < chunkCount[q]; c++) {
      Chunk chunk = chunks.get(q).get(c);
      if (chunk.table == table) {
        int row =
            chunk.selected
                ? Arrays.binarySearch(chunk.selection, 0, chunk.rows, tableRow)
                : tableRow;
        return row < 0 ? -1 : chunk.firstRow + row;
      }
    }
    return -1;
  }

  /// The entity in a running row of a query, or 0.
  long entityAt(int q, int row) {
    if (q < 0 || q >= queries.length || row < 0 || row >= rowCount[q]) {
      return 0;
    }
    for (int c = 0; c < chunkCount[q]; c++) {
      Chunk chunk = chunks.get(q).get(c);
      if (row < chunk.firstRow + chunk.rows) {
        return chunk.table().entities()[chunk.tableRow(row - chunk.firstRow)];
      }
    }
    return 0;
  }
}
