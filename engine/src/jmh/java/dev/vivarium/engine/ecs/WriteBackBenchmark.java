package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Taking back 100,000 rows of 12 bytes from a plugin's memory.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class WriteBackBenchmark {
  private static final int ROWS = 100_000;

  private final MemorySegment zeros = MemorySegment.ofArray(new byte[ROWS * 12]);
  private Column positions;
  private Column column;
  private MemorySegment same;
  private MemorySegment other;
  private int tick;

  @Setup
  public void setUp() {
    OwnWorld world = new OwnWorld(ROWS);
    positions = world.moving.column(world.position);
    column = world.moving.column(world.velocity);
    same = MemorySegment.ofArray(new byte[ROWS * 12]);
    MemorySegment.copy(column.segment(), 0, same, 0, ROWS * 12L);
    float[] next = new float[ROWS * 3];
    for (int i = 0; i < next.length; i++) {
      next[i] = i + 0.5f;
    }
    other = MemorySegment.ofArray(new byte[ROWS * 12]);
    MemorySegment.copy(MemorySegment.ofArray(next), 0, other, 0, ROWS * 12L);
  }

  @Benchmark
  public int quiet() {
    return positions.writeBack(zeros, 0, 0, ROWS, ++tick, (short) 1, null);
  }

  @Benchmark
  public int allChanged() {
    MemorySegment next = (++tick & 1) == 0 ? same : other;
    return column.writeBack(next, 0, 0, ROWS, tick, (short) 1, null);
  }
}
