package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The entities that a query found, in the order of their handles. What is asked of all of them at
/// once goes to the world together, which is far quicker than one after the other.
public final class ScriptEntities extends AbstractList<ScriptEntity> {
  /// Questions that are under way at once.
  private static final int TOGETHER = 500;

  /// Entities that are named where all are shown as text.
  static final int SHOWN_MAX = 20;

  /// How often a batch is tried again without those that are gone meanwhile.
  private static final int TRIES = 4;

  private final ScriptWorld world;
  private final List<EntityHandle> handles;

  ScriptEntities(ScriptWorld world, List<EntityHandle> handles) {
    this.world = world;
    this.handles = List.copyOf(handles);
  }

  @Override
  public ScriptEntity get(int index) {
    return new ScriptEntity(world, handles.get(index));
  }

  @Override
  public int size() {
    return handles.size();
  }

  /// A field of each, in order; those that are gone meanwhile are left out.
  public List<Object> values(String field) {
    var path = FieldPath.parse(field);
    return details().stream().map(d -> ScriptEntity.value(d, path, world)).toList();
  }

  /// The same for a field that is a number.
  public double[] numbers(String field) {
    return values(field).stream().mapToDouble(v -> ScriptEntity.asNumber(v, field)).toArray();
  }

  /// The same for a field that is a vector.
  public List<Vec> vectors(String field) {
    return values(field).stream()
        .map(v -> {
          if (v instanceof Vec vec) {
            return vec;
          }
          throw new ScriptFailure(field + " is no vector.");
        })
        .toList();
  }

  /// Sets a field of each to the same value.
  public ScriptEntities set(String field, @Nullable Object value) {
    var path = FieldPath.parse(field);
    submit(details().stream().map(d -> setting(d, path, value)).toList());
    return this;
  }

  /// Sets a field of each to what `value` makes of the entity's present value.
  public ScriptEntities update(String field, Function<Object, Object> value) {
    var path = FieldPath.parse(field);
    submit(
        details().stream()
            .map(d -> setting(d, path, value.apply(ScriptEntity.value(d, path, world))))
            .toList());
    return this;
  }

  private EntityEdit setting(EntityDetails entity, FieldPath path, @Nullable Object value) {
    return new ScriptEntity(world, entity.row().handle()).setting(entity, path, value);
  }

  /// Ends all of them.
  public void despawn() {
    submit(handles.stream().<EntityEdit>map(WorldCommand.Despawn::new).toList());
  }

  private List<EntityDetails> details() {
    return together(handles, world.session()::entity).stream().flatMap(Optional::stream).toList();
  }

  /// Does all of them, or none of 10,000; those whose entity is gone meanwhile are left out.
  private void submit(List<? extends EntityEdit> edits) {
    for (int from = 0; from < edits.size(); from += WorldCommand.Edit.MAX_EDITS) {
      int to = Math.min(edits.size(), from + WorldCommand.Edit.MAX_EDITS);
      submitTogether(List.copyOf(edits.subList(from, to)));
    }
  }

  private void submitTogether(List<EntityEdit> edits) {
    var left = edits;
    var result = Answers.await(world.edits().submit(left));
    for (int i = 1; i < TRIES && result instanceof CommandResult.Refused; i++) {
      var alive = new HashSet<>(handlesOf(details()));
      var still = left.stream().filter(edit -> alive.contains(entityOf(edit))).toList();
      if (still.size() == left.size() || still.isEmpty()) {
        break;
      }
      left = still;
      result = Answers.await(world.edits().submit(left));
    }
    ScriptWorld.check(result);
  }

  private static List<EntityHandle> handlesOf(List<EntityDetails> details) {
    return details.stream().map(d -> d.row().handle()).toList();
  }

  private static EntityHandle entityOf(EntityEdit edit) {
    return switch (edit) {
      case WorldCommand.SetField set -> set.entity();
      case WorldCommand.Despawn despawn -> despawn.entity();
      default -> throw new IllegalArgumentException("not done to many at once: " + edit);
    };
  }

  private static <A, B> List<B> together(
      List<? extends A> all, Function<A, CompletableFuture<B>> ask) {
    var answers = new ArrayList<B>();
    for (int from = 0; from < all.size(); from += TOGETHER) {
      var part = all.subList(from, Math.min(all.size(), from + TOGETHER));
      List<CompletableFuture<B>> asked = new ArrayList<>();
      part.forEach(one -> asked.add(ask.apply(one)));
      asked.forEach(answer -> answers.add(Answers.await(answer)));
    }
    return answers;
  }

  /// The first of them by their names, and how many more there are.
  @Override
  public String toString() {
    var first = new ScriptEntities(world, handles.subList(0, Math.min(SHOWN_MAX, handles.size())));
    var names =
        together(first.handles, world.session()::entity).stream()
            .flatMap(Optional::stream)
            .map(d -> d.row().label())
            .collect(Collectors.joining(", "));
    int more = handles.size() - first.handles.size();
    return more == 0 ? "[" + names + "]" : "[%s, … and %,d more]".formatted(names, more);
  }
}
