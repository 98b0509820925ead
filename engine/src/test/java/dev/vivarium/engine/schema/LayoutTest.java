package dev.vivarium.engine.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutTest {
  static Layout layout(String... namesAndTypes) {
    return Layout.of(fields(namesAndTypes));
  }

  static List<Field> fields(String... namesAndTypes) {
    return IntStream.range(0, namesAndTypes.length / 2)
        .mapToObj(i -> Field.of(namesAndTypes[2 * i], namesAndTypes[2 * i + 1]))
        .toList();
  }

  @Test
  void laysFieldsOutAsInC() {
    Layout layout = layout("a", "u8", "b", "f64", "c", "u16", "d", "vec3", "e", "bool");
    assertArrayEquals(
        new int[] {0, 8, 16, 20, 32}, IntStream.range(0, 5).map(layout::offset).toArray());
    assertEquals(40, layout.sizeBytes());
    assertEquals(8, layout.alignBytes());
  }

  @Test
  void aTagTakesNoBytes() {
    assertEquals(0, layout().sizeBytes());
    assertFalse(layout().allF32());
  }

  @Test
  void knowsWhatIsAllFloatsOrAllInts() {
    assertTrue(layout("a", "vec3", "b", "f32[2]", "c", "mat4").allF32());
    assertFalse(layout("a", "vec3", "b", "u32").allF32());
    assertTrue(layout("a", "i32", "b", "i32[2]").allI32());
    assertFalse(layout("a", "u32").allI32());
  }

  @Test
  void findsEveryFloat() {
    Layout layout = layout("a", "u8", "b", "vec2[2]", "c", "f64[2]");
    assertArrayEquals(new int[] {4, 8, 12, 16}, layout.f32Offsets());
    assertArrayEquals(new int[] {24, 32}, layout.f64Offsets());
  }

  @Test
  void defaultsAreInPlace() {
    Layout layout =
        Layout.of(
            List.of(Field.of("a", "u8"), Field.of("b", "i32").withDefault(IntNode.valueOf(-2))));
    assertArrayEquals(new byte[] {0, 0, 0, 0, -2, -1, -1, -1}, layout.defaults());
  }

  @Test
  void refusesDoubledNamesTooManyFieldsAndTooManyBytes() {
    assertThrows(InvalidSchemaException.class, () -> layout("a", "f32", "a", "f32"));
    List<Field> many = IntStream.range(0, 65).mapToObj(i -> Field.of("f" + i, "u8")).toList();
    assertThrows(InvalidSchemaException.class, () -> Layout.of(many));
    assertThrows(InvalidSchemaException.class, () -> layout("a", "u8[65536]", "b", "u8"));
  }

  @Test
  void refusesADefaultThatDoesNotFit() {
    Field field = Field.of("level", "u8").withDefault(IntNode.valueOf(256));
    InvalidValueException e =
        assertThrows(InvalidValueException.class, () -> Layout.of(List.of(field)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("level: "));
  }

  @Test
  void componentsAreFixedAndSmall() {
    SchemaName name = SchemaName.parse("fish/Hunger");
    assertThrows(
        InvalidSchemaException.class,
        () -> ComponentSchema.of(name, 1, Storage.TABLE, fields("a", "string<4>"), ""));
    assertThrows(
        InvalidSchemaException.class,
        () -> ComponentSchema.of(name, 1, Storage.TABLE, fields("a", "u8[1025]"), ""));
    assertEquals(
        Storage.SPARSE, ComponentSchema.of(name, 1, Storage.TABLE, List.of(), "").storage());
  }

  @Test
  void namesFollowTheirPatterns() {
    assertEquals("fish-2/Hunger_x", SchemaName.parse("fish-2/Hunger_x").toString());
    for (String bad : List.of("Hunger", "Fish/Hunger", "fish/", "/A", "fish/1a", "a/b/c", "a/é")) {
      assertThrows(InvalidSchemaException.class, () -> SchemaName.parse(bad), bad);
    }
    assertThrows(InvalidSchemaException.class, () -> Field.of("x".repeat(65), "f32"));
  }
}
