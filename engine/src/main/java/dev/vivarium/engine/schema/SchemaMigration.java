package dev.vivarium.engine.schema;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How the rows of a component get from one layout to another by rule. Fields that no rule covers
/// are listed by [#needsDecision()] and hold their default in the new rows. Immutable.
public final class SchemaMigration {
  private final ComponentSchema from;
  private final ComponentSchema to;
  private final List<Migration> steps;
  private final List<Copy> copies;

  /// One field's way from old to new row.
  private record Copy(int fromOffset, FieldType fromType, int toOffset, FieldType toType) {
    Copy reversed() {
      return new Copy(toOffset, toType, fromOffset, fromType);
    }
  }

  private SchemaMigration(
      ComponentSchema from, ComponentSchema to, List<Migration> steps, List<Copy> copies) {
    this.from = from;
    this.to = to;
    this.steps = List.copyOf(steps);
    this.copies = List.copyOf(copies);
  }

  /// Works out the steps from one version of a component to another.
  public static SchemaMigration plan(ComponentSchema from, ComponentSchema to) {
    var steps = new ArrayList<Migration>();
    var copies = new ArrayList<Copy>();
    if (from.storage() != to.storage()) {
      steps.add(new Migration.Undecided("storage", from.storage().name(), to.storage().name()));
    }
    var taken = new boolean[from.fields().size()];
    for (int i = 0; i < to.fields().size(); i++) {
      planField(from.layout(), to.layout(), i, taken, steps, copies);
    }
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        steps.add(new Migration.Removed(from.fields().get(i).name()));
      }
    }
    return new SchemaMigration(from, to, steps, copies);
  }

  private static void planField(
      Layout from,
      Layout to,
      int index,
      boolean[] taken,
      List<Migration> steps,
      List<Copy> copies) {
    Field field = to.fields().get(index);
    int old = source(from, to, field);
    if (old < 0) {
      steps.add(new Migration.Added(field.name()));
      return;
    }
    taken[old] = true;
    Field oldField = from.fields().get(old);
    Migration step = step(oldField, field);
    steps.add(step);
    if (!(step instanceof Migration.Undecided)) {
      copies.add(new Copy(from.offset(old), oldField.type(), to.offset(index), field.type()));
    }
  }

  /// A field of the same name, else the one it was renamed from if no new field took that name.
  private static int source(Layout from, Layout to, Field field) {
    int same = from.indexOf(field.name());
    String oldName = field.renamedFrom();
    if (same >= 0 || oldName == null || to.indexOf(oldName) >= 0) {
      return same;
    }
    return from.indexOf(oldName);
  }

  private static Migration step(Field old, Field field) {
    boolean same = old.type().equals(field.type());
    if (!same && !widens(old.type().kind(), field.type().kind())) {
      return new Migration.Undecided(field.name(), old.type().toString(), field.type().toString());
    }
    if (!old.name().equals(field.name())) {
      return new Migration.Renamed(field.name(), old.name(), old.type(), field.type());
    }
    return same
        ? new Migration.Kept(field.name())
        : new Migration.Widened(field.name(), old.type(), field.type());
  }

  private static boolean widens(Kind from, Kind to) {
    return switch (from) {
      case F32 -> to == Kind.F64;
      case I8 -> to == Kind.I16 || to == Kind.I32 || to == Kind.I64;
      case I16 -> to == Kind.I32 || to == Kind.I64;
      case I32 -> to == Kind.I64;
      case U8 ->
          to == Kind.U16
              || to == Kind.U32
              || to == Kind.U64
              || to == Kind.I16
              || to == Kind.I32
              || to == Kind.I64;
      case U16 -> to == Kind.U32 || to == Kind.U64 || to == Kind.I32 || to == Kind.I64;
      case U32 -> to == Kind.U64 || to == Kind.I64;
      default -> false;
    };
  }

  public ComponentSchema from() {
    return from;
  }

  public ComponentSchema to() {
    return to;
  }

  /// Every field's step: those of the new layout in its order, then the removed ones.
  public List<Migration> steps() {
    return steps;
  }

  /// The changes that no rule covers; empty when the rules suffice.
  public List<Migration.Undecided> needsDecision() {
    return steps.stream()
        .filter(Migration.Undecided.class::isInstance)
        .map(Migration.Undecided.class::cast)
        .toList();
  }

  /// Whether rows can be used as they are.
  public boolean identity() {
    return from.storage() == to.storage() && from.layout().sameShape(to.layout());
  }

  /// What will happen, one line a field; kept fields are left out.
  public String describe() {
    return steps.stream()
        .filter(step -> !(step instanceof Migration.Kept))
        .map(Migration::describe)
        .collect(Collectors.joining("\n"));
  }

  /// Fills `newRows` from `oldRows`: defaults, then whatever the rules carry over.
  public void apply(byte[] oldRows, byte[] newRows, int rows) {
    byte[] defaults = to.layout().defaults();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(defaults, 0, newRows, row * defaults.length, defaults.length);
    }
    carry(oldRows, newRows, rows);
  }

  /// Copies what the rules carry over and leaves the rest of `newRows` as it is.
  public void carry(byte[] oldRows, byte[] newRows, int rows) {
    ByteBuffer source = ByteBuffer.wrap(oldRows).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer target = ByteBuffer.wrap(newRows).order(ByteOrder.LITTLE_ENDIAN);
    for (Copy copy : copies) {
      for (int row = 0; row < rows; row++) {
        int at = row * from.layout().sizeBytes() + copy.fromOffset;
        convert(copy, source, at, target, row * to.layout().sizeBytes() + copy.toOffset);
      }
    }
  }

  private static void convert(Copy copy, ByteBuffer source, int at, ByteBuffer target, int into) {
    if (copy.fromType.equals(copy.toType)) {
      target.put(into, source, at, copy.fromType.sizeBytes());
    } else if (copy.fromType.kind() == Kind.F32) {
      target.putDouble(into, source.getFloat(at));
    } else if (copy.fromType.kind() == Kind.F64) {
      target.putFloat(into, (float) source.getDouble(at));
    } else {
      convertWhole(copy, source, at, target, into);
    }
  }

  /// Going back to a narrower number, a value that does not fit leaves the old one in place.
  private static void convertWhole(
      Copy copy, ByteBuffer source, int at, ByteBuffer target, int into) {
    long value = whole(copy.fromType.kind(), source, at);
    int bytes = copy.toType.sizeBytes();
    long before = whole(copy.toType.kind(), target, into);
    putWhole(bytes, target, into, value);
    if (whole(copy.toType.kind(), target, into) != value) {
      putWhole(bytes, target, into, before);
    }
  }

  private static long whole(Kind kind, ByteBuffer bytes, int at) {
    return switch (kind) {
      case I8 -> bytes.get(at);
      case U8 -> Byte.toUnsignedLong(bytes.get(at));
      case I16 -> bytes.getShort(at);
      case U16 -> Short.toUnsignedLong(bytes.getShort(at));
      case I32 -> bytes.getInt(at);
      case U32 -> Integer.toUnsignedLong(bytes.getInt(at));
      default -> bytes.getLong(at);
    };
  }

  private static void putWhole(int bytes, ByteBuffer target, int at, long value) {
    switch (bytes) {
      case 1 -> target.put(at, (byte) value);
      case 2 -> target.putShort(at, (short) value);
      case 4 -> target.putInt(at, (int) value);
      default -> target.putLong(at, value);
    }
  }

  /// The way back, for a roll-back: what was kept, renamed or widened is carried back; what this
  /// migration dropped is left to the caller's rows (see [#carry]).
  public SchemaMigration reversed() {
    return new SchemaMigration(to, from, List.of(), copies.stream().map(Copy::reversed).toList());
  }
}
