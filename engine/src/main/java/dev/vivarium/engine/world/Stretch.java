package dev.vivarium.engine.world;

import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.Pieces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a [History]: an image of the world and what came to it from outside until the next
/// image. Guarded by its history.
final class Stretch {
  private static final int ENTRY_BYTES = 256;

  private final long startTick;
  private final Map<String, Integer> running;
  private @Nullable WorldImage image;
  private @Nullable PieceBlocks blocks;
  private final List<RecordedEntry> entries = new ArrayList<>();
  private final List<HistoryMark> marks = new ArrayList<>();
  private int[] messages = new int[128];
  private int ticks;
  private long entryBytes;
  private long frameBytes;

  /// @param running place of each plugin's module
  Stretch(long startTick, Map<String, Integer> running, WorldImage image) {
    this.startTick = startTick;
    this.running = running;
    this.image = image;
  }

  Stretch(long startTick, Map<String, Integer> running, PieceBlocks blocks) {
    this.startTick = startTick;
    this.running = running;
    this.blocks = blocks;
    this.frameBytes = blocks.ownBytes();
  }

  long startTick() {
    return startTick;
  }

  Map<String, Integer> running() {
    return running;
  }

  List<RecordedEntry> entries() {
    return entries;
  }

  List<HistoryMark> marks() {
    return marks;
  }

  void add(RecordedEntry entry) {
    entries.add(entry);
    entryBytes += ENTRY_BYTES;
    if (entry instanceof RecordedEntry.Arrived arrived) {
      entryBytes += arrived.payload().length;
    }
  }

  void mark(HistoryMark mark) {
    marks.add(mark);
    entryBytes += ENTRY_BYTES;
  }

  /// A tick has ended in which so many messages were sent.
  void ticked(int messageCount) {
    if (ticks == messages.length) {
      messages = Arrays.copyOf(messages, 2 * ticks);
    }
    messages[ticks++] = messageCount;
  }

  int ticks() {
    return ticks;
  }

  int messages(int tick) {
    return messages[tick];
  }

  @Nullable PieceBlocks blocks() {
    return blocks;
  }

  /// Holds the image as blocks from now on.
  void compacted(PieceBlocks cut) {
    blocks = cut;
    image = null;
    frameBytes = cut.ownBytes();
  }

  /// The stretch before it is gone, with whom it shared blocks.
  void becameFirst() {
    frameBytes = blocks == null ? frameBytes : blocks.totalBytes();
  }

  long bytes() {
    return frameBytes + entryBytes + 4L * messages.length;
  }

  /// Gives what happened from this tick on to a stretch that begins there.
  Stretch splitAt(long tick, Map<String, Integer> runningThen, PieceBlocks then) {
    Stretch later = new Stretch(tick, runningThen, then);
    entries.stream().filter(e -> HistoryFile.tickOf(e) >= tick).forEach(later::add);
    marks.stream().filter(m -> m.tick() >= tick).forEach(later::mark);
    entries.removeIf(e -> HistoryFile.tickOf(e) >= tick);
    marks.removeIf(m -> m.tick() >= tick);
    return later;
  }

  /// What the world was when the stretch began; to be read without the history's lock.
  Frame frame() {
    return new Frame(image, blocks);
  }

  record Frame(@Nullable WorldImage image, @Nullable PieceBlocks blocks) {
    WorldImage read() throws DamagedDataException {
      return image != null ? image : WorldImageCodec.read(pieces());
    }

    Pieces pieces() {
      if (blocks != null) {
        return blocks.pieces();
      }
      return WorldImageCodec.write(java.util.Objects.requireNonNull(image));
    }
  }
}
