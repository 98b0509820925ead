package dev.vivarium.engine.schema;

import static dev.vivarium.engine.schema.LayoutTest.layout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCodecTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Layout EVERYTHING =
      layout(
          "a",
          "string<16>",
          "b",
          "bytes<8>",
          "c",
          "list<vec2,3>",
          "d",
          "union<f32|string<8>|list<u16,4>|enum(X,Y)>",
          "e",
          "enum(P,Q)",
          "f",
          "entity",
          "g",
          "char[5]",
          "h",
          "u8[2]");

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "f32;0.1",
        "f32;'NaN'",
        "f32;'-Infinity'",
        "f64;1.0E300",
        "i8;-128",
        "u8;255",
        "i16;-32768",
        "u16;65535",
        "i32;-2147483648",
        "u32;4294967295",
        "i64;-9223372036854775808",
        "u64;18446744073709551615",
        "bool;true",
        "vec2;[1.5,-2.0]",
        "quat;[0.0,0.0,0.0,1.0]",
        "entity;'18446744073709551615'",
        "asset;'00000000deadbeef'",
        "blob;'ffffffffffffffff'",
        "enum(A,B);'B'",
        "char[8];'Fischä'",
        "u8[3];[1,2,3]",
        "char[2][2];['ab','c']"
      })
  void everyTypeComesBackAsItWasWritten(String type, String value) {
    Layout layout = layout("x", type);
    JsonNode object = json("{'x':" + value + "}");
    byte[] bytes = SchemaCodec.encode(layout, object);
    assertEquals(layout.sizeBytes(), bytes.length);
    assertEquals(object.toString(), SchemaCodec.decode(layout, bytes, 0).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "f32;'a';x",
        "f32;1e39;x",
        "f32;true;x",
        "i8;128;x",
        "u8;-1;x",
        "u32;4294967296;x",
        "i32;1.5;x",
        "u64;'x';x",
        "bool;1;x",
        "vec3;[1,2];x",
        "vec3;[1,'b',3];x[1]",
        "entity;5;x",
        "entity;'-1';x",
        "asset;'xyz';x",
        "enum(A,B);'C';x",
        "char[3];'fisch';x",
        "char[3];'ää';x",
        "u8[2];[1,256];x[1]",
        "i32;null;x",
        "i64;1e999999999;x",
        "f32[2][2];[[1,2],[3,true]];x[1][1]"
      })
  void errorsNameThePath(String type, String value, String path) {
    JsonNode object = json("{'x':" + value + "}");
    InvalidValueException e =
        assertThrows(
            InvalidValueException.class, () -> SchemaCodec.encode(layout("x", type), object));
    assertTrue(String.valueOf(e.getMessage()).startsWith(path + ": "), e.getMessage());
  }

  @Test
  void rangesHoldForEveryElement() {
    Layout layout = Layout.of(List.of(Field.of("p", "vec2").withRange(0, 1)));
    InvalidValueException e =
        assertThrows(
            InvalidValueException.class, () -> SchemaCodec.encode(layout, json("{'p':[0.5,1.5]}")));
    assertEquals("p[1]: 1.5 is outside [0.0, 1.0]", e.getMessage());
  }

  @Test
  void unknownFieldsAreRefusedAndMissingOnesTakeTheirDefault() {
    Layout layout = Layout.of(List.of(Field.of("a", "i32").withDefault(json("7"))));
    assertEquals(7, SchemaCodec.encode(layout, json("{}"))[0]);
    assertThrows(InvalidValueException.class, () -> SchemaCodec.encode(layout, json("{'b':1}")));
    assertThrows(InvalidValueException.class, () -> SchemaCodec.encode(layout, json("[1]")));
  }

  @Test
  void aMessageWithVariablePartsComesBack() {
    for (String union : List.of("{'f32':2.5}", "{'string<8>':'hi'}", "{'list<u16,4>':[1,2,3]}")) {
      JsonNode message =
          json(
              "{'a':'über','b':'AQID','c':[[1.0,2.0],[3.0,4.0]],'d':"
                  + union
                  + ",'e':'Q','f':'12','g':'abc','h':[1,2]}");
      byte[] payload = SchemaCodec.encodeMessage(EVERYTHING, message);
      assertEquals(message.toString(), decode(EVERYTHING, payload).toString());
    }
  }

  @Test
  void variablePartsOverTheirMaximumAreNotEncoded() {
    String rest = "'d':{'f32':1},'e':'P','f':'0'}";
    for (String over :
        List.of(
            "{'a':'12345678901234567',",
            "{'b':'AAAAAAAAAAAA',",
            "{'c':[[1,1],[1,1],[1,1],[1,1]],")) {
      assertThrows(
          InvalidValueException.class,
          () -> SchemaCodec.encodeMessage(EVERYTHING, json(over + rest)));
    }
  }

  @Test
  void messagesLongerThanTheLimitAreNotEncoded() {
    Layout layout = layout("a", "string<65536>", "b", "string<65536>");
    String text = "x".repeat(40_000);
    assertThrows(
        InvalidValueException.class,
        () -> SchemaCodec.encodeMessage(layout, json("{'a':'" + text + "','b':'" + text + "'}")));
  }

  @Test
  void partsOutsideOfThePayloadAreMalformed() {
    Layout layout = layout("a", "string<16>");
    int[][] parts = {{8, 9}, {16, 1}, {-8, 8}, {8, -1}, {8, 17}, {4, 4}, {0, 4}, {9, 2}};
    for (int[] part : parts) {
      byte[] payload = new byte[16];
      payload[0] = (byte) part[0];
      payload[4] = (byte) part[1];
      if (part[0] < 0) {
        payload[1] = payload[2] = payload[3] = -1;
      }
      if (part[1] < 0) {
        payload[5] = payload[6] = payload[7] = -1;
      }
      assertThrows(MalformedMessageException.class, () -> decode(layout, payload));
    }
  }

  @Test
  void partsThatOverlapAreMalformed() {
    Layout layout = layout("a", "string<8>", "b", "string<8>");
    byte[] payload = new byte[24];
    payload[0] = payload[8] = 16;
    payload[4] = payload[12] = 8;
    assertThrows(MalformedMessageException.class, () -> decode(layout, payload));
  }

  @Test
  void textThatIsNoUtf8IsMalformed() {
    byte[] payload = {8, 0, 0, 0, 1, 0, 0, 0, (byte) 0xff};
    assertThrows(MalformedMessageException.class, () -> decode(layout("a", "string<8>"), payload));
  }

  @Test
  void randomBytesAreAMessageOrMalformedAndNothingElse() {
    Random random = new Random(11);
    int decoded = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] payload = new byte[random.nextInt(160)];
      random.nextBytes(payload);
      sprinkleSmallNumbers(payload, random);
      decoded += tryDecode(payload) ? 1 : 0;
    }
    assertTrue(decoded > 100, "only " + decoded + " were valid; the test has lost its point");
  }

  /// Random offsets are almost never in bounds: zero most bytes, so that deeper checks are reached.
  private static void sprinkleSmallNumbers(byte[] payload, Random random) {
    for (int i = 0; i < payload.length; i++) {
      if (i % 4 != 0 || random.nextInt(4) == 0) {
        payload[i] = 0;
      } else if (random.nextInt(8) != 0) {
        payload[i] = (byte) (random.nextBoolean() ? random.nextInt(4) : 8 * random.nextInt(16));
      }
    }
  }

  private static boolean tryDecode(byte[] payload) {
    try {
      JsonNode decoded = decode(EVERYTHING, payload);
      SchemaCodec.encodeMessage(EVERYTHING, decoded);
      return true;
    } catch (MalformedMessageException expected) {
      return false;
    }
  }

  private static JsonNode decode(Layout layout, byte[] payload) {
    return SchemaCodec.decodeMessage(layout, MemorySegment.ofArray(payload), 0, payload.length);
  }
}
