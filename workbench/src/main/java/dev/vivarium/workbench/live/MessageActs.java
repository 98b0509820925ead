package dev.vivarium.workbench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Messages sent by hand: a Local one reaches every subscriber of this world, a Remote one arrives
/// as if from the other side. Both go through the world's inbox, so a recording has them.
final class MessageActs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MessageActs() {}

  static CompletableFuture<CommandResult> send(LiveWorld live, WorldCommand.SendMessage send) {
    SchemaName channel = SchemaName.parse(send.channel());
    JsonNode payload;
    try {
      payload = JSON.readTree(send.json());
    } catch (JsonProcessingException e) {
      return refused("The payload is no JSON: " + e.getOriginalMessage());
    }
    if (!(payload instanceof ObjectNode fields)) {
      return refused("The payload is to be a JSON object.");
    }
    return live.ask(w -> resolve(w, channel, fields))
        .thenCompose(problem ->
            problem.isPresent()
                ? refused(problem.get())
                : live.world()
                    .submit(new dev.vivarium.engine.world.WorldCommand.Send(channel, 0, fields))
                    .thenApply(WorldActs::result));
  }

  private static CompletableFuture<CommandResult> refused(String reason) {
    return CompletableFuture.completedFuture(new CommandResult.Refused(reason));
  }

  /// Puts handles in place of `#214`.
  ///
  /// @return what is wrong, if anything is
  private static Optional<String> resolve(World world, SchemaName name, ObjectNode fields) {
    Optional<Channel> channel = world.bus().channel(name);
    if (channel.isEmpty()) {
      return Optional.of("There is no channel '%s'.".formatted(name));
    }
    try {
      for (Field field : channel.get().schema().fields()) {
        if (fields.has(field.name())) {
          fields.set(field.name(), resolved(world, field.type(), fields.get(field.name())));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode resolved(World world, FieldType type, JsonNode value) {
    if (type.kind() == Kind.ENTITY && value.asText().startsWith("#")) {
      return TextNode.valueOf(Long.toUnsignedString(find(world, value.asText())));
    }
    if ((type.kind() == Kind.ARRAY || type.kind() == Kind.LIST) && value.isArray()) {
      ArrayNode elements = JSON.createArrayNode();
      value.forEach(element -> elements.add(resolved(world, type.element(), element)));
      return elements;
    }
    return value;
  }

  private static long find(World world, String label) {
    for (Table table : world.store().tables()) {
      for (int row = 0; row < table.rows(); row++) {
        long handle = table.entities()[row];
        if (new EntityHandle(handle).label().equals(label)) {
          return handle;
        }
      }
    }
    throw new IllegalArgumentException("There is no entity " + label + ".");
  }
}
