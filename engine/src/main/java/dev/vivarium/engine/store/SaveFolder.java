package dev.vivarium.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The snapshots and journals of one world in one folder. One thread at a time, and one writer a
/// folder: it holds a lock.
///
/// Snapshot `world-N.snapshot` is the whole world, and `world-N.journal` what changed since, record
/// by record. When a journal has outgrown its snapshot, snapshot N + 1 is written; N stays until N
/// + 2 is there.
public final class SaveFolder implements Closeable {
  static final String SNAPSHOT_MAGIC = "VIVSNAP1";
  static final String JOURNAL_MAGIC = "VIVJOUR1";
  private static final int PIECE = 1;
  private static final int END = 2;
  private static final int CHANGES = 3;
  private static final Pattern NAME = Pattern.compile("world-(\\d{1,18})\\.(snapshot|journal)");

  private static final long JOURNAL_BYTES_MIN = 4L << 20;

  /// Folders open in this process. A second channel of the lock's file must not even be opened
  /// here: closing it would give up the first one's lock.
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lockFile;
  private final long journalBytesMin;
  private long generation;
  private long snapshotBytes;
  private @Nullable RecordFile journal;
  private Pieces last = new Pieces();

  /// What a folder held.
  ///
  /// @param problems what was damaged and what was taken in its place, one line each
  public record Loaded(Pieces pieces, List<String> problems) {
    public Loaded {
      problems = List.copyOf(problems);
    }
  }

  private SaveFolder(Path folder, FileChannel lockFile, long generation, long journalBytesMin) {
    this.folder = folder;
    this.journalBytesMin = journalBytesMin;
    this.lockFile = lockFile;
    this.generation = generation;
  }

  /// Opens a folder for writing, made if it is not there. The first save writes a snapshot.
  ///
  /// @throws IOException if another program writes to it
  public static SaveFolder open(Path folder) throws IOException {
    return open(folder, JOURNAL_BYTES_MIN);
  }

  /// @param journalBytesMin a journal smaller than this is never compacted
  public static SaveFolder open(Path folder, long journalBytesMin) throws IOException {
    Files.createDirectories(folder);
    Path real = folder.toRealPath();
    if (!OPEN_HERE.add(real)) {
      throw inUse(folder);
    }
    try {
      return open(real, lock(folder), journalBytesMin);
    } catch (IOException | RuntimeException e) {
      OPEN_HERE.remove(real);
      throw e;
    }
  }

  private static SaveFolder open(Path folder, FileChannel lockFile, long journalBytesMin)
      throws IOException {
    NavigableSet<Long> generations = generations(folder);
    return new SaveFolder(
        folder, lockFile, generations.isEmpty() ? 0 : generations.last(), journalBytesMin);
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lockFile.tryLock() == null) {
      lockFile.close();
      throw inUse(folder);
    }
    return lockFile;
  }

  private static IOException inUse(Path folder) {
    return new IOException(
        folder + " is in use by another running world; close that one, or wait for it");
  }

  private static NavigableSet<Long> generations(Path folder) throws IOException {
    TreeSet<Long> found = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.add(Long.valueOf(name.group(1)));
        }
      }
    }
    return found;
  }

  private static Path snapshot(Path folder, long generation) {
    return folder.resolve("world-" + generation + ".snapshot");
  }

  private static Path journal(Path folder, long generation) {
    return folder.resolve("world-" + generation + ".journal");
  }

  // Reading.

  /// The newest world that can be read whole; empty if the folder has none.
  ///
  /// @throws DamagedDataException if there are snapshots and none is good
  public static Optional<Loaded> load(Path folder) throws IOException {
    List<String> problems = new ArrayList<>();
    List<Long> snapshots =
        generations(folder).descendingSet().stream()
            .filter(generation -> Files.exists(snapshot(folder, generation)))
            .toList();
    for (long generation : snapshots) {
      try {
        Map<String, byte[]> pieces = readSnapshot(folder, generation);
        applyJournal(folder, generation, pieces, problems);
        return Optional.of(new Loaded(asPieces(pieces), problems));
      } catch (DamagedDataException e) {
        problems.add(e.getMessage() + "; the snapshot before it is tried");
      }
    }
    if (!snapshots.isEmpty()) {
      throw new DamagedDataException(
          "no saved world in %s can be read: %s. Start afresh from the scenes, or put a copy back"
              .formatted(folder, String.join("; ", problems)));
    }
    return Optional.empty();
  }

  private static Map<String, byte[]> readSnapshot(Path folder, long generation) throws IOException {
    Map<String, byte[]> pieces = new HashMap<>();
    try (RecordReader in = RecordReader.open(snapshot(folder, generation), SNAPSHOT_MAGIC)) {
      if (in.stamp() != generation) {
        throw new DamagedDataException(
            snapshot(folder, generation) + " is snapshot " + in.stamp() + " under another name");
      }
      for (Optional<RecordReader.Entry> entry = in.next(); entry.isPresent(); entry = in.next()) {
        if (entry.get().kind() == END) {
          return pieces;
        }
        PieceDelta.apply(entry.get().body(), pieces);
      }
    }
    throw new DamagedDataException(snapshot(folder, generation) + ": its end is missing");
  }

  private static void applyJournal(
      Path folder, long generation, Map<String, byte[]> pieces, List<String> problems)
      throws IOException {
    Path file = journal(folder, generation);
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    try (RecordReader in = RecordReader.open(file, JOURNAL_MAGIC)) {
      if (in.stamp() != generation) {
        throw new DamagedDataException(file + " belongs to snapshot " + in.stamp());
      }
      for (Optional<RecordReader.Entry> entry = in.next(); entry.isPresent(); entry = in.next()) {
        PieceDelta.apply(entry.get().body(), pieces);
      }
    } catch (DamagedDataException e) {
      problems.add(e.getMessage() + "; what was saved before it is used");
    }
  }

  private static Pieces asPieces(Map<String, byte[]> pieces) {
    Pieces read = new Pieces();
    pieces.forEach(read::put);
    return read;
  }

  // Writing.

  /// Saves a world. When this returns it is on the disk.
  ///
  /// @return bytes written
  public long save(Pieces pieces) throws IOException {
    RecordFile open = journal;
    if (open == null || open.sizeBytes() > Math.max(journalBytesMin, snapshotBytes)) {
      return compact(pieces);
    }
    long before = open.sizeBytes();
    try {
      open.append(CHANGES, PieceDelta.between(last, pieces));
      open.force();
    } catch (IOException e) {
      // What stands at the journal's end now is unknown: the next save begins a new snapshot.
      closeJournal();
      throw e;
    }
    last = pieces;
    return open.sizeBytes() - before;
  }

  /// Writes a whole snapshot and begins its journal.
  public long compact(Pieces pieces) throws IOException {
    closeJournal();
    long next = generation + 1;
    Path temporary = folder.resolve("world-" + next + ".saving");
    long bytes = writeSnapshot(temporary, next, pieces);
    Files.deleteIfExists(journal(folder, next));
    Files.move(
        temporary,
        snapshot(folder, next),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    RecordFile begun = RecordFile.create(journal(folder, next), JOURNAL_MAGIC, next);
    begun.force();
    ContentFolder.forceFolder(folder);
    removeBefore(generation);
    generation = next;
    journal = begun;
    snapshotBytes = bytes;
    last = pieces;
    return bytes;
  }

  private static long writeSnapshot(Path file, long generation, Pieces pieces) throws IOException {
    try (RecordFile out = RecordFile.create(file, SNAPSHOT_MAGIC, generation)) {
      for (Map.Entry<String, MemorySegment> piece : pieces.byKey().entrySet()) {
        Pieces one = new Pieces();
        one.put(piece.getKey(), piece.getValue());
        out.append(PIECE, PieceDelta.between(new Pieces(), one));
      }
      out.append(END, new byte[0]);
      out.force();
      return out.sizeBytes();
    }
  }

  private void removeBefore(long kept) throws IOException {
    for (long old : generations(folder).headSet(kept)) {
      Files.deleteIfExists(snapshot(folder, old));
      Files.deleteIfExists(journal(folder, old));
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "world-*.saving")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Removes every snapshot and journal, as a reset does.
  public void clear() throws IOException {
    closeJournal();
    // The newest last: a half-done clearing must not bring an older world back as if it were new.
    for (long old : generations(folder)) {
      Files.deleteIfExists(snapshot(folder, old));
      Files.deleteIfExists(journal(folder, old));
    }
  }

  private void closeJournal() throws IOException {
    RecordFile open = journal;
    journal = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    try (lockFile) {
      closeJournal();
    } finally {
      OPEN_HERE.remove(folder);
    }
  }
}
