package dev.vivarium.engine.schema;

import static dev.vivarium.engine.schema.LayoutTest.layout;
import static dev.vivarium.engine.schema.SchemaCodecTest.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final Layout OWNER =
      layout("position", "vec3", "rotation", "quat", "scale", "vec3", "kind", "u8", "mass", "f64");
  private static final Layout CONSUMER =
      layout("mass", "f64", "kind", "u8", "position", "vec3", "rotation", "quat");

  @Test
  void sameFieldsAreCopiedInBulk() {
    assertTrue(Projection.of(OWNER, OWNER).identity());
    assertFalse(Projection.of(OWNER, CONSUMER).identity());
  }

  @Test
  void everyFieldArrivesInTheConsumersPlace() {
    byte[] rows = randomRows(OWNER, 7);
    byte[] seen = new byte[7 * CONSUMER.sizeBytes()];
    Projection.of(OWNER, CONSUMER)
        .toConsumer(MemorySegment.ofArray(rows), 0, MemorySegment.ofArray(seen), 0, 7);
    for (int row = 0; row < 7; row++) {
      JsonNode theirs = SchemaCodec.decode(OWNER, rows, row * OWNER.sizeBytes());
      JsonNode ours = SchemaCodec.decode(CONSUMER, seen, row * CONSUMER.sizeBytes());
      ours.fieldNames().forEachRemaining(name -> assertEquals(theirs.get(name), ours.get(name)));
    }
  }

  @Test
  void writingBackLeavesOtherFieldsAlone() {
    byte[] rows = randomRows(OWNER, 5);
    byte[] before = rows.clone();
    Projection projection = Projection.of(OWNER, layout("scale", "vec3"));
    byte[] mine = randomRows(projection.consumer(), 5);
    projection.toOwner(MemorySegment.ofArray(mine), 0, MemorySegment.ofArray(rows), 0, 5);
    for (int row = 0; row < 5; row++) {
      int at = row * OWNER.sizeBytes();
      System.arraycopy(mine, row * 12, before, at + OWNER.offset(2), 12);
    }
    assertArrayEquals(before, rows);
  }

  @Test
  void refusesMissingAndDifferentFields() {
    String missing = message(layout("colour", "color"));
    assertTrue(missing.contains("no field 'colour'"), missing);
    String different = message(layout("position", "vec2"));
    assertTrue(different.contains("'position' is vec3, not vec2"), different);
  }

  private static String message(Layout consumer) {
    return String.valueOf(
        assertThrows(SchemaConflictException.class, () -> Projection.of(OWNER, consumer))
            .getMessage());
  }

  @Test
  void payloadsAreLaidOutAnewWithTheirVariableParts() {
    Layout owner =
        layout("a", "u8", "text", "string<8>", "u", "union<f32|string<4>>", "l", "list<u16,4>");
    Layout consumer = layout("l", "list<u16,4>", "u", "union<f32|string<4>>");
    Projection projection = Projection.of(owner, consumer);
    byte[] payload =
        SchemaCodec.encodeMessage(
            owner, json("{'a':1,'text':'hello','u':{'string<4>':'ab'},'l':[1,2]}"));
    byte[] seen = projection.payloadToConsumer(MemorySegment.ofArray(payload), 0, payload.length);
    assertEquals(
        json("{'l':[1,2],'u':{'string<4>':'ab'}}").toString(), decode(consumer, seen).toString());
    byte[] back = projection.payloadToOwner(MemorySegment.ofArray(seen), 0, seen.length);
    assertEquals(
        json("{'a':0,'text':'','u':{'string<4>':'ab'},'l':[1,2]}").toString(),
        decode(owner, back).toString());
  }

  private static JsonNode decode(Layout layout, byte[] payload) {
    return SchemaCodec.decodeMessage(layout, MemorySegment.ofArray(payload), 0, payload.length);
  }

  private static byte[] randomRows(Layout layout, int rows) {
    byte[] bytes = new byte[rows * layout.sizeBytes()];
    new Random(3).nextBytes(bytes);
    return bytes;
  }
}
