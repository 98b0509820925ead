package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The entities that a query found, in the order of their handles. What is asked of all of them at
/// once goes to the world together, which is far quicker than one after the other.
public final class ScriptEntities extends AbstractList<ScriptEntity> {
  /// Questions that are under way at once.
  private static final int TOGETHER = 500;

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

  private WorldCommand setting(EntityDetails entity, FieldPath path, @Nullable Object value) {
    return new ScriptEntity(world, entity.row().handle()).setting(entity, path, value);
  }

  /// Ends all of them.
  public void despawn() {
    submit(handles.stream().<WorldCommand>map(WorldCommand.Despawn::new).toList());
  }

  private List<EntityDetails> details() {
    return together(handles, world.session()::entity).stream().flatMap(Optional::stream).toList();
  }

  private void submit(List<? extends WorldCommand> commands) {
    together(commands, world.session()::submit).stream()
        .filter(CommandResult.Refused.class::isInstance)
        .findFirst()
        .ifPresent(ScriptWorld::check);
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
}
