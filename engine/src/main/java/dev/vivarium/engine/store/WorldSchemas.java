package dev.vivarium.engine.store;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import java.util.ArrayList;
import java.util.List;

/// The schemas that two worlds must agree upon to understand each other, in a form that travels.
///
/// @param components their places are the numbers by which values name them
/// @param channels their places are the numbers by which messages name them
public record WorldSchemas(List<ComponentSchema> components, List<MessageSchema> channels) {
  public static final int COMPONENTS = 4_096;
  public static final int CHANNELS = 4_096;
  private static final int LEAST_BYTES = 16;

  public WorldSchemas {
    components = List.copyOf(components);
    channels = List.copyOf(channels);
  }

  public byte[] toBytes() {
    var out = new DataWriter();
    out.i32(components.size());
    components.forEach(component -> SchemaBytes.write(component, out));
    out.i32(channels.size());
    channels.forEach(channel -> SchemaBytes.write(channel, out));
    return out.toBytes();
  }

  /// @throws DamagedDataException if these are no schemas, or more than the limits allow
  public static WorldSchemas read(byte[] bytes) throws DamagedDataException {
    var in = new DataReader("schemas", bytes);
    List<ComponentSchema> components = new ArrayList<>();
    int componentCount = in.count(COMPONENTS, LEAST_BYTES);
    for (int i = 0; i < componentCount; i++) {
      components.add(SchemaBytes.read(in));
    }
    List<MessageSchema> channels = new ArrayList<>();
    int channelCount = in.count(CHANNELS, LEAST_BYTES);
    for (int i = 0; i < channelCount; i++) {
      channels.add(SchemaBytes.readMessage(in));
    }
    in.end();
    return new WorldSchemas(components, channels);
  }
}
