package dev.vivarium.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaMigration;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreMigrationTest {
  private final EntityStore store = new EntityStore(1, 0);
  private final ComponentType position = store.register(Samples.POSITION);

  private static ComponentSchema hunger(int version, Storage storage, Field... fields) {
    return ComponentSchema.of(
        SchemaName.parse("fish/Hunger"), version, storage, List.of(fields), "");
  }

  private void set(long entity, ComponentType type, String json) {
    try {
      byte[] value =
          SchemaCodec.encode(type.layout(), new ObjectMapper().readTree(json.replace('\'', '"')));
      store.set(entity, type, MemorySegment.ofArray(value), 0, 3, 5);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String get(long entity, ComponentType type) {
    byte[] value = Objects.requireNonNull(store.get(entity, type));
    return SchemaCodec.decode(type.layout(), value, 0).toString().replace('"', '\'');
  }

  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"TABLE", "SPARSE"})
  void everyRowIsMigratedInAllPlacesAndCanGoBack(Storage storage) {
    ComponentSchema before = hunger(1, storage, Field.of("age", "f32"), Field.of("gone", "f32"));
    ComponentSchema after =
        hunger(2, storage, Field.of("extra", "u8"), Field.of("since", "f64").renamedFrom("age"));
    ComponentType type = store.register(before);
    long plain = store.spawn(0);
    long moved = store.spawn(0, store.table(position), 1, 1);
    set(plain, type, "{'age':1,'gone':2}");
    set(moved, type, "{'age':3,'gone':4}");
    Query query = store.query(List.of(QueryTerm.of(type, Access.READ)));

    ColumnShadow shadow = store.migrate(type, after, SchemaMigration.plan(before, after), null);
    assertEquals("{'extra':0,'since':1.0}", get(plain, type));
    assertEquals("{'extra':0,'since':3.0}", get(moved, type));
    assertEquals(2, shadow.rows());
    assertEquals(storage == Storage.TABLE ? 2 : store.tables().size(), query.tables().size());

    set(plain, type, "{'extra':9,'since':7}");
    long late = store.spawn(0);
    set(late, type, "{'since':8}");
    store.rollBack(type, shadow);
    assertEquals("{'age':7.0,'gone':2.0}", get(plain, type));
    assertEquals("{'age':3.0,'gone':4.0}", get(moved, type));
    assertEquals("{'age':8.0,'gone':0.0}", get(late, type));
  }

  @Test
  void writersSurviveAMigrationAndTheColumnChangesItsKind() {
    ComponentSchema before = hunger(1, Storage.TABLE, Field.of("a", "f32"));
    ComponentSchema after = hunger(2, Storage.TABLE, Field.of("a", "f64"));
    ComponentType type = store.register(before);
    long entity = store.spawn(0);
    set(entity, type, "{'a':1}");
    assertInstanceOf(FloatColumn.class, store.tableOf(entity).column(type));
    store.migrate(type, after, SchemaMigration.plan(before, after), null);
    Column column = Objects.requireNonNull(store.tableOf(entity).column(type));
    assertInstanceOf(ByteColumn.class, column);
    assertEquals(3, column.writtenTick(0));
    assertEquals(5, column.writtenBy(0));
  }

  @Test
  void aRetypedFieldNeedsAHook() {
    ComponentSchema before = hunger(1, Storage.TABLE, Field.of("a", "i32"), Field.of("b", "i32"));
    ComponentSchema after = hunger(2, Storage.TABLE, Field.of("a", "f32"), Field.of("b", "i32"));
    SchemaMigration plan = SchemaMigration.plan(before, after);
    ComponentType type = store.register(before);
    long entity = store.spawn(0);
    set(entity, type, "{'a':4,'b':6}");
    long hash = Samples.hash(store);
    assertThrows(SchemaConflictException.class, () -> store.migrate(type, after, plan, null));
    assertThrows(
        SchemaConflictException.class,
        () -> store.migrate(type, after, plan, (rows, old, fresh) -> false));
    assertEquals(hash, Samples.hash(store));
    store.migrate(
        type,
        after,
        plan,
        (rows, old, fresh) -> {
          fresh[2] = (byte) 0x80;
          fresh[3] = 0x3f;
          return rows == 1 && old[0] == 4 && fresh[4] == 6;
        });
    assertEquals("{'a':1.0,'b':6}", get(entity, type));
  }

  @Test
  void aPlanForAnotherSchemaIsRefused() {
    ComponentSchema before = hunger(1, Storage.TABLE, Field.of("a", "i32"));
    ComponentSchema after = hunger(2, Storage.TABLE, Field.of("a", "i64"));
    ComponentType type = store.register(after);
    assertThrows(
        IllegalArgumentException.class,
        () -> store.migrate(type, after, SchemaMigration.plan(before, after), null));
  }
}
