package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entity as scripts handle it. Every question is asked of the world as it is now.
///
/// A field is written `Component.field` or, for one number of a vector, `Component.field.x`; the
/// component's owner goes before it where two have the same name: `fish/Fish.hunger`.
public final class ScriptEntity {
  private final ScriptWorld world;
  private final EntityHandle handle;

  ScriptEntity(ScriptWorld world, EntityHandle handle) {
    this.world = world;
    this.handle = handle;
  }

  public EntityHandle handle() {
    return handle;
  }

  /// The number behind the `#`.
  public long number() {
    return handle.index();
  }

  public boolean isAlive() {
    return world.details(handle).isPresent();
  }

  /// Its name, or nothing.
  public String name() {
    return details().row().name();
  }

  /// The plugin that owns it, or nothing for the scene's own.
  public String owner() {
    return details().row().owner();
  }

  /// Full names of its components.
  public List<String> components() {
    return details().components().stream().map(ComponentValue::name).toList();
  }

  public boolean has(String component) {
    return world
        .details(handle)
        .filter(d -> d.components().stream().anyMatch(c -> FieldPath.names(c, component)))
        .isPresent();
  }

  EntityDetails details() {
    return world.details(handle).orElseThrow(() -> new ScriptFailure(handle.label() + " is gone."));
  }

  /// The value of a field: a number, text, boolean, [Vec], entity or list.
  public Object get(String field) {
    return value(details(), FieldPath.parse(field), world);
  }

  static Object value(EntityDetails entity, FieldPath path, ScriptWorld world) {
    var field = path.fieldOf(path.componentOf(entity));
    var value = Values.read(field.schema().type(), field.json(), world);
    if (path.part() < 0) {
      return value;
    }
    if (value instanceof Vec vec && path.part() < vec.values().size()) {
      return vec.at(path.part());
    }
    throw new ScriptFailure(path.component() + "." + path.field() + " has no such part.");
  }

  /// The value of a field that is a number.
  public double number(String field) {
    return asNumber(get(field), field);
  }

  static double asNumber(Object value, String field) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case Boolean yes -> yes ? 1 : 0;
      default -> throw new ScriptFailure(field + " is no number but " + value + ".");
    };
  }

  /// The value of a field that is a vector, quaternion or colour.
  public Vec vector(String field) {
    if (get(field) instanceof Vec vec) {
      return vec;
    }
    throw new ScriptFailure(field + " is no vector.");
  }

  /// The value of a field as text.
  public String text(String field) {
    return get(field).toString();
  }

  /// Sets a field and returns once it is done, at the start of a tick or at once while the world
  /// stands still.
  public ScriptEntity set(String field, @Nullable Object value) {
    var path = FieldPath.parse(field);
    world.submit(setting(details(), path, value));
    return this;
  }

  WorldCommand.SetField setting(EntityDetails entity, FieldPath path, @Nullable Object value) {
    var component = path.componentOf(entity);
    var field = path.fieldOf(component);
    var whole = value;
    if (path.part() >= 0
        && Values.read(field.schema().type(), field.json(), world) instanceof Vec vec
        && path.part() < vec.values().size()) {
      whole = vec.with(path.part(), asNumber(value == null ? "nothing" : value, path.field()));
    }
    return new WorldCommand.SetField(handle, component.name(), path.field(), Values.write(whole));
  }

  /// Adds a component with its defaults; `Transform` or `fish/Fish`.
  public ScriptEntity add(String component) {
    world.submit(new WorldCommand.AddComponent(handle, ScriptWorld.fullName(component)));
    return this;
  }

  public ScriptEntity remove(String component) {
    var full = FieldPath.component(details(), component).name();
    world.submit(new WorldCommand.RemoveComponent(handle, full));
    return this;
  }

  /// Ends it and its children.
  public void despawn() {
    world.submit(new WorldCommand.Despawn(handle));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScriptEntity entity && entity.handle.equals(handle);
  }

  @Override
  public int hashCode() {
    return handle.hashCode();
  }

  @Override
  public String toString() {
    return world.details(handle).map(d -> d.row().label()).orElse(handle.label() + " (gone)");
  }
}
