package dev.vivarium.workbench.remote.host;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.People;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldEdit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Who did which step to a world, so that everybody takes back only steps of their own, and none
/// that somebody else has built on. Any thread.
final class StepLedger {
  private static final int KEPT_MAX = 2_000;

  /// Something that a step changed; an empty component stands for the whole entity, an empty field
  /// for the whole component.
  private record Touched(EntityHandle entity, String component, String field) {
    boolean meets(Touched other) {
      return entity.equals(other.entity)
          && (component.isEmpty() || other.component.isEmpty() || component.equals(other.component))
          && (field.isEmpty() || other.field.isEmpty() || field.equals(other.field));
    }

    String text() {
      if (component.isEmpty()) {
        return entity.label();
      }
      String name = component.substring(component.indexOf('/') + 1);
      return (field.isEmpty() ? name : name + "." + field) + " of " + entity.label();
    }
  }

  /// @param edit what a Revert names now: the step itself, or the way back to it
  private record Entry(
      long edit,
      UUID user,
      String person,
      double hue,
      String title,
      long tick,
      List<Touched> touched,
      boolean undone) {
    Entry as(long nextEdit, boolean nowUndone) {
      return new Entry(nextEdit, user, person, hue, title, tick, touched, nowUndone);
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();

  /// The latest first.
  synchronized List<People.Step> latest(int limit) {
    List<People.Step> steps = new ArrayList<>();
    Iterator<Entry> back = entries.descendingIterator();
    while (back.hasNext() && steps.size() < limit) {
      Entry e = back.next();
      steps.add(new People.Step(e.edit(), e.tick(), e.person(), e.hue(), e.title(), e.undone()));
    }
    return steps;
  }

  /// Why somebody may not do a step over; empty where it may.
  synchronized Optional<String> obstacle(UUID user, WorldCommand command) {
    if (!(command instanceof WorldCommand.Revert(long step))) {
      return Optional.empty();
    }
    Optional<Entry> wanted = entries.stream().filter(e -> e.edit() == step).findFirst();
    if (wanted.isEmpty()) {
      return Optional.of("That step is too long ago, or nobody's.");
    }
    Entry own = wanted.get();
    if (!own.user().equals(user)) {
      return Optional.of(
          "“%s” is a step of %s; you take back steps of your own."
              .formatted(own.title(), own.person()));
    }
    return later(own);
  }

  /// What somebody else has changed of it since.
  private Optional<String> later(Entry own) {
    boolean after = false;
    for (Entry entry : entries) {
      if (after && !entry.undone() && !entry.user().equals(own.user())) {
        Optional<Touched> both =
            entry.touched().stream()
                .filter(t -> own.touched().stream().anyMatch(t::meets))
                .findFirst();
        if (both.isPresent()) {
          return Optional.of(
              "%s has changed %s since: “%s”."
                  .formatted(entry.person(), both.get().text(), entry.title()));
        }
      }
      after |= entry.edit() == own.edit();
    }
    return Optional.empty();
  }

  /// Notes what somebody did.
  synchronized void done(
      UUID user, String person, double hue, WorldCommand command, CommandResult result) {
    if (command instanceof WorldCommand.ResetWorld && result instanceof CommandResult.Done) {
      entries.clear();
      return;
    }
    if (!(result instanceof CommandResult.Done done) || done.edit().isEmpty()) {
      return;
    }
    WorldEdit edit = done.edit().get();
    if (command instanceof WorldCommand.Revert(long step)) {
      replace(step, edit.id());
      return;
    }
    List<Touched> touched = new ArrayList<>(touched(command).toList());
    done.spawned().ifPresent(made -> touched.add(new Touched(made, "", "")));
    entries.removeIf(e -> {
      if (e.edit() == edit.id()) {
        touched.addAll(e.touched());
      }
      return e.edit() == edit.id();
    });
    entries.add(
        new Entry(
            edit.id(), user, person, hue, edit.title(), done.tick(), List.copyOf(touched), false));
    while (entries.size() > KEPT_MAX) {
      entries.removeFirst();
    }
  }

  private void replace(long step, long way) {
    List<Entry> all = new ArrayList<>(entries);
    entries.clear();
    all.forEach(e -> entries.add(e.edit() == step ? e.as(way, !e.undone()) : e));
  }

  private static Stream<Touched> touched(WorldCommand command) {
    return switch (command) {
      case WorldCommand.Edit edit -> edit.edits().stream().flatMap(StepLedger::touched);
      case WorldCommand.SetField c -> Stream.of(new Touched(c.entity(), c.component(), c.field()));
      case WorldCommand.SetComponent c -> Stream.of(new Touched(c.entity(), c.component(), ""));
      case WorldCommand.AddComponent c -> Stream.of(new Touched(c.entity(), c.component(), ""));
      case WorldCommand.RemoveComponent c -> Stream.of(new Touched(c.entity(), c.component(), ""));
      case WorldCommand.MoveTo c ->
          Stream.of(new Touched(c.entity(), "vivarium/Transform", "position"));
      case WorldCommand.Reparent c -> Stream.of(new Touched(c.entity(), "vivarium/Parent", ""));
      case WorldCommand.Despawn c -> Stream.of(new Touched(c.entity(), "", ""));
      case WorldCommand.Keep c -> Stream.of(new Touched(c.entity(), "", ""));
      case WorldCommand.Paste _,
          WorldCommand.Duplicate _,
          WorldCommand.Spawn _,
          WorldCommand.Revert _,
          WorldCommand.Pause _,
          WorldCommand.Resume _,
          WorldCommand.Step _,
          WorldCommand.SetSpeed _,
          WorldCommand.SetRate _,
          WorldCommand.ResetWorld _,
          WorldCommand.StopPlugin _,
          WorldCommand.StartPlugin _,
          WorldCommand.RebuildPlugin _,
          WorldCommand.RestoreVersion _,
          WorldCommand.SendMessage _,
          WorldCommand.Decide _ ->
          Stream.empty();
    };
  }
}
