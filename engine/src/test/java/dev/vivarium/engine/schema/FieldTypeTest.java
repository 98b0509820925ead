package dev.vivarium.engine.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "f32;4;4",
        "i32;4;4",
        "u32;4;4",
        "f64;8;8",
        "i64;8;8",
        "u64;8;8",
        "i16;2;2",
        "u16;2;2",
        "i8;1;1",
        "u8;1;1",
        "bool;1;1",
        "vec2;8;4",
        "vec3;12;4",
        "vec4;16;4",
        "quat;16;4",
        "mat4;64;4",
        "color;16;4",
        "entity;8;8",
        "asset;8;8",
        "blob;8;8",
        "enum(A,B_2);1;1",
        "char[7];7;1",
        "u16[3];6;2",
        "vec3[2];24;4",
        "char[4][3];12;1",
        "f64[2][2];32;8",
        "string<64>;8;4",
        "bytes<65536>;8;4",
        "list<vec3,16>;8;4",
        "union<f32|string<8>|list<u8[2],4>>;12;4"
      })
  void hasTheSizeAndAlignmentOfTheAbi(String text, int size, int align) {
    FieldType type = FieldType.parse(text);
    assertEquals(size, type.sizeBytes());
    assertEquals(align, type.alignBytes());
    assertEquals(text, type.toString());
    assertEquals(type, FieldType.parse(type.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f33",
        "f32[",
        "f32[0]",
        "f32[-1]",
        "f32]",
        "char",
        "char[0]",
        "char[65537]",
        "enum()",
        "enum(A,A)",
        "enum(1)",
        "string",
        "string<0>",
        "string<99999>",
        "list<f32>",
        "list<f32,0>",
        "list<string<4>,2>",
        "list<f64,8193>",
        "string<4>[2]",
        "union<>",
        "union<union<f32>>",
        "f32 f32",
        "f32[65536]",
        "u8[1][1][1][1][1][1][1][1][1]",
        "list<f32,4",
        "bytes<4>x",
        "f32[9999999999]"
      })
  void refusesWhatIsNoType(String text) {
    assertThrows(InvalidSchemaException.class, () -> FieldType.parse(text));
  }

  @Test
  void acceptsSpacesBetweenParts() {
    assertEquals("enum(A,B)", FieldType.parse("enum( A, B )").toString());
    assertEquals("list<f32,4>", FieldType.parse("list<f32, 4>").toString());
  }

  @Test
  void refusesMoreThan256EnumNames() {
    var names = new StringBuilder("A0");
    for (int i = 1; i <= 256; i++) {
      names.append(",A").append(i);
    }
    assertThrows(InvalidSchemaException.class, () -> FieldType.parse("enum(" + names + ")"));
  }

  @Test
  void onlyBoundedTypesLieOutsideOfTheFixedPart() {
    assertTrue(FieldType.parse("mat4[2]").isFixed());
    assertFalse(FieldType.parse("string<4>").isFixed());
    assertFalse(FieldType.parse("union<f32>").isFixed());
  }

  @Test
  void randomTextIsATypeOrRefused() {
    Random random = new Random(5);
    String alphabet = "f32ui816enumcharlistunion<>[](),|A ";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertTrue(FieldType.parse(text.toString()).sizeBytes() > 0);
      } catch (InvalidSchemaException expected) {
        assertFalse(expected.toString().isEmpty());
      }
    }
  }
}
