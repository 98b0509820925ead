package dev.vivarium.net.protocol.replication;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Nanoseconds an entity, changed or not, to quantise and encode a tick, to encode alone (as for
/// a second group of clients), to decode; beside them what copying the rows costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplicationBenchmark {
  private static final int CUBES = CubeScene.CUBES;
  private static final int MANY = 10_000;
  private static final int MANY_TICKS = 64;
  private static final int CUBE_TICKS = 600;
  private static final int MOVING_ONE_IN = 20;

  private Recording cubes = new Recording(CUBES, CUBE_TICKS);
  private Recording many = new Recording(MANY, MANY_TICKS);

  /// Rows of some ticks, played round and round.
  static final class Recording {
    final byte[][] rows;
    final long[] ids;
    final byte[] copy;
    final SnapshotBuilder builder = new SnapshotBuilder(CubePlan.PLAN);
    final FrameEncoder encoder = new FrameEncoder();
    final ClientBaselines client = new ClientBaselines(BaselinePolicy.SENT);
    final Snapshot[] snapshots;
    final byte[][] frames;
    FrameDecoder decoder = new FrameDecoder(CubePlan.PLAN);
    long tick;
    int next;
    int alone = 2;

    Recording(int entities, int ticks) {
      rows = new byte[ticks][entities * CubeScene.ROW_BYTES];
      ids = CubePlan.ids(entities);
      copy = new byte[entities * CubeScene.ROW_BYTES];
      snapshots = new Snapshot[ticks];
      frames = new byte[ticks][];
    }

    /// Frames and snapshots of the recorded ticks, the first frame a full one.
    void prepare() {
      var own = new SnapshotBuilder(CubePlan.PLAN);
      var to = new ClientBaselines(BaselinePolicy.SENT);
      for (int i = 0; i < rows.length; i++) {
        snapshots[i] = CubePlan.build(own, i, ids, rows[i]);
        frames[i] = encoder.encode(to, snapshots[i]);
      }
    }

    byte[] encode() {
      return encoder.encode(client, quantise());
    }

    Snapshot quantise() {
      tick++;
      return CubePlan.build(builder, tick, ids, rows[(int) (tick % rows.length)]);
    }

    /// From the same baseline again, without what other clients left in the cache.
    byte[] encodeAlone() {
      alone = alone + 1 < snapshots.length ? alone + 1 : 2;
      return encoder.encode(
          new Baseline(snapshots[alone - 1], snapshots[alone - 2]), snapshots[alone]);
    }

    Snapshot decode() {
      if (next == frames.length) {
        next = 0;
        decoder = new FrameDecoder(CubePlan.PLAN);
      }
      return decoder.decode(frames[next++]);
    }

    byte[] copyRows() {
      tick++;
      System.arraycopy(rows[(int) (tick % rows.length)], 0, copy, 0, copy.length);
      return copy;
    }
  }

  @Setup
  public void record() {
    var scene = new CubeScene();
    for (byte[] rows : cubes.rows) {
      scene.step();
      scene.write(rows);
    }
    for (int tick = 0; tick < MANY_TICKS; tick++) {
      circle(many.rows[tick], 2 * Math.PI * tick / MANY_TICKS);
    }
    cubes.prepare();
    many.prepare();
  }

  private static void circle(byte[] rows, double angle) {
    ByteBuffer out = ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < MANY; i++) {
      double own = i % MOVING_ONE_IN == 0 ? angle + i : i;
      out.putFloat((float) (i % 100 + Math.cos(own)));
      out.putFloat(0.5f);
      out.putFloat((float) (i / 100 + Math.sin(own)));
      out.putFloat(0).putFloat((float) Math.sin(own / 2)).putFloat(0);
      out.putFloat((float) Math.cos(own / 2)).putFloat(1).putFloat(1).putFloat(1);
    }
  }

  @Benchmark
  @OperationsPerInvocation(CUBES)
  public byte[] cubesQuantiseAndEncode() {
    return cubes.encode();
  }

  @Benchmark
  @OperationsPerInvocation(CUBES)
  public Snapshot cubesQuantise() {
    return cubes.quantise();
  }

  @Benchmark
  @OperationsPerInvocation(CUBES)
  public byte[] cubesEncode() {
    return cubes.encodeAlone();
  }

  @Benchmark
  @OperationsPerInvocation(CUBES)
  public Snapshot cubesDecode() {
    return cubes.decode();
  }

  @Benchmark
  @OperationsPerInvocation(CUBES)
  public byte[] cubesRawCopy() {
    return cubes.copyRows();
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public byte[] manyQuantiseAndEncode() {
    return many.encode();
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public Snapshot manyQuantise() {
    return many.quantise();
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public byte[] manyEncode() {
    return many.encodeAlone();
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public Snapshot manyDecode() {
    return many.decode();
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public byte[] manyRawCopy() {
    return many.copyRows();
  }
}
