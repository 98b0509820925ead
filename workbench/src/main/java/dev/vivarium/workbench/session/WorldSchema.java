package dev.vivarium.workbench.session;

import java.util.List;
import java.util.Optional;

/// What kinds of things a world knows: components, channels and systems, and where entities can be
/// kept.
///
/// @param version changes whenever anything else here does
public record WorldSchema(
    long version,
    List<Component> components,
    List<Channel> channels,
    List<PluginSystem> systems,
    List<String> scenes) {
  public WorldSchema {
    components = List.copyOf(components);
    channels = List.copyOf(channels);
    systems = List.copyOf(systems);
    scenes = List.copyOf(scenes);
  }

  /// Nothing known yet.
  public static final WorldSchema EMPTY =
      new WorldSchema(-1, List.of(), List.of(), List.of(), List.of());

  /// Where a component's values lie: in tables, in a set of its own, or once in the world.
  public enum Storage {
    TABLE,
    SPARSE,
    SINGLETON
  }

  /// A component as its owner declares it.
  ///
  /// @param name full name, `owner/Name`
  /// @param bytes size of one value
  public record Component(
      String name, int version, Storage storage, int bytes, String doc, List<FieldSchema> fields) {
    public Component {
      fields = List.copyOf(fields);
    }

    public String owner() {
      return name.substring(0, name.indexOf('/'));
    }

    public String shortName() {
      return name.substring(name.indexOf('/') + 1);
    }

    public Optional<FieldSchema> field(String wanted) {
      return fields.stream().filter(f -> f.name().equals(wanted)).findFirst();
    }
  }

  /// A channel of messages.
  ///
  /// @param name full name, `owner/Name`
  /// @param fields each field's name and type as written in a schema
  public record Channel(String name, boolean local, String doc, List<String> fields) {
    public Channel {
      fields = List.copyOf(fields);
    }
  }

  /// A system of a plugin with the components that its queries name.
  ///
  /// @param stage such as `Update`
  /// @param reads full names of components read, written ones not among them
  /// @param writes full names of components written
  /// @param subscribes full names of channels
  public record PluginSystem(
      String plugin,
      String name,
      String stage,
      List<String> reads,
      List<String> writes,
      List<String> subscribes) {
    public PluginSystem {
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
      subscribes = List.copyOf(subscribes);
    }

    public String id() {
      return plugin + "/" + name;
    }
  }

  /// The component of that full name.
  public Optional<Component> component(String name) {
    return components.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /// Components of that full or short name, upper and lower case alike; more than one where two
  /// owners use the same.
  public List<Component> find(String name) {
    return components.stream()
        .filter(c -> c.name().equalsIgnoreCase(name) || c.shortName().equalsIgnoreCase(name))
        .toList();
  }
}
