package dev.vivarium.workbench.live;

import dev.vivarium.engine.world.World;

/// The part of an open tracer that runs on the tick thread, for measuring: the copy of what passed
/// since the look before, and of the counts beside it.
public final class TracerLooks {
  private final World world;
  private long nextEntry;

  public TracerLooks(World world) {
    this.world = world;
  }

  /// Looks once, as the tracer does for the list and for the timeline. To be called on the tick
  /// thread.
  public void look() {
    nextEntry = TraceLog.look(world, nextEntry).slice().next();
    nextEntry = TraceLog.look(world, nextEntry).slice().next();
  }
}
