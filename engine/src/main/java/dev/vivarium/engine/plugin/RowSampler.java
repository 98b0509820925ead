package dev.vivarium.engine.plugin;

import dev.vivarium.engine.plugin.abi.FrameLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks a thousand times a second at which entity's row the running system stands, from a thread
/// of its own: SDKs keep the current row in a cell of the frame. Costs the tick thread nothing; a
/// look that falls between two rows' writes may name the neighbour, one between two dispatches is
/// thrown away.
public final class RowSampler implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /// Most entities that are told apart.
  private static final int ENTITIES_MAX = 65_536;

  private final Dispatcher dispatcher;
  private final Map<Long, Integer> samples = new HashMap<>();
  private long inSystems;
  private volatile boolean closed;

  /// Samples so far.
  ///
  /// @param byEntity samples in which a system stood at a row of this entity
  /// @param inSystems samples in which any system ran
  public record Samples(Map<Long, Integer> byEntity, long inSystems) {
    public Samples {
      byEntity = Map.copyOf(byEntity);
    }
  }

  RowSampler(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
    Thread.ofPlatform().daemon().name("row sampler").start(this::sample);
  }

  private void sample() {
    while (!closed) {
      LockSupport.parkNanos(this, EVERY_NANOS);
      look();
    }
  }

  private void look() {
    Dispatcher.Running running = dispatcher.running();
    if (running == null) {
      return;
    }
    long entity;
    try {
      SystemFrame frame = running.instance().frame(running.system());
      int query = running.instance().currentCell(frame, FrameLayout.CURRENT_QUERY);
      int row = running.instance().currentCell(frame, FrameLayout.CURRENT_ROW);
      entity = frame.entityAt(query, row);
    } catch (RuntimeException laidOutAnewMeanwhile) {
      return;
    }
    if (dispatcher.running() == running) {
      add(entity);
    }
  }

  private synchronized void add(long entity) {
    inSystems++;
    if (entity != 0 && (samples.size() < ENTITIES_MAX || samples.containsKey(entity))) {
      samples.merge(entity, 1, Integer::sum);
    }
  }

  public synchronized Samples samples() {
    return new Samples(samples, inSystems);
  }

  @Override
  public void close() {
    closed = true;
  }
}
