/// How the workbench sees a world: immutable values, paged queries, commands and subscriptions.
///
/// Nothing here refers to an engine, so the world may run in this process or across an ocean:
///
/// ```java
/// session.entities(new EntityQuery("fish", 0, 200)).thenAccept(page -> show(page.rows()));
/// session.submit(new WorldCommand.Step(1)).thenAccept(result -> report(result));
/// ```
@NullMarked
package dev.vivarium.workbench.session;

import org.jspecify.annotations.NullMarked;
