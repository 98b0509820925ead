package dev.vivarium.workbench.part;

import dev.vivarium.workbench.project.WholeFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/// A file of many pages that are asked for one after the other. What is written appears in one step
/// at the end; a cancelled export leaves nothing.
public abstract class Export {
  private LongConsumer progress = count -> {};
  private long count;

  // Set by the window's thread, read by the one that writes.
  private volatile boolean cancelled;

  /// May be called from any thread.
  public final void cancel() {
    cancelled = true;
  }

  /// Writes the file. Blocks; not to be called on the window's thread.
  ///
  /// @param told gets the count of entries written so far
  /// @return how many entries the file has
  /// @throws CancellationException if it was cancelled
  public final long write(Path file, LongConsumer told) throws IOException {
    progress = told;
    count = 0;
    WholeFile.write(
        file,
        out -> {
          var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          write(writer, file);
          writer.flush();
        });
    return count;
  }

  /// Writes all pages, saying after each how many entries it had.
  protected abstract void write(Writer writer, Path file) throws IOException;

  protected final void wrote(int entries) {
    count += entries;
    progress.accept(count);
  }

  protected final long count() {
    return count;
  }

  /// Waits for a page of a session.
  ///
  /// @throws CancellationException if the export was cancelled
  protected final <T> T page(CompletableFuture<T> asked) throws IOException {
    if (cancelled) {
      throw new CancellationException("the export was cancelled");
    }
    try {
      return asked.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(String.valueOf(cause == null ? e : cause.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
