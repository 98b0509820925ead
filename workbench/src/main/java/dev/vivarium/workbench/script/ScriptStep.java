package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// What one line of a script has changed in the world: one step of its history. May be used by any
/// thread.
final class ScriptStep {
  /// Far above the numbers of what is dragged with the mouse, which count from 1.
  private static final AtomicLong LAST_GESTURE = new AtomicLong(1L << 40);

  /// A kind of change, and how it is spoken of.
  private enum Kind {
    SET("set %s of %s", "set"),
    ADD("add %s to %s", "extended"),
    REMOVE("remove %s from %s", "cut down"),
    SPAWN("spawn %2$s", "spawned"),
    DELETE("delete %2$s", "deleted"),
    MOVE("move %2$s", "moved"),
    OTHER("change %2$s", "changed");

    private final String title;
    private final String done;

    Kind(String title, String done) {
      this.title = title;
      this.done = done;
    }
  }

  /// One edit, taken apart.
  ///
  /// @param what such as `Hunger.since`; empty for the entity as a whole
  private record Act(Kind kind, String what, Optional<EntityHandle> entity) {}

  /// How often each was named.
  private static final class Tally {
    private final Map<String, Integer> whats = new HashMap<>();
    private final Map<EntityHandle, Integer> entities = new HashMap<>();
    private int unnamed; // entities that have no handle before they are made

    void add(Act act, int by) {
      count(whats, act.what(), by);
      act.entity().ifPresentOrElse(entity -> count(entities, entity, by), () -> unnamed += by);
    }

    void clear() {
      whats.clear();
      entities.clear();
      unnamed = 0;
    }

    int size() {
      return entities.size() + unnamed;
    }

    String what(String many) {
      return whats.size() == 1
          ? whats.keySet().iterator().next()
          : "%,d %s".formatted(whats.size(), many);
    }
  }

  private static <T> void count(Map<T, Integer> all, T one, int by) {
    all.merge(one, by, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
  }

  private final long gesture = LAST_GESTURE.incrementAndGet();
  private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
  private final Tally all = new Tally();
  private int edits;
  private Optional<Long> step = Optional.empty();

  /// The same for all edits of the line.
  long gesture() {
    return gesture;
  }

  synchronized boolean isEmpty() {
    return edits == 0;
  }

  synchronized boolean spawned() {
    return tallies.containsKey(Kind.SPAWN);
  }

  /// These are about to be done.
  ///
  /// @return what the step is called with them; empty where it is named after its one edit
  synchronized String begin(List<? extends EntityEdit> more) {
    count(more, 1);
    return edits <= 1 ? "" : "Script: " + title();
  }

  /// They were not done.
  synchronized void refused(List<? extends EntityEdit> these) {
    count(these, -1);
  }

  /// They were done as this step of the history. Where it is another than before, somebody else has
  /// done something in between, and the line goes on with a step of its own.
  synchronized void done(List<? extends EntityEdit> these, long now) {
    if (step.isPresent() && step.get() != now) {
      clear();
      count(these, 1);
    }
    step = Optional.of(now);
  }

  private void clear() {
    tallies.clear();
    all.clear();
    edits = 0;
  }

  private void count(List<? extends EntityEdit> some, int by) {
    for (EntityEdit edit : some) {
      var act = act(edit);
      all.add(act, by);
      var tally = tallies.computeIfAbsent(act.kind(), k -> new Tally());
      tally.add(act, by);
      if (tally.size() == 0) {
        tallies.remove(act.kind());
      }
    }
    edits += by * some.size();
  }

  private String title() {
    if (tallies.size() == 1) {
      var only = tallies.entrySet().iterator().next();
      var tally = only.getValue();
      var kind = only.getKey();
      return kind.title.formatted(
          tally.what(kind == Kind.SET ? "fields" : "components"), subject(tally));
    }
    return "%,d changes to %s".formatted(edits, subject(all));
  }

  private static String subject(Tally tally) {
    return tally.size() == 1 && tally.unnamed == 0
        ? tally.entities.keySet().iterator().next().label()
        : entities(tally.size());
  }

  private static String entities(long count) {
    return count == 1 ? "1 entity" : "%,d entities".formatted(count);
  }

  /// What was done in one line: `12 entities set, 3 deleted`; empty for nothing.
  synchronized String told() {
    List<String> parts = new ArrayList<>();
    for (var kind : tallies.entrySet()) {
      int count = kind.getValue().size();
      var subject = parts.isEmpty() ? entities(count) : "%,d".formatted(count);
      parts.add(subject + " " + kind.getKey().done);
    }
    return parts.stream().collect(Collectors.joining(", "));
  }

  private static Act act(EntityEdit edit) {
    return switch (edit) {
      case WorldCommand.SetField e ->
          act(Kind.SET, shortName(e.component()) + "." + e.field(), e.entity());
      case WorldCommand.SetComponent e -> act(Kind.SET, shortName(e.component()), e.entity());
      case WorldCommand.AddComponent e -> act(Kind.ADD, shortName(e.component()), e.entity());
      case WorldCommand.RemoveComponent e -> act(Kind.REMOVE, shortName(e.component()), e.entity());
      case WorldCommand.Despawn e -> act(Kind.DELETE, "", e.entity());
      case WorldCommand.MoveTo e -> act(Kind.MOVE, "", e.entity());
      case WorldCommand.Reparent e -> act(Kind.OTHER, "", e.entity());
      case WorldCommand.Keep e -> act(Kind.OTHER, "", e.entity());
      case WorldCommand.Spawn e -> new Act(Kind.SPAWN, "", Optional.empty());
      case WorldCommand.Duplicate e -> new Act(Kind.SPAWN, "", Optional.empty());
      case WorldCommand.Paste e -> new Act(Kind.SPAWN, "", Optional.empty());
    };
  }

  private static Act act(Kind kind, String what, EntityHandle entity) {
    return new Act(kind, what, Optional.of(entity));
  }

  private static String shortName(String component) {
    return component.substring(component.indexOf('/') + 1);
  }
}
