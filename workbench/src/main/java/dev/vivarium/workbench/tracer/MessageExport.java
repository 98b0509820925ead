package dev.vivarium.workbench.tracer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/// Writes the messages that a filter lets through as JSON Lines, one object a message, oldest
/// first. What is written appears in one step at the end; a cancelled export leaves nothing.
final class MessageExport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TraceSource trace;
  private final TraceFilter filter;

  // Set by the window's thread, read by the one that writes.
  private volatile boolean cancelled;

  MessageExport(TraceSource trace, TraceFilter filter) {
    this.trace = trace;
    this.filter = filter;
  }

  void cancel() {
    cancelled = true;
  }

  /// Writes the file. Blocks; not to be called on the window's thread.
  ///
  /// @param progress gets the count of messages written so far
  /// @return how many messages the file has
  /// @throws CancellationException if it was cancelled
  long write(Path file, LongConsumer progress) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = Files.createTempFile(target.getParent(), ".", ".exporting");
    try {
      long count;
      try (Writer writer = Files.newBufferedWriter(temporary)) {
        count = write(writer, progress);
      }
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      return count;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private long write(Writer writer, LongConsumer progress) throws IOException {
    long count = 0;
    long since = 0;
    while (true) {
      if (cancelled) {
        throw new CancellationException("the export was cancelled");
      }
      MessagePage page = page(since);
      for (MessageRecord message : page.messages()) {
        writer.append(line(message)).append('\n');
      }
      count += page.messages().size();
      progress.accept(count);
      if (page.lastSequence() == since || count >= TraceSource.MAX_KEPT) {
        return count;
      }
      since = page.lastSequence();
    }
  }

  private MessagePage page(long since) throws IOException {
    try {
      return trace.next(filter, since, WorldSession.MAX_PAGE).get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(String.valueOf(cause == null ? e : cause.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// A message as one JSON object without line ends.
  static String line(MessageRecord message) throws JsonProcessingException {
    ObjectNode json =
        JSON.createObjectNode()
            .put("sequence", message.sequence())
            .put("tick", message.tick())
            .put("stage", message.stage())
            .put("channel", message.channel())
            .put("from", message.sender());
    var to = json.putArray("to");
    message.receivers().forEach(to::add);
    json.put("local", message.local()).put("bytes", message.sizeBytes());
    message
        .cause()
        .ifPresent(cause -> {
          var because = json.putObject("cause");
          cause.entity().ifPresent(e -> because.put("entity", e.label()));
          cause.message().ifPresent(m -> because.put("message", m));
        });
    json.set("payload", JSON.readTree(message.payloadJson()));
    return JSON.writeValueAsString(json);
  }
}
