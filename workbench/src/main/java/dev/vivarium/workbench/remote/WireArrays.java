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
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.vivarium.workbench.session.EntityGroups;
import dev.vivarium.workbench.session.MapFrame;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/// What is no record: arrays of numbers, little-endian, as base64; the two values that are made of
/// such arrays; times in milliseconds since 1970; paths as text.
final class WireArrays {
  private WireArrays() {}

  static SimpleModule module() {
    SimpleModule module = new SimpleModule("vivarium-session");
    array(
        module,
        long[].class,
        Long.BYTES,
        long[]::new,
        (bytes, values) -> bytes.asLongBuffer().put(values),
        (bytes, values) -> bytes.asLongBuffer().get(values));
    array(
        module,
        int[].class,
        Integer.BYTES,
        int[]::new,
        (bytes, values) -> bytes.asIntBuffer().put(values),
        (bytes, values) -> bytes.asIntBuffer().get(values));
    array(
        module,
        short[].class,
        Short.BYTES,
        short[]::new,
        (bytes, values) -> bytes.asShortBuffer().put(values),
        (bytes, values) -> bytes.asShortBuffer().get(values));
    array(
        module,
        float[].class,
        Float.BYTES,
        float[]::new,
        (bytes, values) -> bytes.asFloatBuffer().put(values),
        (bytes, values) -> bytes.asFloatBuffer().get(values));
    as(module, MapFrame.class, Points.class, Points::of, Points::frame);
    as(module, EntityGroups.class, Groups.class, Groups::of, Groups::toGroups);
    as(module, Instant.class, Long.class, Instant::toEpochMilli, Instant::ofEpochMilli);
    module.addSerializer(new ToStringSerializer(Path.class));
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

  /// @param size bytes of an element
  private static <A> void array(
      SimpleModule module,
      Class<A> type,
      int size,
      IntFunction<A> make,
      BiConsumer<ByteBuffer, A> put,
      BiConsumer<ByteBuffer, A> get) {
    module.addSerializer(
        type,
        new StdSerializer<A>(type) {
          @Override
          public void serialize(A values, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            byte[] bytes = new byte[Math.multiplyExact(size, Array.getLength(values))];
            put.accept(littleEndian(bytes), values);
            out.writeBinary(bytes);
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<A>(type) {
          @Override
          public A deserialize(JsonParser in, DeserializationContext context) throws IOException {
            byte[] bytes = in.getBinaryValue();
            A values = make.apply(bytes.length / size);
            get.accept(littleEndian(bytes), values);
            return values;
          }
        });
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
