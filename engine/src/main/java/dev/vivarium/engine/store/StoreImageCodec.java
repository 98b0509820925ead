package dev.vivarium.engine.store;

import dev.vivarium.engine.ecs.AllocatorImage;
import dev.vivarium.engine.ecs.ColumnImage;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.RowsImage;
import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaName;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The entities of a world as pieces: the shape (schemas, tables, singletons), the allocator's
/// arrays, and for each column its values and who wrote them when. Little-endian.
public final class StoreImageCodec {
  private static final String SHAPE = "store/shape";
  private static final String ALLOCATOR = "store/allocator/";

  private StoreImageCodec() {}

  // Writing.

  public static void write(StoreImage image, Pieces out) {
    Map<SchemaName, Integer> types = new LinkedHashMap<>();
    DataWriter schemas = new DataWriter();
    DataWriter shape = new DataWriter();
    rows(image.tables(), "table/", types, schemas, shape, out);
    rows(image.sparseSets(), "sparse/", types, schemas, shape, out);
    shape.i32(image.singletons().size());
    for (StoreImage.Singleton singleton : image.singletons()) {
      shape.text(singleton.name().toString()).i64(singleton.entity());
    }
    AllocatorImage allocator = image.allocator();
    shape.i64(allocator.seed()).i32(allocator.authority()).i64(allocator.nextSerial());
    out.put(
        SHAPE,
        new DataWriter()
            .i32(types.size())
            .bytes(schemas.toBytes())
            .bytes(shape.toBytes())
            .toSegment());
    allocator(allocator, out);
  }

  private static void rows(
      List<RowsImage> all,
      String key,
      Map<SchemaName, Integer> types,
      DataWriter schemas,
      DataWriter shape,
      Pieces out) {
    shape.i32(all.size());
    for (int i = 0; i < all.size(); i++) {
      RowsImage rows = all.get(i);
      shape.i32(rows.rows()).i32(rows.columns().size());
      out.put(key + i + "/entities", rows.segment());
      for (ColumnImage column : rows.columns()) {
        shape.i32(typeIndex(column.schema(), types, schemas));
        column(key + i + "/" + column.schema().name(), column, out);
      }
    }
  }

  private static int typeIndex(
      ComponentSchema schema, Map<SchemaName, Integer> types, DataWriter schemas) {
    Integer known = types.get(schema.name());
    if (known != null) {
      return known;
    }
    SchemaBytes.write(schema, schemas);
    types.put(schema.name(), types.size());
    return types.size() - 1;
  }

  private static void column(String key, ColumnImage column, Pieces out) {
    out.put(key + "/values", column.segment());
    out.put(key + "/written", column.writtenSegment());
  }

  private static void allocator(AllocatorImage allocator, Pieces out) {
    put(out, "stamps", allocator.copyOfStamps());
    put(out, "tables", allocator.copyOfTables());
    put(out, "rows", allocator.copyOfRows());
    put(out, "owners", allocator.copyOfOwners());
    put(out, "free", allocator.copyOfFree());
    out.put(ALLOCATOR + "serials", asBytes(MemorySegment.ofArray(allocator.copyOfSerials())));
  }

  private static void put(Pieces out, String name, int[] values) {
    out.put(ALLOCATOR + name, asBytes(MemorySegment.ofArray(values)));
  }

  private static MemorySegment asBytes(MemorySegment segment) {
    return segment.asReadOnly();
  }

  // Reading.

  /// @throws DamagedDataException if the pieces contradict each other
  public static StoreImage read(Pieces pieces) throws DamagedDataException {
    try {
      DataReader head = pieces.reader(SHAPE);
      int count = head.count(StoreLimits.COMPONENTS, 1);
      DataReader schemas = new DataReader("schemas", head.bytes(StoreLimits.PIECE_BYTES));
      List<ComponentSchema> types = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        types.add(SchemaBytes.read(schemas));
      }
      schemas.end();
      DataReader shape = new DataReader(SHAPE, head.bytes(StoreLimits.PIECE_BYTES));
      head.end();
      List<RowsImage> tables = rows("table/", types, shape, pieces);
      List<RowsImage> sparse = rows("sparse/", types, shape, pieces);
      List<StoreImage.Singleton> singletons = singletons(shape);
      AllocatorImage allocator = allocator(shape, pieces);
      shape.end();
      return checked(new StoreImage(allocator, tables, sparse, singletons));
    } catch (IllegalArgumentException e) {
      throw new DamagedDataException("the saved entities make no sense: " + e.getMessage(), e);
    }
  }

  private static List<RowsImage> rows(
      String key, List<ComponentSchema> types, DataReader shape, Pieces pieces)
      throws DamagedDataException {
    int count = shape.count(StoreLimits.TABLES, 8);
    List<RowsImage> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int rows = shape.i32();
      int columnCount = shape.count(StoreLimits.COMPONENTS, 4);
      long[] entities = longs(key + i + "/entities", pieces);
      if (entities.length != rows) {
        throw shape.damaged("%d entities in %d rows".formatted(entities.length, rows));
      }
      List<ColumnImage> columns = new ArrayList<>();
      for (int c = 0; c < columnCount; c++) {
        columns.add(column(key + i, schema(shape, types), pieces));
      }
      all.add(RowsImage.of(entities, columns));
    }
    return all;
  }

  private static ComponentSchema schema(DataReader shape, List<ComponentSchema> types)
      throws DamagedDataException {
    int type = shape.i32();
    if (type < 0 || type >= types.size()) {
      throw shape.damaged("component " + type);
    }
    return types.get(type);
  }

  private static ColumnImage column(String rows, ComponentSchema schema, Pieces pieces)
      throws DamagedDataException {
    String key = rows + "/" + schema.name();
    return ColumnImage.of(schema, pieces.bytes(key + "/values"), longs(key + "/written", pieces));
  }

  private static List<StoreImage.Singleton> singletons(DataReader shape)
      throws DamagedDataException {
    int count = shape.count(StoreLimits.COMPONENTS, 12);
    List<StoreImage.Singleton> singletons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      singletons.add(new StoreImage.Singleton(SchemaName.parse(shape.text()), shape.i64()));
    }
    return singletons;
  }

  private static AllocatorImage allocator(DataReader shape, Pieces pieces)
      throws DamagedDataException {
    long seed = shape.i64();
    int authority = shape.i32();
    long nextSerial = shape.i64();
    return AllocatorImage.of(
        seed,
        authority,
        nextSerial,
        ints(ALLOCATOR + "stamps", pieces),
        ints(ALLOCATOR + "tables", pieces),
        ints(ALLOCATOR + "rows", pieces),
        ints(ALLOCATOR + "owners", pieces),
        longs(ALLOCATOR + "serials", pieces),
        ints(ALLOCATOR + "free", pieces));
  }

  private static MemorySegment whole(String key, Pieces pieces, int unitBytes)
      throws DamagedDataException {
    MemorySegment segment = pieces.segment(key);
    if (segment.byteSize() % unitBytes != 0) {
      throw new DamagedDataException(
          "%s: %d bytes are no multiple of %d".formatted(key, segment.byteSize(), unitBytes));
    }
    return segment;
  }

  private static int[] ints(String key, Pieces pieces) throws DamagedDataException {
    return whole(key, pieces, Integer.BYTES).toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  private static long[] longs(String key, Pieces pieces) throws DamagedDataException {
    return whole(key, pieces, Long.BYTES).toArray(ValueLayout.JAVA_LONG_UNALIGNED);
  }

  /// The allocator and the tables must tell the same about every entity.
  private static StoreImage checked(StoreImage image) throws DamagedDataException {
    if (image.tables().isEmpty() || !image.tables().getFirst().columns().isEmpty()) {
      throw new DamagedDataException("the table of entities without components is missing");
    }
    int[] tables = image.allocator().copyOfTables();
    int[] rows = image.allocator().copyOfRows();
    long alive = 0;
    for (int table : tables) {
      alive += table >= 0 ? 1 : 0;
    }
    if (alive != image.entityCount()) {
      throw new DamagedDataException(
          "%d entities are alive and %d stand in tables".formatted(alive, image.entityCount()));
    }
    for (int t = 0; t < image.tables().size(); t++) {
      RowsImage table = image.tables().get(t);
      for (int row = 0; row < table.rows(); row++) {
        long entity = table.entity(row);
        int index = EntityHandle.index(entity);
        if (!image.isAlive(entity) || tables[index] != t || rows[index] != row) {
          throw new DamagedDataException(
              "entity %s is not where it is said to be".formatted(EntityHandle.toString(entity)));
        }
      }
    }
    checkSparse(image);
    return image;
  }

  private static void checkSparse(StoreImage image) throws DamagedDataException {
    for (RowsImage set : image.sparseSets()) {
      if (set.columns().size() != 1) {
        throw new DamagedDataException("a sparse set has one column");
      }
      for (int row = 0; row < set.rows(); row++) {
        if (!image.isAlive(set.entity(row))) {
          throw new DamagedDataException(
              "%s of a dead entity".formatted(set.columns().getFirst().schema().name()));
        }
      }
    }
    for (StoreImage.Singleton singleton : image.singletons()) {
      if (!image.isAlive(singleton.entity())) {
        throw new DamagedDataException("%s is held by nobody".formatted(singleton.name()));
      }
    }
  }
}
