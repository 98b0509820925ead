package dev.vivarium.engine.schema;

import static dev.vivarium.engine.schema.SchemaCodecTest.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaMigrationTest {
  static ComponentSchema schema(int version, Field... fields) {
    return ComponentSchema.of(
        SchemaName.parse("fish/Hunger"), version, Storage.TABLE, List.of(fields), "");
  }

  private static String migrated(SchemaMigration plan, String value) {
    byte[] old = SchemaCodec.encode(plan.from().layout(), json(value));
    byte[] rows = new byte[plan.to().layout().sizeBytes()];
    plan.apply(old, rows, 1);
    return SchemaCodec.decode(plan.to().layout(), rows, 0).toString().replace('"', '\'');
  }

  @Test
  void addedFieldsTakeTheirDefaultAndRemovedOnesAreDropped() {
    SchemaMigration plan =
        SchemaMigration.plan(
            schema(1, Field.of("a", "f32"), Field.of("gone", "u8")),
            schema(2, Field.of("b", "i32").withDefault(json("5")), Field.of("a", "f32")));
    assertEquals("{'b':5,'a':1.5}", migrated(plan, "{'a':1.5,'gone':9}"));
    assertTrue(plan.needsDecision().isEmpty());
    assertEquals(
        "b is added with its default\ngone is removed, its values dropped", plan.describe());
  }

  @Test
  void renamedFieldsAreFollowed() {
    SchemaMigration plan =
        SchemaMigration.plan(
            schema(1, Field.of("age", "f32")),
            schema(2, Field.of("since", "f64").renamedFrom("age")));
    assertEquals("{'since':2.5}", migrated(plan, "{'age':2.5}"));
    assertEquals("age is renamed to since, widened from f32 to f64", plan.describe());
  }

  @Test
  void aNameThatIsStillInUseIsNotRenamed() {
    SchemaMigration plan =
        SchemaMigration.plan(
            schema(1, Field.of("a", "f32")),
            schema(2, Field.of("a", "f32"), Field.of("b", "f32").renamedFrom("a")));
    assertEquals("{'a':2.5,'b':0.0}", migrated(plan, "{'a':2.5}"));
  }

  @ParameterizedTest
  @CsvSource({
    "f32,f64,-1.5,-1.5",
    "i8,i16,-128,-128",
    "i8,i32,-1,-1",
    "i8,i64,-1,-1",
    "i16,i32,-32768,-32768",
    "i32,i64,-2147483648,-2147483648",
    "u8,u16,255,255",
    "u8,i16,255,255",
    "u8,u64,200,200",
    "u16,i32,65535,65535",
    "u16,u64,65535,65535",
    "u32,u64,4294967295,4294967295",
    "u32,i64,4294967295,4294967295"
  })
  void numbersAreWidened(String from, String to, String value, String expected) {
    SchemaMigration plan =
        SchemaMigration.plan(schema(1, Field.of("a", from)), schema(2, Field.of("a", to)));
    assertEquals("{'a':" + expected + "}", migrated(plan, "{'a':" + value + "}"));
    assertTrue(plan.needsDecision().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "f64,f32",
    "i32,i16",
    "i32,f32",
    "u32,i32",
    "i8,u16",
    "u64,i64",
    "f32,vec2",
    "i32,f64",
    "entity,u64",
    "char[4],char[8]"
  })
  void otherTypesNeedADecision(String from, String to) {
    SchemaMigration plan =
        SchemaMigration.plan(schema(1, Field.of("a", from)), schema(2, Field.of("a", to)));
    assertEquals(List.of(new Migration.Undecided("a", from, to)), plan.needsDecision());
    assertTrue(plan.describe().contains("no rule covers"));
  }

  @Test
  void anotherStorageNeedsADecision() {
    ComponentSchema sparse =
        ComponentSchema.of(
            SchemaName.parse("fish/Hunger"), 2, Storage.SPARSE, List.of(Field.of("a", "f32")), "");
    SchemaMigration plan = SchemaMigration.plan(schema(1, Field.of("a", "f32")), sparse);
    assertEquals("storage", plan.needsDecision().getFirst().field());
  }

  @Test
  void goingBackKeepsPresentValuesAndLeavesDroppedOnes() {
    ComponentSchema before = schema(1, Field.of("age", "u8"), Field.of("gone", "i32"));
    ComponentSchema after = schema(2, Field.of("since", "u16").renamedFrom("age"));
    SchemaMigration plan = SchemaMigration.plan(before, after);
    byte[] shadow = SchemaCodec.encode(before.layout(), json("{'age':3,'gone':-7}"));
    plan.reversed().carry(SchemaCodec.encode(after.layout(), json("{'since':9}")), shadow, 1);
    assertEquals(
        "{\"age\":9,\"gone\":-7}", SchemaCodec.decode(before.layout(), shadow, 0).toString());
    plan.reversed().carry(SchemaCodec.encode(after.layout(), json("{'since':300}")), shadow, 1);
    assertEquals(
        "{\"age\":9,\"gone\":-7}", SchemaCodec.decode(before.layout(), shadow, 0).toString());
  }
}
