package dev.vivarium.workbench.bots;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a bot needs to know of a world to act in it. Shared by all bots of a world's epoch.
final class BotWorld {
  private static final String TRANSFORM = "vivarium/Transform";
  private static final String POSITION = "position";

  /// A channel's place in the schemas, by which messages name it.
  record Channel(int number, Layout layout) {}

  private final Map<String, Channel> channels = new HashMap<>();
  private final int transform;
  private final int positionBytes;

  private BotWorld(WorldSchemas schemas) {
    List<MessageSchema> messages = schemas.channels();
    for (int number = 0; number < messages.size(); number++) {
      MessageSchema message = messages.get(number);
      channels.put(message.name().toString(), new Channel(number, message.layout()));
    }
    int found = -1;
    int offset = 0;
    List<ComponentSchema> components = schemas.components();
    for (int number = 0; number < components.size(); number++) {
      if (components.get(number).name().toString().equals(TRANSFORM)) {
        Layout layout = components.get(number).layout();
        found = number;
        offset = layout.offset(layout.indexOf(POSITION));
      }
    }
    transform = found;
    positionBytes = offset;
  }

  /// @throws DamagedDataException if its schemas are none
  static BotWorld of(WorldHalves world) throws DamagedDataException {
    return new BotWorld(WorldSchemas.read(world.schemas()));
  }

  @Nullable Channel channel(String name) {
    return channels.get(name);
  }

  /// Number of the component that says where an entity is; negative if it is not told.
  int transform() {
    return transform;
  }

  /// Where in its rows the position begins: three f32.
  int positionBytes() {
    return positionBytes;
  }
}
