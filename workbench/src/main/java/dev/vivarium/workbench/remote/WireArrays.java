package dev.vivarium.workbench.remote;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.vivarium.workbench.session.EntityGroups;
import dev.vivarium.workbench.session.MapFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// What is no record: arrays of numbers, little-endian, as base64; the two values that are made of
/// such arrays; times in milliseconds since 1970; paths as text.
@SuppressWarnings("ByteBufferBackingArray") // of buffers that are made here
final class WireArrays {
  private WireArrays() {}

  static SimpleModule module() {
    SimpleModule module = new SimpleModule("vivarium-session");
    array(module, long[].class, WireArrays::bytes, WireArrays::longs);
    array(module, int[].class, WireArrays::bytes, WireArrays::ints);
    array(module, short[].class, WireArrays::bytes, WireArrays::shorts);
    array(module, float[].class, WireArrays::bytes, WireArrays::floats);
    as(module, MapFrame.class, Points.class, Points::of, Points::frame);
    as(module, EntityGroups.class, Groups.class, Groups::of, Groups::toGroups);
    as(module, Instant.class, Long.class, Instant::toEpochMilli, Instant::ofEpochMilli);
    module.addSerializer(new PathWriter());
    module.addDeserializer(Path.class, new PathReader());
    return module;
  }

  /// A [MapFrame], its arrays no longer than they need be.
  @SuppressWarnings("ArrayRecordComponent") // lives for one conversion
  private record Points(
      long tick,
      int count,
      float[] positions,
      long[] handles,
      short[] owners,
      List<String> ownerNames) {
    static Points of(MapFrame frame) {
      int count = frame.count();
      float[] positions = new float[3 * count];
      long[] handles = new long[count];
      short[] owners = new short[count];
      for (int i = 0; i < count; i++) {
        positions[3 * i] = frame.x(i);
        positions[3 * i + 1] = frame.y(i);
        positions[3 * i + 2] = frame.z(i);
        handles[i] = frame.handleBits(i);
        owners[i] = (short) frame.owner(i);
      }
      return new Points(frame.tick(), count, positions, handles, owners, frame.ownerNames());
    }

    MapFrame frame() {
      return new MapFrame(tick, count, positions, handles, owners, ownerNames);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // lives for one conversion
  private record Groups(List<String> names, long[] handles, short[] groups) {
    static Groups of(EntityGroups from) {
      long[] handles = from.handles();
      short[] groups = new short[handles.length];
      for (int i = 0; i < handles.length; i++) {
        groups[i] = (short) from.of(handles[i]);
      }
      return new Groups(from.names(), handles, groups);
    }

    EntityGroups toGroups() {
      if (handles.length != groups.length) {
        throw new IllegalArgumentException("each entity has its group");
      }
      return new EntityGroups(names, handles, groups);
    }
  }

  private static <T, W> void as(
      SimpleModule module,
      Class<T> type,
      Class<W> wire,
      Function<T, W> write,
      Function<W, T> read) {
    module.addSerializer(
        type,
        new StdDelegatingSerializer(
            type,
            new StdConverter<T, W>() {
              @Override
              public W convert(T value) {
                return write.apply(value);
              }

              @Override
              public JavaType getOutputType(TypeFactory types) {
                return types.constructType(wire);
              }
            }));
    module.addDeserializer(
        type,
        new StdDelegatingDeserializer<>(
            new StdConverter<W, T>() {
              @Override
              public T convert(W value) {
                return read.apply(value);
              }

              @Override
              public JavaType getInputType(TypeFactory types) {
                return types.constructType(wire);
              }

              @Override
              public JavaType getOutputType(TypeFactory types) {
                return types.constructType(type);
              }
            }));
  }

  private static <A> void array(
      SimpleModule module, Class<A> type, Function<A, byte[]> write, Function<ByteBuffer, A> read) {
    module.addSerializer(
        type,
        new StdSerializer<A>(type) {
          @Override
          public void serialize(A value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeBinary(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<A>(type) {
          @Override
          public A deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return read.apply(ByteBuffer.wrap(in.getBinaryValue()).order(ByteOrder.LITTLE_ENDIAN));
          }
        });
  }

  private static ByteBuffer buffer(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(long[] values) {
    ByteBuffer buffer = buffer(8L * values.length);
    buffer.asLongBuffer().put(values);
    return buffer.array();
  }

  private static byte[] bytes(int[] values) {
    ByteBuffer buffer = buffer(4L * values.length);
    buffer.asIntBuffer().put(values);
    return buffer.array();
  }

  private static byte[] bytes(short[] values) {
    ByteBuffer buffer = buffer(2L * values.length);
    buffer.asShortBuffer().put(values);
    return buffer.array();
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = buffer(4L * values.length);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static long[] longs(ByteBuffer bytes) {
    long[] values = new long[bytes.remaining() / 8];
    bytes.asLongBuffer().get(values);
    return values;
  }

  private static int[] ints(ByteBuffer bytes) {
    int[] values = new int[bytes.remaining() / 4];
    bytes.asIntBuffer().get(values);
    return values;
  }

  private static short[] shorts(ByteBuffer bytes) {
    short[] values = new short[bytes.remaining() / 2];
    bytes.asShortBuffer().get(values);
    return values;
  }

  private static float[] floats(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static final class PathWriter extends StdSerializer<Path> {
    private static final long serialVersionUID = 1;

    PathWriter() {
      super(Path.class);
    }

    @Override
    public void serialize(Path value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class PathReader extends FromStringDeserializer<Path> {
    private static final long serialVersionUID = 1;

    PathReader() {
      super(Path.class);
    }

    @Override
    protected Path _deserialize(String text, DeserializationContext context) throws IOException {
      try {
        return Path.of(text);
      } catch (InvalidPathException e) {
        throw context.weirdStringException(text, Path.class, "no path");
      }
    }
  }
}
