package dev.vivarium.net.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pins in a text file, a line each: the address, a space, the fingerprint. Written as a whole and
/// moved into place; other processes that use the same file are waited for, by a lock on a file
/// beside it. A file that is damaged is an error and stays as it is: to start anew would trust
/// anyone.
public final class FilePinStore implements PinStore {
  private static final Logger log = LoggerFactory.getLogger(FilePinStore.class);
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final int MAX_PINS = 4_096;

  private final Path file;

  public FilePinStore(Path file) {
    this.file = file.toAbsolutePath();
  }

  /// Processes wait for each other by the lock on a file; threads of one cannot.
  private static final ReentrantLock TURN = new ReentrantLock();

  @FunctionalInterface
  private interface Change<T> {
    T on(Map<String, Fingerprint> pins) throws IOException;
  }

  @Override
  public Fingerprint keepFirst(String address, Fingerprint seen) throws IOException {
    checkAddress(address);
    return change(pins -> {
      Fingerprint kept = pins.putIfAbsent(address, seen);
      if (kept == null) {
        write(pins);
      }
      return kept == null ? seen : kept;
    });
  }

  @Override
  public Optional<Fingerprint> find(String address) throws IOException {
    return Optional.ofNullable(read().get(address));
  }

  @Override
  public void forget(String address) throws IOException {
    boolean isForgotten =
        change(pins -> {
          boolean isPinned = pins.remove(address) != null;
          if (isPinned) {
            write(pins);
          }
          return isPinned;
        });
    log.debug("{} forgotten: {}", address, isForgotten);
  }

  private <T> T change(Change<T> change) throws IOException {
    Files.createDirectories(folder());
    Path beside = folder().resolve(file.getFileName() + ".lock");
    TURN.lock();
    try (FileChannel channel =
        FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      return change.on(read());
    } finally {
      TURN.unlock();
    }
  }

  private Path folder() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private Map<String, Fingerprint> read() throws IOException {
    Map<String, Fingerprint> pins = new TreeMap<>();
    if (!Files.exists(file)) {
      return pins;
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " is too large for pins");
    }
    for (String line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      try {
        pins.put(line.substring(0, space), new Fingerprint(line.substring(space + 1)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IOException(file + " is damaged", e);
      }
    }
    return pins;
  }

  private void write(Map<String, Fingerprint> pins) throws IOException {
    if (pins.size() > MAX_PINS) {
      throw new IOException(file + " has " + MAX_PINS + " pins already");
    }
    List<String> lines =
        pins.entrySet().stream().map(pin -> pin.getKey() + " " + pin.getValue().sha256()).toList();
    Path fresh = Files.createTempFile(folder(), "pins", ".new");
    try {
      Files.write(fresh, lines);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void checkAddress(String address) {
    if (address.isEmpty() || address.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("an address is host:port");
    }
  }
}
