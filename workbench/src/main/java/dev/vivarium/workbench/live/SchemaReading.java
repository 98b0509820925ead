package dev.vivarium.workbench.live;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.QueryDescriptor;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a world knows, noted on its thread as references to immutable schemas and put into the
/// session's words elsewhere. Immutable.
final class SchemaReading {
  private final List<ComponentSchema> components;
  private final List<MessageSchema> channels;
  private final List<PluginDescriptor> plugins;
  private final List<String> scenes;
  private final long version;
  private @Nullable WorldSchema words;

  private SchemaReading(
      List<ComponentSchema> components,
      List<MessageSchema> channels,
      List<PluginDescriptor> plugins,
      List<String> scenes,
      long version) {
    this.components = components;
    this.channels = channels;
    this.plugins = plugins;
    this.scenes = scenes;
    this.version = version;
  }

  /// Copies references only. To be called on the tick thread.
  static SchemaReading take(World world, List<String> scenes) {
    List<ComponentSchema> components = new ArrayList<>();
    for (ComponentType type : world.store().types()) {
      components.add(type.schema());
    }
    List<MessageSchema> channels = new ArrayList<>();
    for (Channel channel : world.bus().channels()) {
      channels.add(channel.schema());
    }
    List<PluginDescriptor> plugins = new ArrayList<>();
    for (PluginModule module : world.plugins().modules().values()) {
      plugins.add(module.descriptor());
    }
    return new SchemaReading(components, channels, plugins, scenes, 1);
  }

  /// The earlier one if it says the same, else this as the version after it.
  SchemaReading after(@Nullable SchemaReading previous) {
    if (previous == null) {
      return this;
    }
    boolean same =
        previous.components.equals(components)
            && previous.channels.equals(channels)
            && previous.plugins.equals(plugins)
            && previous.scenes.equals(scenes);
    return same
        ? previous
        : new SchemaReading(components, channels, plugins, scenes, previous.version + 1);
  }

  /// The same in the session's words; for the reading thread.
  WorldSchema schema() {
    WorldSchema known = words;
    if (known == null) {
      known =
          new WorldSchema(
              version,
              components.stream()
                  .sorted(Comparator.comparing(ComponentSchema::name))
                  .map(SchemaReading::component)
                  .toList(),
              channels.stream()
                  .sorted(Comparator.comparing(MessageSchema::name))
                  .map(SchemaReading::channel)
                  .toList(),
              plugins.stream().flatMap(p -> p.systems().stream().map(s -> system(p, s))).toList(),
              scenes);
      words = known;
    }
    return known;
  }

  private static WorldSchema.Component component(ComponentSchema schema) {
    return new WorldSchema.Component(
        schema.name().toString(),
        schema.version(),
        WorldSchema.Storage.valueOf(schema.storage().name()),
        schema.layout().sizeBytes(),
        schema.doc(),
        schema.fields().stream().map(SchemaValues::schema).toList());
  }

  private static WorldSchema.Channel channel(MessageSchema schema) {
    return new WorldSchema.Channel(
        schema.name().toString(),
        schema.locality() == Locality.LOCAL,
        schema.doc(),
        schema.fields().stream().map(SchemaReading::text).toList());
  }

  private static String text(Field field) {
    return field.name() + ": " + field.type();
  }

  private static WorldSchema.PluginSystem system(PluginDescriptor plugin, SystemDescriptor system) {
    TreeSet<String> reads = new TreeSet<>();
    TreeSet<String> writes = new TreeSet<>();
    for (QueryDescriptor query : system.queries()) {
      for (QueryDescriptor.Term term : query.terms()) {
        String name = plugin.components().get(term.component()).name().toString();
        switch (term.access()) {
          case WRITE -> writes.add(name);
          case READ, CHANGED -> reads.add(name);
          case WITH, WITHOUT -> {}
        }
      }
    }
    reads.removeAll(writes);
    List<String> subscribes = new ArrayList<>();
    system.subscribes().forEach(i -> subscribes.add(plugin.messages().get(i).name().toString()));
    return new WorldSchema.PluginSystem(
        plugin.plugin(),
        system.name(),
        stage(system.stage().name()),
        List.copyOf(reads),
        List.copyOf(writes),
        subscribes);
  }

  /// `PRE_UPDATE` as `PreUpdate`.
  private static String stage(String constant) {
    StringBuilder text = new StringBuilder();
    for (String word : constant.split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return text.toString();
  }
}
