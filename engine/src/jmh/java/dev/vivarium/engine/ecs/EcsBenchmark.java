package dev.vivarium.engine.ecs;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the comparisons with other stores share: microseconds for the whole world, `size` entities
/// with a position and a velocity, and a tenth of them picked at random.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public abstract class EcsBenchmark {
  static final float DELTA = 1 / 60f;

  @Param({"100000", "1000000"})
  public int size;

  int[] picked() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    int[] all = new int[size];
    for (int i = 0; i < size; i++) {
      int at = random.nextInt(i + 1);
      all[i] = all[at];
      all[at] = i;
    }
    return Arrays.copyOf(all, size / 10);
  }
}
