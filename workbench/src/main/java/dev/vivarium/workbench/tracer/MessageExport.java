package dev.vivarium.workbench.tracer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.part.Export;
import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.MessageRecord;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/// Writes the messages that a filter lets through as JSON Lines, one object a message, oldest
/// first.
final class MessageExport extends Export {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TraceSource trace;
  private final TraceFilter filter;

  MessageExport(TraceSource trace, TraceFilter filter) {
    this.trace = trace;
    this.filter = filter;
  }

  @Override
  protected void write(Writer writer, Path file) throws IOException {
    long since = 0;
    while (count() < TraceSource.MAX_KEPT) {
      MessagePage page = page(trace.next(filter, since, WorldSession.MAX_PAGE));
      for (MessageRecord message : page.messages()) {
        writer.append(line(message)).append('\n');
      }
      wrote(page.messages().size());
      if (page.lastSequence() == since) {
        return;
      }
      since = page.lastSequence();
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
