package dev.vivarium.workbench.live;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.QueryDescriptor;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.StructuralChange;
import dev.vivarium.engine.trace.TraceEntry;
import dev.vivarium.engine.world.Inboxes;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.TraceChain;
import dev.vivarium.workbench.session.TraceChain.Kind;
import dev.vivarium.workbench.session.TraceChain.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Walks from a message to what led to it and to what it led to. What a plugin did not say is not
/// guessed: it is counted. Belongs to the session's reading thread.
final class TraceWalk {
  private static final int DEPTH_MAX = 24;
  private static final int CANDIDATES_MAX = 8;

  private final TraceLog log;
  private final Roster roster;
  private final Map<EntityHandle, List<Written>> written;

  /// A component of an entity with who wrote it last.
  record Written(EntityHandle entity, SchemaName component, int tick, String writer) {}

  /// @param written last writers of the entities that the message names
  TraceWalk(TraceLog log, Roster roster, Map<EntityHandle, List<Written>> written) {
    this.log = log;
    this.roster = roster;
    this.written = written;
  }

  /// Reads who last wrote each component of some entities. To be called on the tick thread.
  static Map<EntityHandle, List<Written>> writers(World world, Set<EntityHandle> entities) {
    Map<EntityHandle, List<Written>> found = new HashMap<>();
    for (EntityHandle entity : entities) {
      if (!world.store().isAlive(entity.bits())) {
        continue;
      }
      List<Written> of = new ArrayList<>();
      var table = world.store().tableOf(entity.bits());
      int row = world.store().rowOf(entity.bits());
      for (Column column : table.columns()) {
        ComponentType type = column.type();
        of.add(
            new Written(
                entity,
                type.name(),
                column.writtenTick(row),
                world.plugins().writerName(column.writtenBy(row))));
      }
      found.put(entity, of);
    }
    return found;
  }

  TraceChain chain(TracedMessage start) {
    List<Link> causes = new ArrayList<>();
    back(start, 0, causes, new HashSet<>());
    List<Link> effects = new ArrayList<>();
    ahead(start, 0, effects, new HashSet<>());
    return new TraceChain(
        start.record(), start.tree(), start.decoded().toString(), causes, effects);
  }

  private String label(long handle) {
    return roster
        .find(handle)
        .map(i -> roster.row(i).label())
        .orElseGet(() -> new EntityHandle(handle).label());
  }

  private Link link(Kind kind, int depth, String text) {
    return new Link(kind, depth, text, Optional.empty(), Optional.empty(), "");
  }

  private static String words(Message m, String channel) {
    return String.format(Locale.ROOT, "%s %,d", channel, m.sequence() + 1);
  }

  private Link message(int depth, String before, TracedMessage m) {
    return new Link(
        Kind.MESSAGE,
        depth,
        String.format(
            Locale.ROOT,
            "%s%s in tick %,d",
            before,
            words(m.message(), m.channel()),
            m.message().tick()),
        Optional.of(m.message().sequence() + 1),
        Optional.empty(),
        "");
  }

  // Towards the causes.

  private void back(TracedMessage traced, int depth, List<Link> links, Set<Long> seen) {
    Message m = traced.message();
    if (depth > DEPTH_MAX || !seen.add(m.sequence()) || links.size() >= TraceChain.MAX_LINKS) {
      return;
    }
    boolean system = m.sender().contains("/");
    links.add(
        new Link(
            Kind.SYSTEM,
            depth,
            system
                ? String.format(
                    Locale.ROOT, "sent by %s, %s of tick %,d", m.sender(), m.stage(), m.tick())
                : outside(m),
            Optional.empty(),
            Optional.empty(),
            system ? m.sender() : ""));
    if (m.cause().entity() != 0) {
      long entity = m.cause().entity();
      links.add(
          new Link(
              Kind.ENTITY,
              depth,
              "at the row of " + label(entity),
              Optional.empty(),
              Optional.of(new EntityHandle(entity)),
              ""));
    }
    if (m.cause().message() >= 0) {
      handled(m.cause().message(), depth, links, seen);
    } else if (!m.cause().isGiven() && system) {
      unknown(m, depth, links);
    }
  }

  private static String outside(Message m) {
    return switch (m.sender()) {
      case "workbench" ->
          String.format(Locale.ROOT, "sent by hand from the workbench before tick %,d", m.tick());
      case "host" -> String.format(Locale.ROOT, "sent by the world itself in tick %,d", m.tick());
      default -> String.format(Locale.ROOT, "came from %s before tick %,d", m.sender(), m.tick());
    };
  }

  private void handled(long sequence, int depth, List<Link> links, Set<Long> seen) {
    Optional<TracedMessage> cause = log.find(sequence);
    if (cause.isEmpty()) {
      links.add(
          link(
              Kind.UNKNOWN,
              depth,
              String.format(
                  Locale.ROOT,
                  "while handling message %,d, no longer in the trace",
                  sequence + 1)));
      return;
    }
    links.add(message(depth, "while handling ", cause.get()));
    back(cause.get(), depth + 1, links, seen);
  }

  /// The sender did not say: what it may have been is counted.
  private void unknown(Message m, int depth, List<Link> links) {
    Optional<SystemDescriptor> system = system(m.sender());
    if (system.isEmpty()) {
      return;
    }
    int rows = rows(m.sender(), system.get());
    if (rows > 0) {
      links.add(
          link(Kind.UNKNOWN, depth, String.format(Locale.ROOT, "at one of %,d rows now", rows)));
    }
    List<TracedMessage> inbox = inbox(m.sender(), m.tick(), m.stage());
    if (!inbox.isEmpty()) {
      links.add(
          link(
              Kind.UNKNOWN,
              depth,
              String.format(Locale.ROOT, "perhaps handling one of %,d messages", inbox.size())));
      inbox.stream()
          .limit(CANDIDATES_MAX)
          .forEach(candidate -> links.add(message(depth + 1, "perhaps ", candidate)));
    }
  }

  /// At most so many rows: the fewest that have one of the components asked for, of each query.
  private int rows(String sender, SystemDescriptor system) {
    PluginDescriptor plugin = log.descriptors().get(plugin(sender));
    if (plugin == null) {
      return 0;
    }
    int rows = 0;
    for (QueryDescriptor query : system.queries()) {
      rows +=
          query.terms().stream()
              .filter(term -> !term.optional() && term.access() != QueryDescriptor.Access.WITHOUT)
              .filter(term -> term.component() < plugin.components().size())
              .mapToInt(term -> roster.count(plugin.components().get(term.component()).name()))
              .min()
              .orElse(0);
    }
    return rows;
  }

  private List<TracedMessage> inbox(String receiver, long tick, String stage) {
    return log.messages().values().stream()
        .filter(m -> m.receivers().contains(receiver))
        .filter(m -> Inboxes.isHandledIn(m.message(), tick, stage))
        .toList();
  }

  private static String plugin(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }

  private Optional<SystemDescriptor> system(String id) {
    return Optional.ofNullable(log.descriptors().get(plugin(id))).stream()
        .flatMap(d -> d.systems().stream())
        .filter(s -> s.id().equals(id))
        .findFirst();
  }

  // Towards the effects.

  private void ahead(TracedMessage traced, int depth, List<Link> links, Set<Long> seen) {
    Message m = traced.message();
    if (depth > DEPTH_MAX || !seen.add(m.sequence())) {
      return;
    }
    if (traced.receivers().isEmpty()) {
      links.add(
          link(Kind.UNKNOWN, depth, "nobody in this world subscribes to " + traced.channel()));
    }
    for (String receiver : traced.receivers()) {
      if (links.size() < TraceChain.MAX_LINKS) {
        receiver(traced, receiver, depth, links, seen);
      }
    }
  }

  private void receiver(
      TracedMessage traced, String receiver, int depth, List<Link> links, Set<Long> seen) {
    Optional<SystemDescriptor> system = system(receiver);
    if (system.isEmpty()) {
      return;
    }
    Message m = traced.message();
    long tick = Inboxes.handledAt(m, system.get().stage().title());
    boolean ran = tick < log.lastTick();
    links.add(
        new Link(
            Kind.SYSTEM,
            depth,
            String.format(
                Locale.ROOT,
                ran ? "handled by %s, %s of tick %,d" : "waits for %s, %s of tick %,d",
                receiver,
                system.get().stage().title(),
                tick),
            Optional.empty(),
            Optional.empty(),
            receiver));
    if (ran) {
      led(m, receiver, tick, depth, links, seen);
      writes(traced, system.get(), tick, depth, links);
    }
  }

  private void led(
      Message m, String receiver, long tick, int depth, List<Link> links, Set<Long> seen) {
    changes(m, depth, links);
    int silent = 0;
    for (TracedMessage next : log.messages().values()) {
      Message sent = next.message();
      if (sent.tick() != tick || !sent.sender().equals(receiver)) {
        continue;
      }
      if (sent.cause().message() == m.sequence() && links.size() < TraceChain.MAX_LINKS) {
        links.add(message(depth, "sent ", next));
        ahead(next, depth + 1, links, seen);
      } else if (!sent.cause().isGiven()) {
        silent++;
      }
    }
    if (silent > 0) {
      links.add(
          link(
              Kind.UNKNOWN,
              depth,
              String.format(
                  Locale.ROOT,
                  "perhaps one of %,d messages of %s in tick %,d that do not say what led to them",
                  silent,
                  receiver,
                  tick)));
    }
  }

  private void changes(Message m, int depth, List<Link> links) {
    for (TraceEntry.Changed entry : log.changes()) {
      if (entry.cause().message() == m.sequence() && links.size() < TraceChain.MAX_LINKS) {
        links.add(
            new Link(
                Kind.CHANGE,
                depth,
                words(entry.change()),
                Optional.empty(),
                Optional.of(new EntityHandle(entry.change().entity())),
                ""));
      }
    }
  }

  private String words(StructuralChange change) {
    String entity = label(change.entity());
    return switch (change) {
      case StructuralChange.Spawn s -> "spawned " + entity;
      case StructuralChange.Despawn d -> "ended " + entity;
      case StructuralChange.Set set -> "set %s of %s".formatted(set.type().name().name(), entity);
      case StructuralChange.SetFields set ->
          "set fields of %s of %s".formatted(set.type().name().name(), entity);
      case StructuralChange.Remove remove ->
          "took %s from %s".formatted(remove.type().name().name(), entity);
    };
  }

  /// What the run that handled it wrote of the entities it names, and what it may have written.
  private void writes(
      TracedMessage traced, SystemDescriptor system, long tick, int depth, List<Link> links) {
    Set<String> may = new HashSet<>(written(system));
    for (EntityHandle entity : traced.entities()) {
      for (Written w : written.getOrDefault(entity, List.of())) {
        if (w.tick() == tick && w.writer().equals(system.id())) {
          may.remove(w.component().toString());
          links.add(
              new Link(
                  Kind.WRITE,
                  depth,
                  "wrote %s of %s in that run"
                      .formatted(w.component().name(), label(entity.bits())),
                  Optional.empty(),
                  Optional.of(entity),
                  system.id()));
        }
      }
    }
    if (!may.isEmpty()) {
      links.add(
          link(
              Kind.UNKNOWN,
              depth,
              "may have written " + String.join(", ", may.stream().sorted().toList())));
    }
  }

  private List<String> written(SystemDescriptor system) {
    PluginDescriptor plugin = log.descriptors().get(plugin(system.id()));
    if (plugin == null) {
      return List.of();
    }
    return system.queries().stream()
        .flatMap(query -> query.terms().stream())
        .filter(term -> term.access() == QueryDescriptor.Access.WRITE)
        .filter(term -> term.component() < plugin.components().size())
        .map(term -> plugin.components().get(term.component()).name().toString())
        .distinct()
        .toList();
  }
}
