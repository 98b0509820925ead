package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.abi.FrameLayout;
import dev.vivarium.engine.plugin.wasm.FlatMemory;
import dev.vivarium.engine.plugin.wasm.HostTrap;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.Projection;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.tick.StructuralChange;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Reads the records that a dispatch wrote, checking each: size, indices, rights, limits. A record
/// that breaks the ABI is a trap of the plugin; one that it has no right to is refused and counted.
final class EffectReader {
  private final PluginModule module;
  private final int owner;
  private final EntityStore store;
  private final List<ComponentType> types;
  private final List<Channel> channels;
  private final IntFunction<String> ownerName;
  private final Projection[] componentProjections;
  private final Projection[] messageProjections;
  private final Effects effects = new Effects();
  private final Set<Long> reserved = new HashSet<>();
  private final Set<Long> spawned = new HashSet<>();
  private @Nullable Set<Long> writable;

  EffectReader(
      PluginModule module,
      int owner,
      EntityStore store,
      List<ComponentType> types,
      List<Channel> channels,
      IntFunction<String> ownerName) {
    this.module = module;
    this.owner = owner;
    this.store = store;
    this.types = types;
    this.channels = channels;
    this.ownerName = ownerName;
    this.componentProjections = new Projection[types.size()];
    for (int i = 0; i < componentProjections.length; i++) {
      Layout consumer = module.descriptor().components().get(i).layout();
      componentProjections[i] = Projection.of(types.get(i).schema().layout(), consumer);
    }
    this.messageProjections = new Projection[channels.size()];
    for (int i = 0; i < messageProjections.length; i++) {
      Layout consumer = module.descriptor().messages().get(i).layout();
      messageProjections[i] = Projection.of(channels.get(i).schema().layout(), consumer);
    }
  }

  Effects effects() {
    return effects;
  }

  /// @param only the entities that may be changed, where the dispatch is a prediction: what it
  ///   spawns and despawns is left to the server. Null where the plugin's rights decide.
  void begin(@Nullable Set<Long> only) {
    writable = only;
    effects.clear();
    reserved.clear();
    spawned.clear();
  }

  /// A handle that this dispatch may spawn with.
  void reserved(long handle) {
    reserved.add(handle);
  }

  /// Whether this dispatch spawned with the handle.
  boolean isSpawned(long handle) {
    return spawned.contains(handle);
  }

  void readCommands(FlatMemory memory, SystemFrame frame) {
    int used = memory.readInt(frame.pointer() + FrameLayout.COMMANDS_USED);
    check(used >= 0 && used <= frame.commandsCapacity(), "command bytes used", used);
    int at = frame.commandsAt();
    int end = at + used;
    while (at < end) {
      int size = recordSize(memory, at, end);
      if (++effects.commandCount > module.source().budget().commandsMax()) {
        throw new HostTrap("more than %d commands".formatted(effects.commandCount - 1));
      }
      command(memory, frame, at);
      at += size;
    }
  }

  void readMessages(FlatMemory memory, SystemFrame frame) {
    int used = memory.readInt(frame.pointer() + FrameLayout.MESSAGES_USED);
    check(used >= 0 && used <= frame.messagesCapacity(), "message bytes used", used);
    int at = frame.messagesAt();
    int end = at + used;
    while (at < end) {
      int size = recordSize(memory, at, end);
      message(memory, frame, at);
      at += size;
    }
  }

  /// Handles are taken in order, and a spawn takes one.
  void checkHandlesUsed(FlatMemory memory, SystemFrame frame) {
    int used = memory.readInt(frame.pointer() + FrameLayout.HANDLES_USED);
    check(used >= 0 && used <= frame.handleCount(), "count of handles used", used);
    for (int i = used; i < frame.handleCount(); i++) {
      check(!isSpawned(frame.handle(i)), "count of handles used", used);
    }
  }

  private static int recordSize(FlatMemory memory, int at, int end) {
    check(end - at >= FrameLayout.RECORD_HEADER_BYTES, "record cut short", end - at);
    int size = memory.readInt(at);
    int payload = memory.readInt(at + FrameLayout.RECORD_PAYLOAD_BYTES);
    check(
        size >= FrameLayout.RECORD_HEADER_BYTES && (size & 7) == 0 && size <= end - at,
        "record size",
        size);
    check(
        payload >= 0 && payload <= size - FrameLayout.RECORD_HEADER_BYTES,
        "record payload bytes",
        payload);
    return size;
  }

  private static void check(boolean holds, String what, long value) {
    if (!holds) {
      throw new HostTrap("broken ABI: bad %s (%d)".formatted(what, value));
    }
  }

  private void command(FlatMemory memory, SystemFrame frame, int at) {
    int op = memory.readShort(at + FrameLayout.RECORD_KIND) & 0xffff;
    long entity = memory.readLong(at + FrameLayout.RECORD_SUBJECT);
    Cause cause = cause(memory, frame, at);
    switch (op) {
      case FrameLayout.OP_SPAWN -> {
        check(reserved.contains(entity), "spawn with a handle that was not reserved", entity);
        if (writable == null) {
          check(spawned.add(entity), "second spawn with one handle", entity);
          effects.changes.add(new StructuralChange.Spawn(entity, owner, cause));
        }
      }
      case FrameLayout.OP_DESPAWN -> despawn(entity, cause);
      case FrameLayout.OP_SET -> set(memory, at, entity, cause);
      case FrameLayout.OP_REMOVE -> {
        ComponentType type = type(memory, at);
        if (mayWrite(type, entity)) {
          effects.changes.add(new StructuralChange.Remove(entity, type, cause));
        }
      }
      default -> check(false, "command", op);
    }
  }

  private void despawn(long entity, Cause cause) {
    if (writable != null) {
      return;
    }
    if (isOwn(entity) || (store.isAlive(entity) && mayDespawn(entity))) {
      effects.changes.add(new StructuralChange.Despawn(entity, cause));
    } else if (store.isAlive(entity)) {
      effects.refused++;
    }
  }

  private boolean mayDespawn(long entity) {
    return module.rights().mayDespawn(ownerName.apply(store.owner(entity)));
  }

  private boolean isOwn(long entity) {
    return spawned.contains(entity) || (store.isAlive(entity) && store.owner(entity) == owner);
  }

  private ComponentType type(FlatMemory memory, int at) {
    int index = memory.readShort(at + FrameLayout.RECORD_ARGUMENT) & 0xffff;
    check(index < types.size(), "component index", index);
    return types.get(index);
  }

  private boolean mayWrite(ComponentType type, long entity) {
    if (writable != null) {
      return writable.contains(entity);
    }
    boolean may =
        module.rights().anywhere(type.schema().name())
            || (module.rights().onOwnEntities(type.schema().name()) && isOwn(entity));
    if (!may) {
      effects.refused++;
    }
    return may;
  }

  private void set(FlatMemory memory, int at, long entity, Cause cause) {
    ComponentType type = type(memory, at);
    int index = memory.readShort(at + FrameLayout.RECORD_ARGUMENT) & 0xffff;
    Projection projection = componentProjections[index];
    int bytes = memory.readInt(at + FrameLayout.RECORD_PAYLOAD_BYTES);
    if (bytes != projection.consumer().sizeBytes()) {
      check(false, "size of a " + type.schema().name(), bytes);
    }
    if (mayWrite(type, entity)) {
      byte[] value = memory.readBytes(at + FrameLayout.RECORD_HEADER_BYTES, bytes);
      effects.changes.add(
          projection.identity()
              ? new StructuralChange.Set(entity, type, value, cause)
              : new StructuralChange.SetFields(entity, type, value, projection, cause));
    }
  }

  private void message(FlatMemory memory, SystemFrame frame, int at) {
    int index = memory.readShort(at + FrameLayout.RECORD_KIND) & 0xffff;
    check(index < channels.size(), "channel index", index);
    int bytes = memory.readInt(at + FrameLayout.RECORD_PAYLOAD_BYTES);
    effects.messageCount++;
    effects.messageBytes += bytes;
    if (effects.messageCount > module.source().budget().messagesMax()
        || effects.messageBytes > module.source().budget().messageBytesMax()) {
      throw new HostTrap(
          "too many messages in one dispatch: %d with %d bytes"
              .formatted(effects.messageCount, effects.messageBytes));
    }
    byte[] payload = memory.readBytes(at + FrameLayout.RECORD_HEADER_BYTES, bytes);
    Channel channel = channels.get(index);
    byte[] full = full(channel, messageProjections[index], payload);
    int target = memory.readShort(at + FrameLayout.RECORD_ARGUMENT) & 0xffff;
    check(target <= 1, "message target", target);
    long client = target == 0 ? 0 : memory.readLong(at + FrameLayout.RECORD_SUBJECT);
    effects.messages.add(new Effects.Outgoing(channel, client, full, cause(memory, frame, at)));
  }

  /// Checks the payload; one of a foreign channel is brought into the owner's layout.
  private static byte[] full(Channel channel, Projection projection, byte[] payload) {
    Layout consumer = projection.consumer();
    try {
      if (!consumer.isFixed()) {
        SchemaCodec.decodeMessage(consumer, MemorySegment.ofArray(payload), 0, payload.length);
      } else if (payload.length != consumer.sizeBytes()) {
        check(false, "size of a " + channel, payload.length);
      }
      return projection.identity()
          ? payload
          : projection.payloadToOwner(MemorySegment.ofArray(payload), 0, payload.length);
    } catch (MalformedMessageException e) {
      throw new HostTrap("a malformed %s: %s".formatted(channel, e.getMessage()));
    }
  }

  private static Cause cause(FlatMemory memory, SystemFrame frame, int at) {
    int query = memory.readInt(at + FrameLayout.RECORD_CAUSE_QUERY);
    int row = memory.readInt(at + FrameLayout.RECORD_CAUSE_ROW);
    int message = memory.readInt(at + FrameLayout.RECORD_CAUSE_MESSAGE);
    if (query < 0 && message < 0) {
      return Cause.NONE_GIVEN;
    }
    Message handled = frame.inboxMessage(message);
    return new Cause(frame.entityAt(query, row), handled == null ? -1 : handled.sequence());
  }
}
