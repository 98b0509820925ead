package dev.vivarium.engine.schema;

import static dev.vivarium.engine.schema.LayoutTest.fields;
import static dev.vivarium.engine.schema.LayoutTest.layout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {
  private static final SchemaName FLOW = SchemaName.parse("tide/Flow");
  private static final SchemaName TURNED = SchemaName.parse("tide/Turned");

  private final SchemaRegistry registry = SchemaRegistry.withVocabulary();

  private static ComponentSchema flow(String... fields) {
    return ComponentSchema.of(FLOW, 1, Storage.TABLE, fields(fields), "");
  }

  private static MessageSchema turned(String... fields) {
    return MessageSchema.of(TURNED, 1, Locality.LOCAL, 8, 1024, fields(fields), "");
  }

  @Test
  void resolvesBuiltInAndForeignSchemas() {
    registry.declare("tide", flow("speed", "f32", "depth", "f32"));
    registry.declare("tide", turned("height", "f32"));
    assertFalse(registry.useComponent("fish", FLOW, layout("depth", "f32")).identity());
    assertTrue(registry.useMessage("fish", TURNED, layout("height", "f32")).identity());
    assertNotNull(
        registry.useComponent("fish", Vocabulary.TRANSFORM.name(), layout("position", "vec3")));
    assertEquals(List.of("fish"), registry.consumers(FLOW));
  }

  @Test
  void conflictsNameBothPlugins() {
    registry.declare("tide", flow("speed", "f32"));
    assertConflict(
        () -> registry.useComponent("fish", FLOW, layout("speed", "f64")), "'fish'", "'tide'");
    assertConflict(() -> registry.useMessage("fish", TURNED, layout()), "'fish'", "'tide'");
    assertConflict(() -> registry.declare("fish", flow("speed", "f32")), "'fish'", "'tide'");
    assertConflict(() -> registry.declare("tide", flow("speed", "f32")), "'tide'");
    assertConflict(() -> registry.declare("vivarium", Vocabulary.NAME), "'vivarium'");
  }

  private static void assertConflict(Runnable action, String... parts) {
    String message =
        String.valueOf(assertThrows(SchemaConflictException.class, action::run).getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void compatibleReplacementsAreTaken() {
    registry.declare("tide", flow("speed", "f32"));
    registry.useComponent("fish", FLOW, layout("speed", "f32"));
    ComponentSchema wider = flow("depth", "f32", "speed", "f32");
    registry.replace("tide", List.of(wider), List.of(turned("height", "f32")));
    assertEquals(wider, registry.component(FLOW));
    assertNotNull(registry.message(TURNED));
  }

  @Test
  void replacementsThatBreakAConsumerAreRefusedWhole() {
    ComponentSchema before = flow("speed", "f32");
    registry.declare("tide", before);
    registry.useComponent("fish", FLOW, layout("speed", "f32"));
    assertConflict(
        () -> registry.replace("tide", List.of(flow("speed", "f64")), List.of()),
        "'fish'",
        "'tide'");
    assertConflict(() -> registry.replace("tide", List.of(), List.of()), "'fish'", "'tide'");
    assertEquals(before, registry.component(FLOW));
  }

  @Test
  void aRemovedPluginLeavesNothing() {
    registry.declare("tide", flow("speed", "f32"));
    registry.useComponent("fish", FLOW, layout("speed", "f32"));
    registry.remove("fish");
    registry.remove("tide");
    assertNull(registry.component(FLOW));
    assertTrue(registry.consumers(FLOW).isEmpty());
  }

  @Test
  void theVocabularyIsDocumentedAndWithinLimits() {
    for (ComponentSchema schema : Vocabulary.components()) {
      assertFalse(schema.doc().isBlank());
      schema.fields().forEach(field -> assertFalse(field.doc().isBlank(), field.name()));
    }
    for (MessageSchema schema : Vocabulary.messages()) {
      schema.fields().forEach(field -> assertFalse(field.doc().isBlank(), field.name()));
    }
    assertEquals(40, Vocabulary.TRANSFORM.layout().sizeBytes());
    assertTrue(Vocabulary.TRANSFORM.layout().allF32());
    assertEquals(
        "[0.0,0.0,0.0,1.0]",
        SchemaCodec.decode(
                Vocabulary.TRANSFORM.layout(), Vocabulary.TRANSFORM.layout().defaults(), 0)
            .get("rotation")
            .toString());
  }
}
