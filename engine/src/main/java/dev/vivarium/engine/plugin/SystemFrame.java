package dev.vivarium.engine.plugin;

import static dev.vivarium.engine.plugin.abi.FrameLayout.align16;
import static dev.vivarium.engine.plugin.abi.FrameLayout.align8;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.BoundQuery.DataTerm;
import dev.vivarium.engine.plugin.abi.FrameLayout;
import dev.vivarium.engine.plugin.wasm.FlatMemory;
import dev.vivarium.engine.tick.TickTime;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lays one system's data out in its plugin's memory and takes it back. The layout moves only when
/// tables grow or shrink past a step, so that what has not changed since the last dispatch stays in
/// place and is not copied again. Owned by the tick thread.
final class SystemFrame {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Rows are laid out in steps of this, so that a few births do not move every later column.
  private static final int ROW_STEP = 64;

  private static final int BUFFER_BYTES_MIN = 4096;
  private static final int BUFFER_BYTES_MAX = 1 << 20;
  private static final int HANDLES_MAX = 64;

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
  private int inboxBytes;
  private int commandsCapacity = BUFFER_BYTES_MIN;
  private int messagesCapacity;
  private int commandPeakBytes;
  private int messagePeakBytes;
  private int handleTarget;
  private long[] handles = {};
  private int handleCount;

  private final List<byte[]> inboxPayloads = new ArrayList<>();
  private final List<Message> inbox = new ArrayList<>();
  private final List<Integer> inboxChannels = new ArrayList<>();
  private final List<List<Message>> taken = new ArrayList<>();

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
    return index >= 0 && index < inbox.size() ? inbox.get(index) : null;
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
        pointer, capacity, handleTarget, commandsCapacity, messagesCapacity, reservedHandles());
  }

  void restore(PluginInstance.FrameImage image) {
    place(image.pointer(), image.capacityBytes());
    handleTarget = image.handleTarget();
    restoreHandles(image.handles());
    commandsCapacity = image.commandsCapacityBytes();
    messagesCapacity = image.messagesCapacityBytes();
  }

  long[] reservedHandles() {
    return Arrays.copyOf(handles, handleCount);
  }

  void restoreHandles(long[] reserved) {
    handles = Arrays.copyOf(reserved, Math.max(reserved.length, handleTarget));
    handleCount = reserved.length;
    handleTarget = Math.max(handleTarget, reserved.length);
  }

  /// Computes where everything goes. Offsets are from the frame's beginning.
  ///
  /// @param since the system's last run, for `changed` terms
  /// @param subscriptions the system's inboxes; their messages are taken
  void layOut(EntityStore store, Moment since, Subscription[] subscriptions, int[] channels) {
    takeInbox(subscriptions, channels);
    topUpHandles(store);
    queryTableAt = FrameLayout.HEADER_BYTES;
    int at = queryTableAt + queries.length * FrameLayout.QUERY_ENTRY_BYTES;
    for (int q = 0; q < queries.length; q++) {
      at = collectChunks(q, since, at);
    }
    handlesAt = at;
    at = align16(at + handleTarget * Long.BYTES);
    commandsAt = at;
    at += commandsCapacity;
    messagesAt = at;
    long end = (long) at + messagesCapacity;
    for (int q = 0; q < queries.length; q++) {
      end = placeColumns(q, end);
    }
    inboxAt = (int) end;
    totalBytes = (end + inboxBytes + 15) & ~15L;
  }

  private void takeInbox(Subscription[] subscriptions, int[] channels) {
    inbox.clear();
    inboxPayloads.clear();
    inboxChannels.clear();
    taken.clear();
    inboxBytes = 0;
    for (int i = 0; i < subscriptions.length; i++) {
      taken.add(subscriptions[i].take());
      for (Message message : taken.get(i)) {
        byte[] payload = subscriptions[i].project(message);
        inbox.add(message);
        inboxPayloads.add(payload);
        inboxChannels.add(channels[i]);
        inboxBytes += align8(FrameLayout.INBOX_HEADER_BYTES + payload.length);
      }
    }
  }

  /// The dispatch failed and handled nothing: what it took waits again.
  void putInboxBack(Subscription[] subscriptions) {
    for (int i = 0; i < taken.size(); i++) {
      subscriptions[i].putBack(taken.get(i));
    }
    taken.clear();
  }

  private void topUpHandles(EntityStore store) {
    if (handles.length < handleTarget) {
      handles = Arrays.copyOf(handles, handleTarget);
    }
    while (handleCount < handleTarget) {
      handles[handleCount++] = store.reserve();
    }
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
    for (int i = 0; i < handleCount; i++) {
      memory.writeLong(pointer + handlesAt + i * Long.BYTES, handles[i]);
    }
    writeInbox(memory);
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
    m.writeI32(p + FrameLayout.INBOX_BYTES, inboxBytes);
    m.writeI32(p + FrameLayout.COMMANDS, p + commandsAt);
    m.writeI32(p + FrameLayout.COMMANDS_CAPACITY, commandsCapacity);
    m.writeI32(p + FrameLayout.COMMANDS_USED, 0);
    m.writeI32(p + FrameLayout.MESSAGES, p + messagesAt);
    m.writeI32(p + FrameLayout.MESSAGES_CAPACITY, messagesCapacity);
    m.writeI32(p + FrameLayout.MESSAGES_USED, 0);
    m.writeI32(p + FrameLayout.HANDLES, p + handlesAt);
    m.writeI32(p + FrameLayout.HANDLE_COUNT, handleCount);
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
      copyIds(m, segment, chunk);
      for (int i = 0; i < terms.length; i++) {
        copyIn(segment, chunk, i, terms[i]);
      }
    }
  }

  private void copyIds(FlatMemory m, MemorySegment segment, Chunk chunk) {
    Table table = chunk.table();
    if (chunk.selected) {
      long[] entities = table.entities();
      for (int row = 0; row < chunk.rows; row++) {
        m.writeLong(pointer + chunk.idsAt + row * Long.BYTES, entities[chunk.selection[row]]);
      }
      chunk.idsVersion = Chunk.NEVER;
    } else if (chunk.idsTable != table
        || chunk.idsVersion != table.structureVersion()
        || chunk.idsCopiedAt != chunk.idsAt) {
      MemorySegment.copy(
          table.entities(), 0, segment, LONG, pointer + (long) chunk.idsAt, chunk.rows);
      chunk.idsTable = table;
      chunk.idsVersion = table.structureVersion();
      chunk.idsCopiedAt = chunk.idsAt;
    }
  }

  private void copyIn(MemorySegment segment, Chunk chunk, int i, DataTerm term) {
    long target = pointer + (long) chunk.columnAt[i];
    if (term.isSparse()) {
      copySparseIn(segment, target, term.type().sparseSet(), chunk, term);
      return;
    }
    Column column = chunk.column[i];
    if (column == null) {
      return;
    }
    if (chunk.selected) {
      gather(segment, target, column, chunk, term);
      return;
    }
    if (chunk.copiedColumn[i] == column
        && chunk.copiedVersion[i] == column.version()
        && chunk.copiedAt[i] == chunk.columnAt[i]
        && chunk.copiedRows[i] == chunk.rows) {
      return;
    }
    if (term.projection().identity()) {
      MemorySegment.copy(
          column.segment(), 0, segment, target, (long) chunk.rows * term.strideBytes());
    } else {
      term.projection().toConsumer(column.segment(), 0, segment, target, chunk.rows);
    }
    rememberCopy(chunk, i, column);
  }

  private static void rememberCopy(Chunk chunk, int i, Column column) {
    chunk.copiedColumn[i] = column;
    chunk.copiedVersion[i] = column.version();
    chunk.copiedAt[i] = chunk.columnAt[i];
    chunk.copiedRows[i] = chunk.rows;
  }

  private static void gather(
      MemorySegment segment, long target, Column column, Chunk chunk, DataTerm term) {
    MemorySegment source = column.segment();
    long stride = column.strideBytes();
    boolean identity = term.projection().identity();
    for (int row = 0; row < chunk.rows; row++) {
      long from = chunk.selection[row] * stride;
      long to = target + (long) row * term.strideBytes();
      if (identity) {
        MemorySegment.copy(source, from, segment, to, stride);
      } else {
        term.projection().toConsumer(source, from, segment, to, 1);
      }
    }
  }

  private void copySparseIn(
      MemorySegment segment, long target, SparseSet set, Chunk chunk, DataTerm term) {
    long[] entities = chunk.table().entities();
    int stride = term.strideBytes();
    Column values = set.values();
    for (int row = 0; row < chunk.rows; row++) {
      long to = target + (long) row * stride;
      int at = set.row(entities[chunk.tableRow(row)]);
      if (at < 0) {
        segment.asSlice(to, stride).fill((byte) 0);
      } else {
        long from = (long) at * values.strideBytes();
        term.projection().toConsumer(values.segment(), from, segment, to, 1);
      }
    }
  }

  private void writeInbox(FlatMemory m) {
    int at = pointer + inboxAt;
    for (int i = 0; i < inbox.size(); i++) {
      byte[] payload = inboxPayloads.get(i);
      int size = align8(FrameLayout.INBOX_HEADER_BYTES + payload.length);
      m.writeI32(at, size);
      m.writeI32(at + 4, inboxChannels.get(i));
      m.writeLong(at + 8, inbox.get(i).senderClient());
      m.writeI32(at + 16, payload.length);
      m.writeI32(at + 20, 0);
      m.write(at + FrameLayout.INBOX_HEADER_BYTES, payload, 0, payload.length);
      at += size;
    }
  }

  /// Takes back the columns declared as written.
  ///
  /// @param owner id of the plugin
  /// @return rows refused for want of a right
  long copyBack(FlatMemory memory, EntityStore store, int tick, short writer, int owner) {
    MemorySegment segment = memory.segment();
    long refused = 0;
    for (int q = 0; q < queries.length; q++) {
      DataTerm[] terms = queries[q].data();
      for (int i = 0; i < terms.length; i++) {
        if (terms[i].write()) {
          for (int c = 0; c < chunkCount[q]; c++) {
            refused +=
                copyBack(segment, store, chunks.get(q).get(c), i, terms[i], tick, writer, owner);
          }
        }
      }
    }
    return writable == null ? refused : 0;
  }

  private long copyBack(
      MemorySegment segment,
      EntityStore store,
      Chunk chunk,
      int i,
      DataTerm term,
      int tick,
      short writer,
      int owner) {
    if (chunk.columnAt[i] == 0) {
      return 0;
    }
    long[] allowed =
        writable != null
            ? rowsOf(writable, store, chunk.table())
            : term.anywhere() ? null : allowedRows(store, chunk, term, owner);
    long source = pointer + (long) chunk.columnAt[i];
    if (term.isSparse()) {
      return copySparseBack(segment, source, store, chunk, term, tick, writer, allowed);
    }
    Column column = chunk.column[i];
    if (column == null) {
      return 0;
    }
    boolean plain = term.projection().identity();
    MemorySegment values = plain ? segment : projected(segment, source, column, chunk, term);
    long at = plain ? source : 0;
    if (chunk.selected) {
      column.writeBackRows(values, at, chunk.selection, chunk.rows, tick, writer, allowed);
    } else {
      int changed = column.writeBack(values, at, 0, chunk.rows, tick, writer, allowed);
      if (allowed == null && changed == 0 && plain && equal(column, segment, source, chunk)) {
        rememberCopy(chunk, i, column);
      } else {
        chunk.copiedVersion[i] = Chunk.NEVER;
      }
    }
    return column.droppedRows();
  }

  /// Whether the plugin's memory holds just what the column does: not so where it wrote a NaN that
  /// was made canonical on the way back, which it must find made so.
  private static boolean equal(Column column, MemorySegment segment, long source, Chunk chunk) {
    long bytes = (long) chunk.rows * column.strideBytes();
    return MemorySegment.mismatch(segment, source, source + bytes, column.segment(), 0, bytes) < 0;
  }

  /// The rows in the owner's layout, with the plugin's fields put over what the world has.
  private static MemorySegment projected(
      MemorySegment segment, long source, Column column, Chunk chunk, DataTerm term) {
    int stride = column.strideBytes();
    MemorySegment rows = MemorySegment.ofArray(new byte[chunk.rows * stride]);
    for (int row = 0; row < chunk.rows; row++) {
      MemorySegment.copy(
          column.segment(), (long) chunk.tableRow(row) * stride, rows, (long) row * stride, stride);
    }
    term.projection().toOwner(segment, source, rows, 0, chunk.rows);
    return rows;
  }

  /// Returns the rows refused.
  private static long copySparseBack(
      MemorySegment segment,
      long source,
      EntityStore store,
      Chunk chunk,
      DataTerm term,
      int tick,
      short writer,
      long @Nullable [] allowed) {
    boolean plain = term.projection().identity();
    MemorySegment values = plain ? segment : projectedSparse(segment, source, chunk, term);
    store.writeBackSparse(
        term.type(),
        chunk.table(),
        chunk.selected ? chunk.selection : null,
        0,
        chunk.rows,
        values,
        plain ? source : 0,
        tick,
        writer,
        allowed);
    return term.type().sparseSet().values().droppedRows();
  }

  /// As [#projected], for a sparse component; rows without it stay zero.
  private static MemorySegment projectedSparse(
      MemorySegment segment, long source, Chunk chunk, DataTerm term) {
    SparseSet set = term.type().sparseSet();
    Column values = set.values();
    int stride = values.strideBytes();
    MemorySegment rows = MemorySegment.ofArray(new byte[chunk.rows * stride]);
    for (int row = 0; row < chunk.rows; row++) {
      int at = set.row(chunk.table().entities()[chunk.tableRow(row)]);
      if (at >= 0) {
        MemorySegment.copy(values.segment(), (long) at * stride, rows, (long) row * stride, stride);
      }
    }
    term.projection().toOwner(segment, source, rows, 0, chunk.rows);
    return rows;
  }

  /// Rows of the chunk's table that the plugin may write, one bit each, or null for all of them.
  private static long @Nullable [] allowedRows(
      EntityStore store, Chunk chunk, DataTerm term, int owner) {
    Table table = chunk.table();
    if (!term.onOwn()) {
      return new long[(table.rows() + 63) >> 6];
    }
    if (chunk.ownedTable != table || chunk.ownedVersion != table.structureVersion()) {
      chunk.ownedTable = table;
      chunk.ownedVersion = table.structureVersion();
      chunk.owned = ownedRows(store, table, owner);
    }
    return chunk.owned;
  }

  private static long[] rowsOf(Set<Long> entities, EntityStore store, Table table) {
    long[] rows = new long[(table.rows() + 63) >> 6];
    for (long entity : entities) {
      if (store.isAlive(entity) && store.tableOf(entity) == table) {
        int row = store.rowOf(entity);
        rows[row >> 6] |= 1L << row;
      }
    }
    return rows;
  }

  private static long @Nullable [] ownedRows(EntityStore store, Table table, int owner) {
    long[] owned = new long[(table.rows() + 63) >> 6];
    int count = 0;
    for (int row = 0; row < table.rows(); row++) {
      if (store.owner(table.entities()[row]) == owner) {
        owned[row >> 6] |= 1L << row;
        count++;
      }
    }
    return count == table.rows() ? null : owned;
  }

  /// After a dispatch: forgets the reserved handles that it used and makes the buffers fit.
  void settle(int handlesUsed, int entitiesReserved, int commandBytes, int messageBytes) {
    int used = handlesUsed;
    System.arraycopy(handles, used, handles, 0, handleCount - used);
    handleCount -= used;
    if (used + entitiesReserved > handleTarget) {
      handleTarget = Math.min(HANDLES_MAX, Integer.highestOneBit(used + entitiesReserved) * 2);
    }
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
    return handles[index];
  }

  int handleCount() {
    return handleCount;
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
