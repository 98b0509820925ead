package dev.vivarium.net.server.room;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.schema.SchemaName;
import java.io.IOException;
import java.util.Optional;

/// A message on one of a world's channels as match data carries it.
record RoomMessage(SchemaName channel, JsonNode payload) {
  private static final int DEPTH = 16;

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
              .build());

  /// The message in match data; empty if it is none.
  static Optional<RoomMessage> read(byte[] data) {
    try {
      JsonNode json = JSON.readTree(data);
      String channel = json.path("channel").asText("");
      int slash = channel.indexOf('/');
      if (slash <= 0 || slash == channel.length() - 1) {
        return Optional.empty();
      }
      JsonNode payload = json.path("payload");
      return Optional.of(
          new RoomMessage(
              new SchemaName(channel.substring(0, slash), channel.substring(slash + 1)),
              payload.isObject() ? payload : JSON.createObjectNode()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  byte[] data() {
    ObjectNode json = JSON.createObjectNode();
    json.put("channel", channel.toString());
    json.set("payload", payload);
    return bytes(json);
  }

  static byte[] refused(String channel, String error) {
    return bytes(JSON.createObjectNode().put("channel", channel).put("error", error));
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
