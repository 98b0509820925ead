package dev.vivarium.workbench.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/// A display of our own with a screen in memory, whose pixels can be looked at. Belongs to one
/// thread.
final class XServer implements AutoCloseable {
  static final int WIDTH = 1600;
  static final int HEIGHT = 1000;

  private static final String PROGRAM = "Xvfb";
  private static final int PATIENCE_S = 20;

  private final Process process;
  private final Path screen;
  private final String display;

  private XServer(Process process, Path screen, String display) {
    this.process = process;
    this.screen = screen;
    this.display = display;
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  /// Starts a server on a free display; its screen is kept in `folder`.
  static XServer start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                PROGRAM,
                "-displayfd",
                "1",
                "-screen",
                "0",
                WIDTH + "x" + HEIGHT + "x24",
                "-nolisten",
                "tcp",
                "-fbdir",
                folder.toString())
            .redirectError(folder.resolve("xserver.log").toFile())
            .start();
    String number;
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      number = lines.readLine();
    }
    if (number == null) {
      throw new IOException(Files.readString(folder.resolve("xserver.log")));
    }
    return new XServer(process, folder.resolve("Xvfb_screen0"), ":" + number);
  }

  String display() {
    return display;
  }

  /// Where in a rectangle the colours are that are wanted, as places in rows of its width. The
  /// predicate gets each as `0xrrggbb`.
  BitSet find(int left, int top, int right, int bottom, IntPredicate wanted) throws IOException {
    ByteBuffer dump = ByteBuffer.wrap(Files.readAllBytes(screen));
    Header header = Header.of(dump);
    dump.order(header.order());
    BitSet found = new BitSet();
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int pixel = dump.getInt(header.firstPixel() + y * header.bytesPerLine() + 4 * x);
        if (wanted.test(pixel & 0xffffff)) {
          found.set((y - top) * (right - left) + x - left);
        }
      }
    }
    return found;
  }

  /// Of a dump of a window in the form of `xwd`, all in big-endian words: 0 the length of this
  /// header, 7 the order of bytes in a pixel, 12 the bytes of a line, 19 the number of colours, of
  /// 12 bytes each, that stand between the header and the pixels.
  private record Header(int firstPixel, int bytesPerLine, ByteOrder order) {
    private static final int BYTES_PER_COLOUR = 12;

    static Header of(ByteBuffer dump) {
      return new Header(
          dump.getInt(0) + dump.getInt(19 * 4) * BYTES_PER_COLOUR,
          dump.getInt(12 * 4),
          dump.getInt(7 * 4) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }
}
