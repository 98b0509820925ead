/// A project on disk: `world.json`, `scenes/`, `plugins/`, `assets/` and `scripts/`, read with
/// every problem named and written so that git diffs well. Knows nothing of a running world.
///
/// ```java
/// ProjectStore store = ProjectStore.at(folder);
/// LoadedProject loaded = store.load();
/// loaded.problems().forEach(System.out::println);
/// store.save(loaded.project());
/// ```
@NullMarked
package dev.vivarium.engine.store.project;

import org.jspecify.annotations.NullMarked;
