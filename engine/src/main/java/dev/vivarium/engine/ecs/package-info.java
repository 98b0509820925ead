/// The entity store: archetype tables of contiguous columns, sparse sets, cached queries, handles
/// and their global ids, the last writer of every row, and immutable images of the whole. The tick
/// thread owns a store; nothing here locks.
///
/// ```java
/// var store = new EntityStore(seed, 0);
/// ComponentType position = store.register(schema);
/// long entity = store.spawn(plugin);
/// store.set(entity, position, value, 0, tick, system);
/// ```
@NullMarked
package dev.vivarium.engine.ecs;

import org.jspecify.annotations.NullMarked;
