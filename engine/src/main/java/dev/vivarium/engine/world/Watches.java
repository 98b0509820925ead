package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.tick.StructuralChange;
import dev.vivarium.engine.trace.TraceEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fields that are looked at after every system, so that a change can be told with the system that
/// made it. It only looks: a watched world has the same state hash as one that is not. Where
/// nothing is watched it costs one comparison a system. Owned by the tick thread.
public final class Watches {
  /// Most watches of one world at once.
  public static final int MAX = 64;

  /// How far back in the trace a hit looks for what led to it.
  private static final int TRACE_LOOK = 16_384;

  private final World world;
  private final List<WatchedRows> rows = new ArrayList<>();
  private final List<FieldWatch> waiting = new ArrayList<>();
  private @Nullable Consumer<WatchHit> listener;
  private long stageBegan;

  Watches(World world) {
    this.world = world;
  }

  /// Calls this on the tick thread with every hit, of each watch the first of its moment.
  public void onHit(@Nullable Consumer<WatchHit> next) {
    listener = next;
  }

  /// Watches a field from now on. Where there is no such component yet, from when there is.
  ///
  /// @return what is wrong with it, if anything is
  public Optional<String> add(FieldWatch watch) {
    if (rows.size() + waiting.size() >= MAX) {
      return Optional.of("a world has at most %d watches".formatted(MAX));
    }
    ComponentType type = world.store().findType(watch.component());
    if (type == null) {
      waiting.add(watch);
      return Optional.empty();
    }
    try {
      rows.add(new WatchedRows(watch, WatchedField.of(watch, type), world.store()));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  public void remove(long id) {
    rows.removeIf(row -> row.watch.id() == id);
    waiting.removeIf(watch -> watch.id() == id);
  }

  /// How many fields are looked at.
  public int size() {
    return rows.size();
  }

  /// A tick begins, or the world stands still: what came from outside is seen here.
  void afterInput() {
    refresh();
    if (!rows.isEmpty()) {
      look("input", this::writer);
    }
  }

  /// A reload gives a component another layout, and the watched field may lie elsewhere now, or be
  /// gone until a later version has it again.
  private void refresh() {
    for (int i = rows.size() - 1; i >= 0; i--) {
      WatchedRows old = rows.get(i);
      ComponentType now = world.store().findType(old.watch.component());
      if (now != old.field.type() || now.layout() != old.field.layout()) {
        rows.remove(i);
        waiting.add(old.watch);
      }
    }
    if (!waiting.isEmpty()) {
      waiting.removeIf(this::begin);
    }
  }

  private boolean begin(FieldWatch watch) {
    ComponentType type = world.store().findType(watch.component());
    if (type == null) {
      return false;
    }
    try {
      rows.add(new WatchedRows(watch, WatchedField.of(watch, type), world.store()));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  void beginStage() {
    stageBegan = world.trace().next();
  }

  /// A system has run.
  void after(String system, String stage) {
    if (!rows.isEmpty()) {
      look(stage, row -> system);
    }
  }

  /// A stage's structural changes were made.
  void afterChanges(String stage) {
    if (!rows.isEmpty()) {
      look(stage, this::writer);
    }
  }

  private interface Attribution {
    String of(WatchedRows row);
  }

  private String writer(WatchedRows row) {
    Column column = Objects.requireNonNull(row.firstColumn);
    return column.writtenTick(row.firstRow) == (int) world.tick()
        ? world.plugins().writerName(column.writtenBy(row.firstRow))
        : "";
  }

  private void look(String stage, Attribution attribution) {
    for (int i = 0; i < rows.size(); i++) {
      WatchedRows row = rows.get(i);
      row.scan(world.store());
      if (row.found > 0 && listener != null) {
        listener.accept(hit(row, stage, attribution.of(row)));
      }
    }
  }

  private WatchHit hit(WatchedRows row, String stage, String system) {
    List<Message> inbox = inbox(system, stage);
    List<Message> naming = inbox.stream().filter(m -> names(m, row.firstEntity)).toList();
    List<Long> handled = new ArrayList<>();
    naming.forEach(m -> handled.add(m.sequence()));
    inbox.stream().filter(m -> !naming.contains(m)).forEach(m -> handled.add(m.sequence()));
    return new WatchHit(
        row.watch,
        world.tick(),
        stage,
        system,
        row.firstEntity,
        row.firstOld == null ? "" : row.field.json(row.firstOld),
        row.field.json(row.firstNew),
        row.found - 1,
        cause(row),
        handled.subList(0, Math.min(handled.size(), WatchHit.HANDLED_MAX)),
        inbox.size(),
        naming.size());
  }

  /// The cause of the newest structural change of this stage that set the component.
  private Cause cause(WatchedRows row) {
    Cause cause = Cause.NONE_GIVEN;
    for (TraceEntry entry : world.trace().since(stageBegan, TRACE_LOOK)) {
      if (entry instanceof TraceEntry.Changed changed
          && changed.change().entity() == row.firstEntity
          && sets(changed.change(), row.field.type())) {
        cause = changed.cause();
      }
    }
    return cause;
  }

  private static boolean sets(StructuralChange change, ComponentType type) {
    return switch (change) {
      case StructuralChange.Set set -> set.type() == type;
      case StructuralChange.SetFields set -> set.type() == type;
      case StructuralChange.Spawn s -> false;
      case StructuralChange.Despawn d -> false;
      case StructuralChange.Remove r -> false;
    };
  }

  /// What the system had in its inbox when it ran in this stage, as far as the trace goes back:
  /// what was delivered since it ran in the tick before.
  private List<Message> inbox(String system, String stage) {
    Set<Object> channels = new HashSet<>();
    for (Subscription subscription : world.bus().subscriptions()) {
      if (subscription.subscriber().equals(system)) {
        channels.add(subscription.channel());
      }
    }
    List<Message> inbox = new ArrayList<>();
    if (channels.isEmpty()) {
      return inbox;
    }
    for (TraceEntry entry : world.trace().since(0, TRACE_LOOK)) {
      if (entry instanceof TraceEntry.Sent(long number, Message m, int receivers)
          && channels.contains(m.channel())
          && Inboxes.isHandledIn(m, world.tick(), stage)) {
        inbox.add(m);
      }
    }
    return inbox;
  }

  private static boolean names(Message message, long entity) {
    Layout layout = message.channel().schema().layout();
    MemorySegment payload = MemorySegment.ofArray(message.payload());
    for (int i = 0; i < layout.fields().size(); i++) {
      Field field = layout.fields().get(i);
      int at = layout.offset(i);
      if (field.type().kind() == Kind.ENTITY
          && at + Long.BYTES <= payload.byteSize()
          && payload.get(ValueLayout.JAVA_LONG_UNALIGNED, at) == entity) {
        return true;
      }
    }
    return false;
  }
}
