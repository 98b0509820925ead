package dev.vivarium.workbench.tracer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.workbench.session.ChannelInfo;
import dev.vivarium.workbench.session.ChannelInfo.PayloadField;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// A message that is being written by hand: a channel and a text for each of its fields. Belongs to
/// the window's thread.
public final class SendViewModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WorldSession session;
  private final TraceSource trace;
  private final Executor window;
  private final ObservableList<ChannelInfo> channels = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable ChannelInfo> channel = new SimpleObjectProperty<>();
  private final Map<String, StringProperty> values = new LinkedHashMap<>();
  private final BooleanProperty open = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper answer = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String wanted = "";
  private String json = "";

  public SendViewModel(WorldSession session, Executor window) {
    this.session = session;
    this.trace = session.trace();
    this.window = window;
    channel.subscribe(this::chosen);
  }

  /// Whether the form is to be seen.
  public BooleanProperty openProperty() {
    return open;
  }

  public ObservableList<ChannelInfo> channels() {
    return channels;
  }

  public ObjectProperty<@Nullable ChannelInfo> channelProperty() {
    return channel;
  }

  /// What became of the last one sent.
  public ReadOnlyStringProperty answerProperty() {
    return answer.getReadOnlyProperty();
  }

  /// Why it cannot be sent; empty if it can.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// The text of a field: a number, a word, `#214` for an entity, or JSON for what has parts.
  public StringProperty value(String field) {
    return values.computeIfAbsent(field, f -> new SimpleStringProperty(""));
  }

  /// Begins a message.
  ///
  /// @param name full name of the channel; empty to leave it to the user
  /// @param payload what the fields begin with; empty for their defaults
  public void begin(String name, String payload) {
    wanted = name;
    json = payload;
    answer.set("");
    problem.set("");
    open.set(true);
    channel.set(null);
    var _ = trace.channels().whenCompleteAsync(this::took, window);
  }

  private void took(@Nullable List<ChannelInfo> found, @Nullable Throwable trouble) {
    if (found == null) {
      problem.set(
          "The channels are not known: "
              + (trouble == null
                  ? "no answer"
                  : Optional.ofNullable(trouble.getCause()).orElse(trouble).getMessage()));
      return;
    }
    channels.setAll(found);
    channel.set(
        found.stream()
            .filter(c -> c.name().equals(wanted))
            .findFirst()
            .orElse(wanted.isEmpty() && !found.isEmpty() ? found.getFirst() : null));
    if (channel.get() == null) {
      problem.set("There is no channel " + wanted + " any more.");
    }
  }

  private void chosen(@Nullable ChannelInfo info) {
    values.clear();
    if (info == null) {
      return;
    }
    problem.set("");
    var from = info.name().equals(wanted) && !json.isEmpty() ? json : info.defaultsJson();
    var start = object(from);
    for (var field : info.fields()) {
      value(field.name()).set(text(field, start.path(field.name())));
    }
  }

  private static ObjectNode object(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode node ? node : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  /// Handles as people know them; the window never shows their bits.
  private static String text(PayloadField field, JsonNode value) {
    if (field.isEntity() && value.asText().matches("\\d+")) {
      var index = Long.parseUnsignedLong(value.asText()) & 0xffff_ffffL;
      return value.asText().equals("0") ? "none" : "#" + index;
    }
    return value.isValueNode() ? value.asText() : value.isMissingNode() ? "" : value.toString();
  }

  /// The payload as it stands in the form.
  ///
  /// @throws IllegalArgumentException naming the field that is wrong
  String payload() {
    var info = channel.get();
    var payload = JSON.createObjectNode();
    if (info != null) {
      for (var field : info.fields()) {
        payload.set(field.name(), node(field, value(field.name()).get().strip()));
      }
    }
    return payload.toString();
  }

  private static JsonNode node(PayloadField field, String text) {
    if (field.isEntity()) {
      if (!text.matches("#?\\d+|none|")) {
        throw new IllegalArgumentException(
            field.name() + ": an entity is written #214, or none; not “" + text + "”");
      }
      return TextNode.valueOf(text.equals("none") || text.isEmpty() ? "0" : text);
    }
    if (isText(field)) {
      return TextNode.valueOf(text);
    }
    try {
      return JSON.readTree(text.isEmpty() ? "0" : text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s: “%s” is no %s".formatted(field.name(), text, field.type()), e);
    }
  }

  private static boolean isText(PayloadField field) {
    var type = field.type();
    return (!type.endsWith("]") && (type.startsWith("enum(") || type.equals("asset")))
        || type.startsWith("string<")
        || type.startsWith("bytes<")
        || type.startsWith("char[")
        || type.equals("blob");
  }

  /// Sends it; the form stays open, so that it can be sent again.
  public CompletableFuture<CommandResult> send() {
    var info = channel.get();
    if (info == null) {
      return refused("Choose a channel first.");
    }
    String payload;
    try {
      payload = payload();
    } catch (IllegalArgumentException e) {
      return refused(String.valueOf(e.getMessage()));
    }
    return session
        .submit(new WorldCommand.SendMessage(info.name(), payload))
        .exceptionally(e -> new CommandResult.Refused(String.valueOf(e.getMessage())))
        .thenApplyAsync(this::answered, window);
  }

  private CompletableFuture<CommandResult> refused(String reason) {
    return CompletableFuture.completedFuture(answered(new CommandResult.Refused(reason)));
  }

  private CommandResult answered(CommandResult result) {
    switch (result) {
      case CommandResult.Done done -> {
        problem.set("");
        answer.set("Sent before tick %,d".formatted(done.tick()));
      }
      case CommandResult.Refused refused -> {
        answer.set("");
        problem.set(refused.reason());
      }
    }
    return result;
  }

  /// What its subscribers and its side are, in a line.
  public String route() {
    var info = channel.get();
    if (info == null) {
      return "";
    }
    var to = new ArrayList<>(info.subscribers());
    return (info.local() ? "Local" : "Remote: arrives as if from the other side")
        + " · "
        + (to.isEmpty() ? "nobody subscribes" : "to " + String.join(", ", to));
  }
}
