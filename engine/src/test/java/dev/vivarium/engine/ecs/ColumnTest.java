package dev.vivarium.engine.ecs;

import static dev.vivarium.engine.ecs.Samples.floats;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.ComponentSchema;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTest {
  private static final int ROWS = 3_000;
  private final EntityStore store = new EntityStore(1, 0);

  private Column column(ComponentSchema schema) {
    ComponentType type = store.register(schema);
    for (int i = 0; i < ROWS; i++) {
      store.spawn(0, store.table(type), 1, 1);
    }
    return Objects.requireNonNull(store.table(type).column(type));
  }

  private static byte[] bytesOf(Column column) {
    long bytes = (long) column.rows() * column.strideBytes();
    return column.segment().asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void theRepresentationFollowsTheFields() {
    assertInstanceOf(FloatColumn.class, column(Samples.POSITION));
    assertInstanceOf(IntColumn.class, column(Samples.COUNT));
    assertInstanceOf(ByteColumn.class, column(Samples.MIXED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Position", "Count", "Mixed"})
  void onlyRowsThatDifferAreWritten(String name) {
    Column column = column(schema(name));
    byte[] back = bytesOf(column);
    int stride = column.strideBytes();
    back[5 * stride] = 1;
    back[2_999 * stride] = 1;
    long version = column.version();
    MemorySegment src = MemorySegment.ofArray(back);
    assertEquals(2, column.writeBack(src, 0, 0, ROWS, 9, (short) 4, null));
    assertArrayEquals(back, bytesOf(column));
    assertEquals(9, column.writtenTick(5));
    assertEquals(4, column.writtenBy(2_999));
    assertEquals(1, column.writtenTick(6));
    assertTrue(column.changedSince(Moment.endOf(8)));
    assertTrue(column.version() > version);
  }

  private static ComponentSchema schema(String name) {
    return switch (name) {
      case "Position" -> Samples.POSITION;
      case "Count" -> Samples.COUNT;
      default -> Samples.MIXED;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"Position", "Count", "Mixed"})
  void aWriterOfEqualBitsIsNeverNamed(String name) {
    Column column = column(schema(name));
    byte[] same = bytesOf(column);
    long version = column.version();
    MemorySegment src = MemorySegment.ofArray(same);
    assertEquals(0, column.writeBack(src, 0, 0, ROWS, 9, (short) 4, null));
    assertEquals(0, column.writeBackRows(src, 0, new int[] {7, 3}, 2, 9, (short) 4, null));
    assertEquals(version, column.version());
    assertFalse(column.changedSince(Moment.endOf(1)));
    assertEquals(1, column.writtenBy(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Position", "Count", "Mixed"})
  void rowsWithoutTheRightKeepTheirValueAndAreCounted(String name) {
    Column column = column(schema(name));
    byte[] back = new byte[ROWS * column.strideBytes()];
    for (int row = 0; row < 200; row++) {
      back[row * column.strideBytes()] = 1;
    }
    long[] allowed = {0, -1L, 1};
    int changed = column.writeBack(MemorySegment.ofArray(back), 0, 0, ROWS, 9, (short) 4, allowed);
    assertEquals(65, changed);
    assertEquals(135, column.droppedRows());
    assertEquals(0, column.segment().get(ValueLayout.JAVA_BYTE, 63L * column.strideBytes()));
    assertEquals(1, column.segment().get(ValueLayout.JAVA_BYTE, 128L * column.strideBytes()));
  }

  @Test
  void partsOfAColumnAreWrittenWhereTheyBelong() {
    FloatColumn column = (FloatColumn) column(Samples.POSITION);
    MemorySegment src = floats(0, 1, 2, 3, 4, 5, 6);
    assertEquals(2, column.writeBack(src, 4, 100, 2, 9, (short) 4, null));
    assertEquals(1, column.values()[300]);
    assertEquals(6, column.values()[305]);
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> column.writeBack(src, 0, ROWS - 1, 2, 9, (short) 4, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Position", "Count", "Mixed"})
  void gatheredRowsComeBackToTheirPlaces(String name) {
    Column column = column(schema(name));
    int stride = column.strideBytes();
    byte[] mark = new byte[ROWS * stride];
    for (int row = 0; row < ROWS; row++) {
      mark[row * stride] = (byte) row;
    }
    column.writeBack(MemorySegment.ofArray(mark), 0, 0, ROWS, 2, (short) 1, null);
    int[] rows = {2_000, 7, 1_000};
    byte[] gathered = new byte[3 * stride + 4];
    column.gather(rows, 3, MemorySegment.ofArray(gathered), 4);
    assertEquals((byte) 2_000, gathered[4]);
    assertEquals((byte) 7, gathered[4 + stride]);
    gathered[4 + stride] = 99;
    MemorySegment src = MemorySegment.ofArray(gathered);
    assertEquals(1, column.writeBackRows(src, 4, rows, 3, 9, (short) 4, null));
    assertEquals(99, column.segment().get(ValueLayout.JAVA_BYTE, 7L * stride));
    assertEquals(4, column.writtenBy(7));
    assertNotEquals(4, column.writtenBy(1_000));
  }

  @Test
  void nansAreCanonicalAndRewritingOneIsNoChange() {
    FloatColumn column = (FloatColumn) column(Samples.POSITION);
    float odd = Float.intBitsToFloat(0xffc12345);
    assertEquals(1, column.writeBack(floats(odd, 0, 0), 0, 0, 1, 9, (short) 4, null));
    assertEquals(0x7fc00000, Float.floatToRawIntBits(column.values()[0]));
    assertEquals(0, column.writeBack(floats(odd, 0, 0), 0, 0, 1, 10, (short) 5, null));
    assertEquals(4, column.writtenBy(0));
    assertEquals(1, column.writeBack(floats(odd, -0f, 0), 0, 0, 1, 11, (short) 6, null));
  }

  @Test
  void nansInsideOfMixedRowsAreCanonicalToo() {
    Column column = column(Samples.MIXED);
    byte[] row = new byte[24];
    MemorySegment segment = MemorySegment.ofArray(row);
    segment.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, 0xfff8000000000abcL);
    segment.set(ValueLayout.JAVA_INT_UNALIGNED, 16, 0x7f800001);
    assertEquals(1, column.writeBack(segment, 0, 3, 1, 9, (short) 4, null));
    assertEquals(0, column.writeBack(segment, 0, 3, 1, 10, (short) 5, null));
    assertEquals(
        0x7ff8000000000000L, column.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 3 * 24 + 8));
    assertEquals(0x7fc00000, column.segment().get(ValueLayout.JAVA_INT_UNALIGNED, 3 * 24 + 16));
  }

  @Test
  void trackingCanBeSwitchedOff() {
    FloatColumn column = (FloatColumn) column(Samples.POSITION);
    store.trackWriters(false);
    assertEquals(1, column.writeBack(floats(1, 2, 3), 0, 0, 1, 9, (short) 4, null));
    assertEquals(1, column.values()[0]);
    assertEquals(1, column.writtenTick(0));
  }
}
